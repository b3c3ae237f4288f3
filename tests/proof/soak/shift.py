"""The soak itself: a crowd writes, a hand presses keys, the window changes and stalls, and everything is looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic, sleep

from tests.e2e.console import Console
from tests.e2e.shift import ME, Shift
from tests.proof.soak.crowd import Crowd
from tests.proof.soak.figures import Found, latencies, look
from tests.proof.soak.hand import HOME, SIZES, deeds, themed
from tests.proof.soak.pictures import Pictures
from tests.support.terminal import NotShown

WINDOW = (120, 36)
STALL = 1.5
"""Seconds in which nobody reads the terminal: Textual's writer is full after a fraction of one."""
RESIZED, THEMED, STALLED = 12, 25, 60
"""After how many deeds each comes once more."""
TRIES = 4
"""Looks at a picture when the console itself put a broken promise on record meanwhile, which changes it."""
TURNS = 24
"""How often the old and the new console take turns while their keys are timed; the quieter half of them counts."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a soak is: it ends when both are reached. `warm` is the share of the keys before the first look."""

    events: int
    keys: int
    pace: float = 2_000.0
    timed: int = 0
    """Keys timed at the start, at the end, and in a new console; none where the machine is too busy to tell."""
    warm: float = 0.3


class Soaked(Console):
    """The console that tells what it holds."""

    def __init__(self, shift: Shift, told: Path, plant: str = "") -> None:
        super().__init__(shift, size=WINDOW)
        program = ["-m", "tests.proof.soak.program", told, plant, "--store", shift.path, "--as", ME]
        self.command = [sys.executable, *map(str, program)]


def soak(folder: Path, length: Length, seed: int, plant: str = "") -> Found:
    """One soak in an empty folder; what it found."""
    found, told = Found(seed), folder / "told.json"
    shift = Shift(folder / "store.db")
    with Crowd(shift, seed, length.pace) as crowd, Soaked(shift, told, plant) as console:
        hand = _Hand(console, crowd, Random(seed), found)
        try:
            _work(crowd, hand, length, told)
            if console.quits() != 0:
                found.wrong.append("the console did not leave in good order")
        except (NotShown, OSError) as error:
            found.wrong.append(f"{error}\n{hand.pictures.text()}\nlast: {hand.last}\n{console.raw[-2000:]!r}")
        found.compared = hand.pictures.compared
        found.judge(console)
    if found.compared < found.keys // 40:
        found.wrong.append(f"only {found.compared} pictures could be compared")
    return found


def _work(crowd: Crowd, hand: _Hand, length: Length, told: Path) -> None:
    """The shift itself. Raises OSError and NotShown when the console does not live through it."""
    found, console = hand.found, hand.console
    crowd.go()
    sleep(1)
    began = crowd.seq
    hand.works(until=lambda: found.keys >= length.keys * length.warm)
    with _at_rest(crowd, hand):
        found.held.append(look(console, told))
        found.first_keys = latencies(console, length.timed)
    hand.works(until=lambda: found.keys >= length.keys and crowd.seq - began >= length.events)
    found.events = crowd.seq - began
    with _at_rest(crowd, hand):
        found.held.append(look(console, told))
        _time(crowd.shift, console, found, length.timed)


@contextmanager
def _at_rest(crowd: Crowd, hand: _Hand) -> Iterator[None]:
    """The usual window and colours, nobody writes, and the queue has the focus."""
    with crowd.turn:
        hand.comes_home()
        yield


def _time(shift: Shift, old: Console, found: Found, timed: int) -> None:
    """Keys in the old console and in a new one on the same store, in turns, so that a busy minute slows both."""
    if not timed:
        return
    with Console(shift, size=WINDOW) as new:
        sleep(2)
        for console in (old, new):
            latencies(console, 20)
        turns = [(latencies(old, timed // TURNS), latencies(new, timed // TURNS)) for _ in range(TURNS)]
        # What else the machine does hits one console or the other: the turns in which it did most tell nothing.
        for mine, fresh in sorted(turns, key=lambda turn: sum(map(sum, turn)))[: TURNS // 2]:
            found.last_keys += mine
            found.fresh_keys += fresh


class _Hand:
    """Presses what the deeds say, and compares the picture after each."""

    def __init__(self, console: Console, crowd: Crowd, pick: Random, found: Found) -> None:
        self.pictures = Pictures(console)
        self.console, self._crowd, self._pick, self.found = console, crowd, pick, found
        self.last: tuple[str, ...] = ()
        """The keys of the last deed."""
        self._deeds, self._done = deeds(pick), 0

    def works(self, until) -> None:
        """Deed after deed until it says so, or the console has ended, or nothing happens any more."""
        last, keys = monotonic(), self.found.keys
        while not until() and self.console.is_running and not self.found.wrong:
            self._done += 1
            self.last = next(self._deeds)
            self._press(*self.last, *HOME)
            if self._done % RESIZED == 0:
                self._resizes(self._pick.choice(SIZES))
            if self._done % THEMED == 0:
                self.found.themes += 1
                self._press(*themed(self._pick), *HOME)
            if self._done % STALLED == 0:
                self._stalls()
            with self._crowd.turn:
                self._compares()
            if self.found.keys != keys:
                last, keys = monotonic(), self.found.keys
            assert monotonic() - last < 120, "nothing happens any more"

    def comes_home(self) -> None:
        """The usual window and colours, the queue with the focus and its cursor at the top."""
        self._resizes(WINDOW)
        self._press("ctrl+p", *"theme ...", "enter", *"ac-dark", "enter", *HOME, "q", "g", "q", "home")
        sleep(1)
        self._compares()

    def _press(self, *names: str) -> None:
        self.found.keys += len(names)
        self.console.burst(*names)
        self.console.settle(0.02, timeout=60)

    def _resizes(self, size: tuple[int, int]) -> None:
        self.found.resizes += 1
        self.console.settle(0.05, timeout=60)
        self.console.size = size
        self.pictures.resize()
        self.console.resize(*size)
        self.console.settle(0.15, timeout=60)

    def _stalls(self) -> None:
        self.found.stalls += 1
        self.console.stall()
        self.console.burst("j", "k", "pagedown", "home")
        sleep(STALL)
        self.console.resume()
        self.console.settle(0.1, timeout=60)

    def _compares(self) -> None:
        for _ in range(TRIES):
            before = self._crowd.newest()
            rows = self.pictures.redrawn()
            if not rows or before == self._crowd.newest():
                break
        if rows:
            told = "\n  ".join(rows[:6])
            self.found.wrong.append(f"deed {self._done}: what stood there is not what is painted:\n  {told}")
