"""The console in a real terminal on a large store: start, keys, memory, clocks, Esc, leaving, searching."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Receive
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.bench.big_store import BIG, SMALL, kept_store
from tests.bench.figures import Figure, Goal, interleaved
from tests.bench.small_stores import EMPTY_TITLE, team_store, ticking_store
from tests.support import floor
from tests.support.floor import FLOOR, PLAIN_INPUT, PROGRAMS, Keys, Program
from tests.support.terminal import Response, Terminal, plain_environment

ME, HER_CHAT = "dana", "1001"
TITLE = "QUEUE mine+waiting"
PAINT = b"\x1b[?2026h"
"""What begins each paint of Textual on a terminal that can hold a frame back."""
TINY = (1_000, 10_000)
KEYS = 10_000
HEARD_WITHIN = 0.4
WIDE = (200, 60)
SECONDS = re.compile(r"[ >!]+DUE \+\d:\d\d ")
"""A row of the queue whose clock shows seconds."""
BEFORE_REST = 0.1
"""Seconds in which a key's own paint has come and the card, which waits for the cursor to rest, has not."""
FIRST_CHAT = "\x1bOQ"
"""F2, as a terminal sends it."""
MIB = 1024
SPARE_WITHIN = 3
"""Seconds within which a resident has made its next spare."""
AFTER_BACKUP = 8
"""Seconds after which a console on a new store has made the day's backup."""


def console(store: Path, ready: str = TITLE) -> Program:
    """The console as dana starts it, in a home of its own beside the store."""
    home = store.parent / "home"
    home.mkdir(exist_ok=True)
    return Program(
        (sys.executable, "-m", "agentconsole", "--store", str(store), "--as", ME), ready, {"HOME": str(home)}
    )


def bench_start(rounds: int) -> Iterator[Figure]:
    """To the first frame with a page of the queue: 100,000 conversations beside an empty app and beside 10,000."""
    big, small = console(kept_store(*BIG)), console(kept_store(*SMALL))
    ours, bare = interleaved(lambda: floor.start_ms(big), lambda: floor.start_ms(FLOOR), rounds)
    yield Figure("start with 100,000 open: × an empty app", "ms", ours, bare, Goal(1.25))
    ours, less = interleaved(lambda: floor.start_ms(big), lambda: floor.start_ms(small), rounds)
    yield Figure("start with 100,000 open: × with 10,000", "ms", ours, less, Goal(1.1))


def bench_warm(rounds: int) -> Iterator[Figure]:
    """The same start out of a resident, beside the one that begins by itself."""
    with tempfile.TemporaryDirectory() as folder:
        run = {"HOME": folder, "XDG_RUNTIME_DIR": folder}
        cold = console(kept_store(*BIG))
        warm = Program(cold.command, cold.ready, run)
        resident = [sys.executable, "-m", "agentconsole", "resident"]
        around = plain_environment() | run
        subprocess.run([*resident, "start"], env=around, check=True, stdout=subprocess.DEVNULL)
        try:
            ours, bare = interleaved(lambda: _rested(warm), lambda: floor.start_ms(cold), rounds)
        finally:
            subprocess.run([*resident, "stop"], env=around, check=True, stdout=subprocess.DEVNULL)
    yield Figure("start out of a resident: × without", "ms", ours, bare, Goal(0.35))


def _rested(warm: Program) -> float:
    """A start from a resident that has had the time to make its spare, as it has between two starts of a day."""
    sleep(SPARE_WITHIN)
    return floor.start_ms(warm)


def bench_keys(rounds: int) -> Iterator[Figure]:
    """Moving in the queue of 100,000, beside an empty app that says the key."""
    with FLOOR.running() as least, console(kept_store(*BIG)).running() as ours:
        mine, bare = list[Response](), list[Response]()
        for _ in range(rounds):
            bare += floor.press(least, ["a", "b"] * 15)
            mine += floor.press(ours, [*"j" * 16, *"k" * 14])
        moved, echoed = Keys.of(mine), Keys.of(bare)
        written = [ours.bytes_for(lambda: ours.send("j"), BEFORE_REST) for _ in range(10)]
        rss = floor.rss_kib(ours.pid), floor.rss_kib(least.pid)
        yield Figure("key to paint, p50", "ms", moved.p50, echoed.p50, Goal(1.15))
        yield Figure("key to paint, p99", "ms", moved.p99, echoed.p99, Goal(8.3, of_ratio=False))
        yield Figure("key to settled screen, p50", "ms", moved.settled_p50, echoed.settled_p50)
        paints = median(each.count(PAINT) for each in written)
        yield Figure("paints a key", "", paints, 1, Goal(1, of_ratio=False))
        size = median(len(each) for each in written)
        yield Figure("bytes a key", "B", size, echoed.size, Goal(500, of_ratio=False))
        yield Figure("resident memory", "KiB", *rss, Goal(1.3))
        yield Figure("memory after 10,000 keys: more", "KiB", _hold(ours) - rss[0], None, Goal(2 * MIB, of_ratio=False))


def _hold(terminal: Terminal) -> int:
    """KEYS presses, down and up again, faster than a hand; the memory after them, in KiB."""
    for _ in range(KEYS // 200):
        for key in "jk":
            terminal.send(key * 100)
            # Those that pile up where the machine is busy are memory too, but none that stays.
            floor.work_off(terminal.pid)
    return floor.rss_kib(terminal.pid)


def bench_composer(rounds: int) -> Iterator[Figure]:
    """Letters of a reply in a chat, beside a plain Input that only echoes."""
    words = "we look at it now "
    with _copied(TINY) as store, Program(PLAIN_INPUT).running() as least, console(store).running() as ours:
        for key in (FIRST_CHAT, "r"):
            ours.send(key)
            ours.settle(0.5)
        mine, bare = list[Response](), list[Response]()
        for _ in range(2 * rounds):
            bare += floor.press(least, words)
            mine += floor.press(ours, words)
    typed, echoed = Keys.of(mine), Keys.of(bare)
    yield Figure("a letter of a reply to its paint, p50", "ms", typed.p50, echoed.p50, Goal(1.15))
    yield Figure("a letter of a reply: bytes", "B", typed.size, echoed.size, Goal(500, of_ratio=False))


def bench_update(rounds: int) -> Iterator[Figure]:
    """A contact writes into a chat that is on the screen, from another process's point of view: commit to paint."""
    with _copied(BIG) as big, _copied(TINY) as tiny, console(big).running() as many, console(tiny).running() as few:
        pairs = [(_heard(tiny, few), _heard(big, many)) for _ in range(4 * rounds)]
    ours, less = median(each.first_ms for _, each in pairs), median(each.first_ms for each, _ in pairs)
    yield Figure("one row updated: among 100,000 × among 1,000", "ms", ours, less, Goal(1.1))
    size = median(each.size for _, each in pairs)
    yield Figure("one row updated: bytes", "B", size, None, Goal(300, of_ratio=False))


def _heard(store: Path, terminal: Terminal) -> Response:
    """The contact's next line, from its commit to the paint; the clocks' own ticks are waited out before."""
    with closing(open_store(store)) as db:
        engine, now = Engine(db, SystemClock(), SystemIds()), SystemClock().now()
        terminal.settle(0.2)
        command = Receive(HER_CHAT, "and now the page is white again")
        engine.submit(Envelope(SystemIds().command_id(now), "chat", "bench", command, now))
    before, began = len(terminal.reads), perf_counter()
    while len(terminal.reads) == before and perf_counter() - began < 5:
        sleep(0.001)
    sleep(HEARD_WITHIN)
    answer = terminal.reads[before:]
    took = (answer[0].at - began) * 1000 if answer else float("nan")
    return Response(took, took, sum(len(read.output) for read in answer))


@contextmanager
def _copied(size: tuple[int, int]) -> Iterator[Path]:
    """A copy of a kept store that may be written to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        shutil.copy(kept_store(*size), path)
        yield path


def bench_idle(rounds: int) -> Iterator[Figure]:
    """Clocks that count every second beside as many labels; and nothing at all where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        ticking, quiet = ticking_store(Path(folder) / "ticking.db"), team_store(Path(folder) / "quiet.db")
        with console(ticking).running(WIDE, settled=0.5) as ours:
            shown = str(sum(SECONDS.match(row) is not None for row in ours.screen()))
            with Program((sys.executable, str(PROGRAMS / "labels.py"), shown)).running(WIDE, settled=0.3) as labels:
                sleep(3)
                pairs = [(floor.idle(labels, 4), floor.idle(ours, 4)) for _ in range(rounds)]
        cpu = median(o.cpu_percent for _, o in pairs), median(b.cpu_percent for b, _ in pairs)
        yield Figure(f"{shown} running clocks: processor", "%", *cpu, Goal(0.4))
        size = median(o.bytes_per_second for _, o in pairs), median(b.bytes_per_second for b, _ in pairs)
        yield Figure(f"{shown} running clocks: bytes a second", "B/s", *size)
        with console(quiet, EMPTY_TITLE).running(settled=AFTER_BACKUP) as still, FLOOR.running(settled=1) as least:
            _begin_a_minute()
            ours_idle, bare = floor.idle(still, 4 * rounds), floor.idle(least, 4)
        none = Goal(0, of_ratio=False)
        yield Figure("no clock: bytes a second", "B/s", ours_idle.bytes_per_second, bare.bytes_per_second, none)
        wakeups = ours_idle.wakeups_per_second, bare.wakeups_per_second
        yield Figure("no clock: wake-ups a second", "/s", *wakeups, Goal(0.1, of_ratio=False))


def _begin_a_minute() -> None:
    """Waits until the time of day in the status line has just changed, where it would within half a minute."""
    second = SystemClock().now() // 1000 % 60
    if second > 30:
        sleep(60.5 - second)


def bench_leaving(rounds: int) -> Iterator[Figure]:
    """Esc out of the search under tmux, and Ctrl+Q, beside what Textual's own driver takes for them."""
    with tempfile.TemporaryDirectory() as folder:
        store = team_store(Path(folder) / "store.db")
        program = console(store, EMPTY_TITLE)
        stock = Keys.of(floor.escape_under_tmux(FLOOR, presses=4 * rounds))
        ours = Keys.of(_escapes(program, 4 * rounds))
        yield Figure("Esc under tmux, p50", "ms", ours.p50, stock.p50, Goal(25, of_ratio=False))
        left = interleaved(lambda: _quit_ms(program, "\x11"), lambda: _quit_ms(FLOOR, "q"), rounds)
        yield Figure("quitting", "ms", *left, Goal(0.25))


def _escapes(program: Program, presses: int) -> list[Response]:
    """Esc out of a field that `/` opens each time: Esc alone changes nothing in the queue."""
    with tempfile.TemporaryDirectory() as sockets:
        tmux = ["tmux", "-S", f"{sockets}/tmux", "-f", "/dev/null"]
        options = ["set", "-s", "escape-time", "0", ";", "set", "-g", "status", "off", ";"]
        inside = Program([*tmux, *options, "new-session", *map(str, program.command)], program.ready, program.env)
        try:
            with inside.running() as terminal:
                return [_escape(terminal) for _ in range(presses)]
        finally:
            subprocess.run([*tmux, "kill-server"], check=False, stderr=subprocess.DEVNULL)


def _escape(terminal: Terminal) -> Response:
    terminal.time("/", quiet=0.15)
    return terminal.time("\x1b", quiet=0.15)


def _quit_ms(program: Program, key: str) -> float:
    with program.running() as terminal:
        return floor.quit_ms(terminal, key)


def bench_search(rounds: int) -> Iterator[Figure]:
    """Typing into the search over 1,000,000 messages, beside a plain Input that only echoes."""
    typed = "mail invoice pl"
    with Program(PLAIN_INPUT).running() as least, console(kept_store(*BIG)).running() as ours:
        mine, bare = list[Response](), list[Response]()
        for _ in range(rounds):
            bare += floor.press(least, typed, quiet=0.15)
            for key in "gs":
                ours.send(key)
                ours.settle(0.3)
            mine += floor.press(ours, typed, quiet=0.15)
            ours.send("\x1b")
            ours.settle(0.3)
    slow = [floor.percentile([each.settled_ms for each in some], 95) for some in (mine, bare)]
    yield Figure("search: key to painted results, p95", "ms", slow[0], slow[1], Goal(2.0))
    echo = [median(each.first_ms for each in some) for some in (mine, bare)]
    yield Figure("search: key to its echo, p50", "ms", echo[0], echo[1])
