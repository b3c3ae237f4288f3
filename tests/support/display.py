"""A desk with two chats whose clocks count seconds, and what an agent's keys there cost in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.commands import Claim, Open, Reply
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from tests.e2e.console import Console
from tests.e2e.shift import ME, Shift
from tests.support.floor import percentile
from tests.support.terminal_keys import KEYS

CONTACTS = ("Mara Kovač", "Li Wei")
TICKETS = 30
COUNTS_SECONDS = 4 * MINUTE + 5 * SECOND
WORK = (
    *(
        "f2",
        *"Good morning, ",
        "backspace",
        *", I look at it now and come back to you",
        "left",
        "left",
        "right",
        "end",
        "ctrl+w",
        *"now.",
    ),
    *(
        "f3",
        *"please try again, ",
        "ctrl+j",
        *"and tell me what it says then,",
        *" word for word if you can",
        "shift+left",
        "right",
        "up",
        "down",
    ),
    *("escape", "escape", *"jjjjjkkkkk", "down", "up", "f2", *" It takes a minute, not more."),
)
"""Keys as an agent of two chats presses them: mostly letters, some walking about, and each of them answered."""
BACK = ("escape", "escape")
"""From where they end to the queue, where they begin."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes: of the first picture, of a key (the 95th percentile), and of a second in which nobody does anything."""

    first: int
    key: float
    idle: float


def two_ticking_chats(folder: Path, *, owed: int = COUNTS_SECONDS) -> Shift:
    """A shift in which both of dana's chats have waited `owed` ms for an answer: they count seconds from 4:00 to 8:00,
    and nothing else on the screen does."""
    clock = ManualClock(SystemClock().now() - owed - MINUTE)
    shift = Shift(folder / "store.db", clock)
    chats = [shift.comes("chat", name, "mail bounces", "Hi, all mail to us bounces.") for name in CONTACTS]
    for chat in chats:
        shift.does_all([(ME, Claim(chat)), (ME, Reply(chat, "Good morning, I look at it."))])
    clock.advance(MINUTE)
    for chat in chats:
        shift.says("chat", chat, "Any news? I need this sorted before the weekend, it is the second time.")
    clock.advance(owed)
    names = [f"Contact {number} of Shop" for number in range(TICKETS)]
    shift.does_all(
        [("ticket", Open(shift.incoming("ticket", name, "the site is down", "It is down."))) for name in names]
    )
    return shift


@contextmanager
def ticking_console(folder: Path, owed: int = COUNTS_SECONDS, **display: str) -> Iterator[Console]:
    """The console on such a shift at 120x36, with these settings of `display`."""
    env = {f"AGENTCONSOLE_DISPLAY__{name.upper()}": value for name, value in display.items()}
    with Console(two_ticking_chats(folder, owed=owed), env=env) as console:
        console.settle(0.5)
        yield console


def cost(folder: Path, *, seconds: float, rounds: int = 1, **display: str) -> Cost:
    """What the console costs, idle for so many seconds and worked at for so many rounds."""
    with ticking_console(folder, COUNTS_SECONDS, **display) as console:
        first = len(console.raw)
        written = list[int]()
        for _ in range(round(seconds) + 1):
            before = len(console.raw)
            sleep(1)
            written.append(len(console.raw) - before)
        # In one of them a minute may turn, for thirty tickets at once.
        idle = (sum(written) - max(written)) / round(seconds)
        assert console.is_running
    (folder / "keys").mkdir()
    # Where no clock counts seconds: a tick that falls between a key and its answer is none of the key's bytes.
    with ticking_console(folder / "keys", owed=MINUTE, **display) as console:
        sizes = list[int]()
        for _ in range(rounds):
            sizes += [console.time(KEYS.get(each, each), quiet=0.08).size for each in WORK]
            for each in BACK:
                console.time(KEYS[each])
        assert console.is_running
    return Cost(first, percentile(sizes, 95), idle)
