"""The floors by themselves: what this machine charges for the least program of each kind."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.support import floor

DURABLE = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "cell_size_check=ON")
"The pragmas of a store on a SQLite without the repaired write-ahead log."


def bench_start(rounds: int) -> Iterator[Figure]:
    """An empty Textual app and a plain Input, from the fork to their first full frame."""
    yield alone("empty app: start", "ms", median(floor.start_ms(floor.FLOOR) for _ in range(rounds)))
    plain = floor.Program(floor.PLAIN_INPUT)
    yield alone("plain Input: start", "ms", median(floor.start_ms(plain) for _ in range(rounds)))


def bench_keys(rounds: int) -> Iterator[Figure]:
    """An empty Textual app answering a key, its memory, and what it costs to leave."""
    with floor.FLOOR.running() as terminal:
        keys = floor.Keys.of(floor.press(terminal, ["a", "b"] * 10 * rounds))
        yield alone("empty app: key to first byte, p50", "ms", keys.p50)
        yield alone("empty app: key to first byte, p99", "ms", keys.p99)
        yield alone("empty app: key to settled, p50", "ms", keys.settled_p50)
        yield alone("empty app: bytes a key", "B", keys.size)
        yield alone("empty app: resident memory", "KiB", floor.rss_kib(terminal.pid))
        yield alone("empty app: quit", "ms", floor.quit_ms(terminal, "q"))


def bench_idle(rounds: int) -> Iterator[Figure]:
    """An empty Textual app left alone for two seconds a round."""
    with floor.FLOOR.running(settled=2) as terminal:
        idle = floor.idle(terminal, 2 * rounds)
    yield alone("empty app: idle processor", "%", idle.cpu_percent)
    yield alone("empty app: idle wake-ups a second", "/s", idle.wakeups_per_second)
    yield alone("empty app: idle bytes a second", "B/s", idle.bytes_per_second)


def bench_escape(rounds: int) -> Iterator[Figure]:
    """Esc in an empty Textual app under tmux."""
    keys = floor.Keys.of(floor.escape_under_tmux(floor.FLOOR, presses=4 * rounds))
    yield alone("empty app: Esc under tmux, p50", "ms", keys.p50)


def bench_sqlite(rounds: int) -> Iterator[Figure]:
    """A bare durable commit, and Python that opens a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bare.db"
        commits = floor.durable_commits_ms(path, DURABLE, 100 * rounds)
        yield alone("bare durable commit, p50", "ms", median(commits))
        yield alone("bare durable commit, p99", "ms", floor.percentile(commits, 99))
        opened = median(floor.command_ms([*floor.BARE_SQLITE, path]) for _ in range(rounds))
        yield alone("bare Python with sqlite3", "ms", opened)
        started = median(floor.command_ms([sys.executable, "-c", "pass"]) for _ in range(rounds))
        yield alone("bare Python", "ms", started)


def alone(name: str, unit: str, value: float) -> Figure:
    """A floor with nothing of ours beside it."""
    return Figure(name, unit, ours=None, floor=value)
