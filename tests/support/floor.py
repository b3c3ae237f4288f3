"""What a program in a terminal costs: start, keys, memory, idling, Esc under tmux, quitting; and what SQLite costs.

Figures are milliseconds, KiB and bytes of one run each; `tests/bench` interleaves runs and takes medians. Idling and
memory are read from /proc, so those work on Linux only.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

from tests.support.terminal import NotShown, Response, Terminal

PROGRAMS = Path(__file__).resolve().parents[1] / "bench" / "programs"
EMPTY_APP = (sys.executable, str(PROGRAMS / "empty_app.py"))
PLAIN_INPUT = (sys.executable, str(PROGRAMS / "plain_input.py"))
BARE_SQLITE = (sys.executable, str(PROGRAMS / "bare_sqlite.py"))

READY = "ready"
"What the floor programs show once they have painted."


@dataclass(frozen=True, slots=True)
class Program:
    """A command and the text on its first useful frame."""

    command: Sequence[str]
    ready: str = READY
    env: Mapping[str, str] | None = None

    @contextmanager
    def running(self, size: tuple[int, int] = (120, 36), settled: float = 0.6) -> Iterator[Terminal]:
        """The program in a terminal, ready and quiet for `settled` seconds."""
        with Terminal(self.command, size=size, env=self.env) as terminal:
            terminal.wait_for(self.ready, timeout=60)
            terminal.settle(settled, timeout=60)
            yield terminal


FLOOR = Program(EMPTY_APP)


@dataclass(frozen=True, slots=True)
class Keys:
    """What many presses cost: milliseconds from the press to the first byte and to the settled screen, and bytes."""

    p50: float
    p99: float
    settled_p50: float
    size: float

    @classmethod
    def of(cls, responses: Sequence[Response]) -> Keys:
        """The figures of at least two responses; the size is the median."""
        first = [each.first_ms for each in responses]
        return cls(
            p50=median(first),
            p99=percentile(first, 99),
            settled_p50=median(each.settled_ms for each in responses),
            size=median(each.size for each in responses),
        )


@dataclass(frozen=True, slots=True)
class Idle:
    """What a program does when nobody does anything: share of a core, voluntary wake-ups and bytes a second."""

    cpu_percent: float
    wakeups_per_second: float
    bytes_per_second: float


def percentile(values: Sequence[float], which: int) -> float:
    """The `which`-th percentile (1 to 99) of at least two values, between neighbours where it falls between."""
    return quantiles(values, n=100, method="inclusive")[which - 1]


def start_ms(program: Program, size: tuple[int, int] = (120, 36)) -> float:
    """From the fork to the read that completed the first useful frame."""
    with Terminal(program.command, size=size, env=program.env) as terminal:
        return (_first_frame_at(terminal, program.ready) - terminal.started_at) * 1000


def _first_frame_at(terminal: Terminal, ready: str, timeout: float = 60) -> float:
    # Nothing is drawn while bytes come: the screen model would keep the reader from noting when they came.
    end = perf_counter() + timeout
    while True:
        terminal.settle(0.1, timeout)
        try:
            return terminal.wait_for(ready, timeout=0)
        except NotShown:
            if perf_counter() > end or not terminal.is_running:
                raise


def press(terminal: Terminal, keys: Sequence[str | bytes], quiet: float = 0.03) -> list[Response]:
    """Press `keys` one after another, each after the answer to the one before has settled."""
    return [terminal.time(key, quiet) for key in keys]


def quit_ms(terminal: Terminal, keys: str | bytes) -> float:
    """From the press that quits to the end of the process."""
    pressed_at = terminal.send(keys)
    terminal.wait_exit(timeout=30)
    return (perf_counter() - pressed_at) * 1000


def rss_kib(pid: int) -> int:
    """Resident memory of one process, in KiB."""
    return _status(Path(f"/proc/{pid}/status"), "VmRSS")


def work_off(pid: int, looks: int = 5) -> None:
    """Waits until no thread of the process runs, or wants to, at so many looks in a row."""
    left = looks
    while left:
        sleep(0.01)
        # The state stands behind the command's name in brackets.
        states = [(task / "stat").read_text().rpartition(") ")[2][0] for task in _tasks(pid)]
        left = looks if "R" in states else left - 1


def idle(terminal: Terminal, seconds: float) -> Idle:
    """What the program in `terminal` does in `seconds` without a key."""
    before = (cpu_ns(terminal.pid), _wakeups(terminal.pid), len(terminal.raw), perf_counter())
    sleep(seconds)
    after = (cpu_ns(terminal.pid), _wakeups(terminal.pid), len(terminal.raw), perf_counter())
    cpu, wakeups, written, passed = (end - begin for begin, end in zip(before, after, strict=True))
    return Idle(cpu / passed / 1e7, wakeups / passed, written / passed)


def escape_under_tmux(program: Program, presses: int = 20) -> list[Response]:
    """Esc pressed in a tmux of its own with no delay of its own, where no terminal can say that Esc is no prefix."""
    with tempfile.TemporaryDirectory() as sockets:
        tmux = ["tmux", "-S", f"{sockets}/tmux", "-f", "/dev/null"]
        options = ["set", "-s", "escape-time", "0", ";", "set", "-g", "status", "off", ";"]
        inside = Program([*tmux, *options, "new-session", *program.command], program.ready, program.env)
        try:
            with inside.running() as terminal:
                return press(terminal, ["\x1b"] * presses, quiet=0.15)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False, stderr=subprocess.DEVNULL)


def command_ms(command: Sequence[str | Path]) -> float:
    """A line command from the fork to its end, output thrown away. Raises CalledProcessError if it fails."""
    began = perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return (perf_counter() - began) * 1000


def durable_commits_ms(path: Path, pragmas: Sequence[str], rounds: int) -> list[float]:
    """One-row commits into a bare table of its own at `path`, each timed, under pragmas such as "synchronous=EXTRA"."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, body TEXT)")
        return [_commit_ms(connection, number) for number in range(rounds)]


def _commit_ms(connection: sqlite3.Connection, number: int) -> float:
    began = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO line (body) VALUES (?)", (f"line {number} of some seventy characters, as a reply has",)
    )
    connection.execute("COMMIT")
    return (perf_counter() - began) * 1000


def _status(file: Path, field: str) -> int:
    (line,) = (line for line in file.read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1])


def _tasks(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").iterdir())


def _wakeups(pid: int) -> int:
    return sum(_status(task / "status", "voluntary_ctxt_switches") for task in _tasks(pid))


def cpu_ns(pid: int) -> int:
    """Processor time of all threads of one process so far, in nanoseconds."""
    # The clock ticks of /proc/PID/stat are 10 ms; an idle app uses one of them in ten seconds.
    return sum(int((task / "schedstat").read_text().split()[0]) for task in _tasks(pid))
