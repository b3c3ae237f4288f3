"""`python -m tests.proof.sync_shifts [--seeds 1..10000] [--hours 8] [--jobs 1]`: shifts in a row, one seed each."""

from __future__ import annotations

import argparse
import gc
import logging
from dataclasses import asdict

from tests.proof.rounds import Came, add_arguments, play_rounds
from tests.proof.sync_shifts.shift import run_sync_shift


def came_of(seed: int, hours: float) -> Came:
    told = asdict(run_sync_shift(seed, hours))
    violation = told.pop("violation")
    told.pop("seed")
    return Came({"shifts": 1, **told}, [violation] if violation else [])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof.sync_shifts", description=__doc__)
    parser.add_argument("--hours", type=float, default=8)
    parser.add_argument("--jobs", type=int, default=1, help="So many shifts at once, each in a process of its own.")
    add_arguments(parser, "1..10000")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what fails is planned
    gc.freeze()  # what is loaded stays, and need not be looked through again
    proof = f"sync shifts of {given.hours:g} h"
    return play_rounds(proof, given, lambda seed: came_of(seed, given.hours), given.jobs)


if __name__ == "__main__":
    raise SystemExit(main())
