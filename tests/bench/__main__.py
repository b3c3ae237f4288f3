"""`python -m tests.bench [--list] [--rounds N] [NAME …]`: run the benchmarks whose names hold a NAME, or all."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

import tests.bench
from tests.bench.figures import COLUMNS, Figure, Verdict, line

Bench = Callable[[int], Iterator[Figure]]
"Takes the number of interleaved rounds; yields its figures as they come."


def benches() -> dict[str, Bench]:
    """Every function `bench_…` of every module `bench_…` beside this one, under "module.name" without the prefixes."""
    found: dict[str, Bench] = {}
    for info in iter_modules(tests.bench.__path__):
        if info.name.startswith("bench_"):
            module = import_module(f"tests.bench.{info.name}")
            place = info.name.removeprefix("bench_")
            names = [name for name in vars(module) if name.startswith("bench_")]
            found |= {f"{place}.{name.removeprefix('bench_')}": getattr(module, name) for name in names}
    return found


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a benchmark's name")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds per figure (5)")
    return parser.parse_args()


def machine() -> str:
    """What the figures were taken on, without a name or a path; a busy machine is named as one."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = f" (busy: load {load:.1f}; quote ratios only)" if load > cores / 2 else f", load {load:.1f}"
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {cores} cores{busy}"


def main() -> int:
    """Print the table; the exit code is 1 when a goal is not met."""
    asked = arguments()
    chosen = {n: b for n, b in benches().items() if not asked.names or any(part in n for part in asked.names)}
    if asked.list or not chosen:
        print("\n".join(f"{name:<28}{(bench.__doc__ or '').splitlines()[0]}" for name, bench in benches().items()))
        return 0 if asked.list else 2
    print(f"{machine()}; medians of {asked.rounds} interleaved rounds\n{line(COLUMNS)}", flush=True)
    missed = 0
    for bench in chosen.values():
        for figure in bench(asked.rounds):
            print(line(figure.cells()), flush=True)
            missed += figure.verdict is Verdict.NOT_MET
    print(f"{missed} not met")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
