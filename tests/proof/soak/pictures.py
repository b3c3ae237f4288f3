"""The terminal's cells, frame by frame: what many small paints have made must be what one whole paint makes."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic, sleep

import pyte

from tests.support.floor import cpu_ns
from tests.support.terminal import Terminal
from tests.support.terminal_screen import drawable

FRAME = re.compile(rb"\x1b\[\?2026h.*?\x1b\[\?2026l", re.DOTALL)
WHOLE = 0.9
"""The share of the rows that a frame has to begin to be a whole picture."""
CLOCK = re.compile(r"[!\d:<+ ]")
"""What ticks: digits, the signs of urgency, and the blanks around them."""
NOTICE = 2
"""From the last row, where the notice line is."""
HELD = 0.6
"""Seconds after a key in which the queue still holds a new order back."""
QUIET, PATIENCE = 0.15, 10.0
"""Seconds in which only clocks ticked that count as rest, and after which it is looked at all the same."""
TICK = 250
"""Bytes of one clock that ticks, and more."""
BUSY = 10_000_000
"""Nanoseconds of the processor within QUIET that are no rest any more."""
ROW = re.compile(rb"\x1b\[(\d+);1H")


class Pictures:
    """Draws what a terminal has got so far, and no faster than asked."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._read = terminal, 0
        self._screen = pyte.Screen(*terminal.size)
        self._stream = pyte.ByteStream(self._screen)
        self.compared = 0
        """How many whole paints have been compared with what they found."""

    def resize(self) -> None:
        """The window has another size, and everything before that is drawn."""
        self.catch_up()
        columns, rows = self._terminal.size
        self._screen.resize(rows, columns)

    def catch_up(self) -> None:
        """Draws everything so far."""
        self._draw(self._news())

    def redrawn(self) -> list[str]:
        """Once the console rests, has everything painted anew by Ctrl+L; the rows that were not as they are then.

        A clock that ticked meanwhile, or words on the notice line that ran out, are no difference.
        """
        self._rest()
        self._terminal.press("ctrl+l")
        self._terminal.settle(0.06)
        news, end = self._news(), 0
        for frame in FRAME.finditer(news):
            self._draw(news[end : frame.start()])
            end = frame.end()
            before = self._cells()
            self._draw(frame.group())
            if len(set(ROW.findall(frame.group()))) >= WHOLE * self._screen.lines:
                self.compared += 1
                found = differences(before, self._cells())
                self._draw(news[end:])
                return found
        self._draw(news[end:])
        return []

    def _rest(self) -> None:
        """Waits until no key can have left anything to be painted, and the console sleeps; draws what it has."""
        sleep(HELD)
        end = monotonic() + PATIENCE
        while monotonic() < end:
            before = len(self._terminal.reads), cpu_ns(self._terminal.pid)
            sleep(QUIET)
            news, worked = self._terminal.reads[before[0] :], cpu_ns(self._terminal.pid) - before[1]
            if all(len(read.output) < TICK for read in news) and worked < BUSY and _sleeps(self._terminal.pid):
                break
        self.catch_up()

    def text(self) -> str:
        """The rows as they are."""
        return "\n".join("".join(char.data for char in row).rstrip() for row in self._cells())

    def _news(self) -> bytes:
        reads = self._terminal.reads
        found, self._read = b"".join(read.output for read in reads[self._read :]), len(reads)
        return found

    def _draw(self, output: bytes) -> None:
        if output:
            self._stream.feed(drawable(output))

    def _cells(self) -> list[list[pyte.screens.Char]]:
        screen = self._screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def differences(before: list[list[pyte.screens.Char]], after: list[list[pyte.screens.Char]]) -> list[str]:
    """The rows that differ, in signs or looks, as they were and as they are."""
    found = []
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        was, now = _text(old), _text(new)
        has_run_out = y == len(after) - NOTICE and not (was.strip() and now.strip())
        if old == new or has_run_out or (was != now and CLOCK.sub("", was) == CLOCK.sub("", now)):
            continue
        found.append(f"row {y}: {was!r} became {now!r}" if was != now else f"row {y}: other looks: {now!r}")
    return found


def _text(row: list[pyte.screens.Char]) -> str:
    return "".join(char.data for char in row).rstrip()


def _sleeps(pid: int) -> bool:
    """Whether none of the console's threads has anything to do: on a busy machine it may only be waiting its turn."""
    stats = (task / "stat" for task in Path(f"/proc/{pid}/task").iterdir())
    return all(stat.read_text().rpartition(")")[2].split()[0] == "S" for stat in stats)
