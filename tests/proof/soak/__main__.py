"""`python -m tests.proof.soak [--events N] [--keys N] [--seed N] [--plant NAME]`: a shift at speed, one console."""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from tests.proof.soak.plants import PLANTS
from tests.proof.soak.shift import Length, soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof.soak", description=__doc__)
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--keys", type=int, default=5_000)
    parser.add_argument("--pace", type=float, default=2_000.0, help="events a second")
    parser.add_argument(
        "--timed", type=int, default=2_400, help="keys timed at the start, at the end and in a new console"
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--plant", choices=sorted(PLANTS), default="", help="put something in that goes wrong slowly")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="acsoak-") as folder:
        found = soak(Path(folder), Length(given.events, given.keys, given.pace, given.timed), given.seed, given.plant)
    print(found.line)
    for each in found.wrong:
        print(f"WRONG: {each}")
    print(f"{'FAILED' if found.wrong else 'held'}: {len(found.wrong)} findings, seed {given.seed}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
