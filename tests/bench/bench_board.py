"""The lead board in a real terminal over a busy team: keys, idling, reading, and news from others."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep, thread_time

from agentconsole.clock import SystemClock
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.tui.screens.leads.board import BoardScreen
from agentconsole.wire import Envelope
from agentconsole.workspace.board_reader import BoardReader
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.workspace import Workspace
from tests.bench.busy_team import LEAD, busy_team
from tests.bench.figures import Figure, Goal, interleaved
from tests.support import floor
from tests.support.floor import FLOOR, PROGRAMS, Keys, Program
from tests.support.terminal import Response, Terminal

OPEN_BOARD = "\x1b[18~"
"""F7 as terminals send it."""
SIZE = (200, 60)
STEP = 10
"""Milliseconds in which nothing else is answered: more than that a hand would feel."""
SEEN_WITHIN = 1000
"""Milliseconds in which a lead sees what happens."""


class _Carries:
    def carried(self) -> tuple[()]:
        """Nothing is on its way."""
        return ()


@contextmanager
def _board(store: Path) -> Iterator[Terminal]:
    home = store.parent / "home"
    home.mkdir(exist_ok=True)
    command = (sys.executable, "-m", "agentconsole", "--store", str(store), "--as", LEAD)
    with Program(command, "QUEUE mine+waiting", {"HOME": str(home)}).running(SIZE, settled=1) as terminal:
        terminal.send(OPEN_BOARD)
        terminal.wait_for("TEAM 200", timeout=30)
        terminal.settle(0.6, timeout=60)
        yield terminal


def bench_board(rounds: int) -> Iterator[Figure]:
    """200 agents, 2,000 live conversations: reading, keys, idling, news."""
    with tempfile.TemporaryDirectory() as folder:
        store = busy_team(Path(folder) / "store.db")
        yield _reading(store, 20 * rounds)
        yield from asyncio.run(_on_the_loop(store, 10 * rounds))
        with _board(store) as ours, FLOOR.running(SIZE) as least:
            yield from _keys(ours, least, rounds)
            yield _news(store, ours, 4 * rounds)
            yield from _idling(ours, rounds)


def _reading(store: Path, times: int) -> Figure:
    with closing(open_store(store, read_only=True)) as db:
        desk = Desk(db, LEAD, SystemClock(), _Carries(), "bench")  # type: ignore[arg-type]  # only `carried` is asked
        reader = BoardReader(desk, QueueReader(desk, quit))
        reader.read()
        rows = "SELECT * FROM conversation WHERE open = 1"
        ours, bare = interleaved(
            lambda: _timed(reader.read), lambda: _timed(lambda: db.execute(rows).fetchall()), times
        )
    return Figure("board: one reading beside its rows as tuples", "ms", ours, bare, Goal(1.5))


async def _on_the_loop(store: Path, times: int) -> list[Figure]:
    """What news cost the screens' thread, in its own processor time: the board that is looked at, and the console."""
    clock, ids = SystemClock(), SystemIds()
    courier = LocalCourier(Posted(lambda: open_store(store), LEAD, clock, ids))
    with closing(open_store(store, read_only=True)) as db:
        app = ConsoleApp(Workspace(Desk(db, LEAD, clock, courier, "local"), ids, "bench"))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("f7")
            await pilot.pause(1)
            board = app.screen
            assert isinstance(board, BoardScreen)
            assert isinstance(board.console, AgentScreen)
            steps = (board.read_again, board.show_read, board.console.store_changed)
            found = [_busy(each, times) for each in steps]
    names = (f"board: news {what}, screens' thread, p50" for what in ("read", "shown", "under it"))
    pairs = zip(names, found, strict=True)
    return [Figure(name, "ms", ms, None, Goal(STEP, of_ratio=False)) for name, ms in pairs]


def _busy(what: Callable[[], None], times: int) -> float:
    took = []
    for _ in range(times):
        began = thread_time()
        what()
        took.append((thread_time() - began) * 1000)
    return median(took)


def _timed(what: object) -> float:
    began = perf_counter()
    what()  # type: ignore[operator]  # a bound method
    return (perf_counter() - began) * 1000


def _keys(ours: Terminal, least: Terminal, rounds: int) -> Iterator[Figure]:
    mine, bare = list[Response](), list[Response]()
    for _ in range(rounds):
        bare += floor.press(least, ["a", "b"] * 15)
        mine += floor.press(ours, [*"j" * 16, *"k" * 14])
    moved, echoed = Keys.of(mine), Keys.of(bare)
    yield Figure("board: key to paint, p50", "ms", moved.p50, echoed.p50, Goal(1.15))
    yield Figure("board: key to paint, p99", "ms", moved.p99, echoed.p99, Goal(2))
    yield Figure("board: bytes a key", "B", moved.size, echoed.size, Goal(500, of_ratio=False))


def _news(store: Path, terminal: Terminal, times: int) -> Figure:
    """An agent whose line is in sight takes a break and comes back, in another process; from commit to paint."""
    sleep(1)
    with closing(open_store(store)) as db:
        engine = Engine(db, SystemClock(), SystemIds())
        took = []
        for presence in [Presence.BREAK, Presence.AVAILABLE] * (times // 2):
            before = len(terminal.reads)
            now = SystemClock().now()
            engine.submit(Envelope(SystemIds().command_id(now), LEAD, "bench", SetPresence(presence), now))
            began = perf_counter()
            while len(terminal.reads) == before and perf_counter() - began < 2:
                sleep(0.001)
            took.append((perf_counter() - began) * 1000)
            sleep(0.7)
    return Figure("board: news to paint, p50", "ms", median(took), None, Goal(SEEN_WITHIN, of_ratio=False))


def _idling(ours: Terminal, rounds: int) -> Iterator[Figure]:
    """Beside as many ticking labels as the board has rows that count."""
    sleep(2)
    with Program((sys.executable, str(PROGRAMS / "labels.py"), "34")).running(SIZE, settled=0.3) as labels:
        sleep(3)
        pairs = [(floor.idle(labels, 4), floor.idle(ours, 4)) for _ in range(rounds)]
    cpu = median(o.cpu_percent for _, o in pairs), median(b.cpu_percent for b, _ in pairs)
    yield Figure("board: idle processor beside 34 labels", "%", *cpu, Goal(1))
    size = median(o.bytes_per_second for _, o in pairs), median(b.bytes_per_second for b, _ in pairs)
    yield Figure("board: idle bytes a second", "B/s", *size)
