"""`python -m tests.proof.sync_shifts [--shifts N] [--seed S] [--hours 8]`: shifts in a row, one seed each."""

from __future__ import annotations

import argparse
import logging
from time import perf_counter

from tests.proof.sync_shifts.shift import run_sync_shift


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof.sync_shifts", description=__doc__)
    parser.add_argument("--shifts", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=float, default=8)
    parser.add_argument("--every", type=int, default=1, help="Tell of every so many shifts.")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what fails is planned
    began, failed, done = perf_counter(), [], []
    for seed in range(given.seed, given.seed + given.shifts):
        report = run_sync_shift(seed, given.hours)
        done.append(report)
        if report.violation:
            failed.append(seed)
        if report.violation or len(done) % given.every == 0:
            print(f"{len(done)} shifts, {perf_counter() - began:.0f} s; {report.line}", flush=True)
    print(
        f"{len(done)} shifts of {given.hours:g} h from seed {given.seed} in {perf_counter() - began:.0f} s: "
        f"{sum(r.commands for r in done):,} commands, {sum(r.events for r in done):,} events, "
        f"{sum(r.faults for r in done):,} faults, {sum(r.kills for r in done):,} kills, {len(failed)} failed {failed}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
