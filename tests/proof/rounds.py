"""A long figure is reached in rounds, one seed each: what each comes to is appended to a file, so that days add up.

`python -m tests.proof.rounds FILE …` adds up what the files hold.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from agentconsole.clock import SystemClock

MACHINE = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


@dataclass(frozen=True, slots=True)
class Came:
    """What one round came to: how much of what, and what must not be."""

    counts: Mapping[str, int]
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """A round as the file holds it, one line of JSON; `at` is when it ended, in UTC."""

    proof: str
    seed: int
    at: str
    seconds: float
    machine: str
    counts: dict[str, int]
    wrong: list[str]

    @property
    def line(self) -> str:
        return f"{self.proof}, seed {self.seed}: {told(self.counts)}, {self.seconds:.0f} s; {self.words}"

    @property
    def words(self) -> str:
        return "; ".join(self.wrong[:5]) or "nothing amiss"


def told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {what}" for what, n in counts.items())


def seeds_of(words: str) -> range:
    """`7` or `1..50`, both ends included. Raises ValueError."""
    found = re.fullmatch(r"(\d+)(?:\.\.(\d+))?", words)
    if not found:
        raise ValueError(words)
    first = int(found[1])
    return range(first, int(found[2] or first) + 1)


def add_arguments(parser: argparse.ArgumentParser, seeds: str) -> None:
    """`--seeds`, which are the long figure unless told otherwise, `--seconds` and `--results`."""
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of(seeds), metavar="FROM..TO", help=f"{seeds} if none.")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="Begin no round after so long.")
    parser.add_argument(
        "--results", type=Path, help="Append each round to this file, and leave out those it has already."
    )


def play_rounds(proof: str, given: argparse.Namespace, play: Callable[[int], Came], jobs: int = 1) -> int:
    """Plays the seeds that the results do not have yet, `jobs` at once, each in a process of its own, until the time is
    up; 1 when one of them went wrong."""
    done = {each.seed for each in kept_in(given.results) if each.proof == proof} if given.results else set()
    began, played = perf_counter(), []

    def play_in_time(seed: int) -> Kept | None:
        return _play_one(proof, seed, play) if perf_counter() - began < given.seconds else None

    for one in _played(play_in_time, [seed for seed in given.seeds if seed not in done], jobs):
        if one is not None:
            played.append(one)
            _keep(given.results, one)
            print(one.line, flush=True)
    print(f"{_sum(played)}, {perf_counter() - began:.0f} s" if played else "Every seed is done already.")
    return 1 if any(each.wrong for each in played) else 0


def _played(play: Callable[[int], Kept | None], seeds: list[int], jobs: int) -> Iterator[Kept | None]:
    if jobs == 1:
        yield from map(play, seeds)
        return
    # A forked process has `play` already: most of what plays is a closure, which no other could be told.
    with multiprocessing.get_context("fork").Pool(jobs, _begin_player, (play,)) as players:
        yield from players.imap_unordered(_play_here, seeds)


def _begin_player(play: Callable[[int], Kept | None]) -> None:
    global _play_here_by
    _play_here_by = play


def _play_here(seed: int) -> Kept | None:
    return _play_here_by(seed)


def _play_one(proof: str, seed: int, play: Callable[[int], Came]) -> Kept:
    began = perf_counter()
    try:
        came = play(seed)
    except AssertionError as error:
        came = Came({}, [str(error) or "an assertion failed"])
    at = datetime.fromtimestamp(SystemClock().now() / 1_000, UTC).isoformat(timespec="seconds")
    return Kept(proof, seed, at, round(perf_counter() - began, 1), MACHINE, dict(came.counts), came.wrong)


def _keep(results: Path | None, one: Kept) -> None:
    if results:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(one)) + "\n")


def kept_in(results: Path) -> Iterator[Kept]:
    """The rounds of a file; none where there is no file yet."""
    if results.exists():
        for line in results.read_text(encoding="utf-8").splitlines():
            yield Kept(**json.loads(line))


def _sum(rounds: list[Kept]) -> str:
    counts: Counter[str] = Counter()
    for each in rounds:
        counts.update(each.counts)
    failed = {each.seed: each.words for each in rounds if each.wrong}
    return f"{len(rounds):,} rounds: {told(counts)}; {failed or 'nothing amiss'}"


def main() -> int:
    found: dict[str, list[Kept]] = {}
    for name in sys.argv[1:]:
        for each in kept_in(Path(name)):
            found.setdefault(each.proof, []).append(each)
    for proof, rounds in found.items():
        seconds, days = sum(each.seconds for each in rounds), sorted(each.at for each in rounds)
        print(f"{proof}, {days[0]} to {days[-1]}, {rounds[-1].machine}: {_sum(rounds)}, {seconds:,.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
