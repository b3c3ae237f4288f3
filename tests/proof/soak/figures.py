"""What a console holds, how fast it answers, and what of that is wrong after a shift."""

from __future__ import annotations

import json
import os
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from tests.e2e.console import Console, eventually
from tests.support import floor
from tests.support.floor import percentile

MORE_MEMORY = 10 * 1024
"""KiB a console may grow after its warm-up (performance.md, goal 8)."""
MORE = {"widgets": 2, "tasks": 2, "threads": 1, "files": 2}
"""What may be more at one look than at another without growing: a timer that runs, a file that is being read."""
FRAME_END = re.compile(rb"\x1b\[(\d+);\d+H\x1b\[\?2026l")
"""Each frame ends where the real cursor stands, which is the row the queue's cursor is on."""
RECENT = 50
"""Reads in which a whole frame ends at least."""
SLOWER = 1.1
"""How much longer the slowest hundredth of the keys may take at the end (performance.md, goal 8)."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a console holds at rest; `memory` in KiB."""

    memory: int
    widgets: int
    tasks: int
    threads: int
    files: int

    @property
    def line(self) -> str:
        """In words."""
        things = f"{self.widgets} widgets, {self.tasks} tasks, {self.threads} threads, {self.files} files"
        return f"{self.memory / 1024:.1f} MiB, {things}"


def look(console: Console, told: Path) -> Held:
    """Asks the console itself for what only it can count."""
    told.unlink(missing_ok=True)
    console.kill(signal.SIGUSR1)
    eventually(told.exists, "the console tells", 20)
    counted = json.loads(told.read_text("utf-8"))
    threads, files = (len(os.listdir(f"/proc/{console.pid}/{kind}")) for kind in ("task", "fd"))
    return Held(floor.rss_kib(console.pid), counted["widgets"], counted["tasks"], threads, files)


@dataclass(slots=True)
class Found:
    """What a soak found. Latencies are milliseconds from the key to the first byte."""

    seed: int
    events: int = 0
    keys: int = 0
    stalls: int = 0
    resizes: int = 0
    themes: int = 0
    compared: int = 0
    held: list[Held] = field(default_factory=list)
    first_keys: list[float] = field(default_factory=list)
    last_keys: list[float] = field(default_factory=list)
    fresh_keys: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def judge(self, console: Console) -> None:
        """Everything that is wrong with what was counted, and with what the console left behind."""
        before, after = (self.held[0], self.held[-1]) if self.held else (Held(0, 0, 0, 0, 0),) * 2
        if after.memory - before.memory > MORE_MEMORY:
            self.wrong.append(f"memory grew by {(after.memory - before.memory) / 1024:.1f} MiB")
        for name, most in MORE.items():
            was, now = getattr(before, name), getattr(after, name)
            if now - was > most:
                self.wrong.append(f"{was} {name} became {now}")
        self.wrong += [f"a crash: {file.read_text('utf-8')}" for file in console.crash_files]
        for log in console.home.rglob("console.log"):
            self.wrong += [f"the log says: {line}" for line in log.read_text("utf-8").splitlines() if is_trouble(line)]
        if self.last_keys and (ratio := self.slower) > SLOWER:
            self.wrong.append(f"keys take {ratio:.2f} times as long as at the start and in a console just opened")

    @property
    def slower(self) -> float:
        """The 99th percentile of the old console's keys over its own at the start, or over that of a new one on the
        same store, pressed in turns, where that is longer: a hundredth of the keys meets a frame in which a clock
        ticks and waits for the next one, and how many do is luck."""
        return percentile(self.last_keys, 99) / max(percentile(keys, 99) for keys in (self.first_keys, self.fresh_keys))

    @property
    def line(self) -> str:
        """All figures, a line each."""
        rows = [
            f"{self.events:,} events, {self.keys:,} keys, {self.resizes} resizes, {self.themes} themes, "
            f"{self.stalls} stalls; {self.compared:,} whole paints compared",
            *(f"held: {held.line}" for held in (self.held[:1] + self.held[-1:])),
        ]
        if self.last_keys:
            fifty, ninety_nine = ([percentile(each, n) for each in self._keys] for n in (50, 99))
            names = ("at the start", "at the end", "in a new console at the end")
            told = (f"{n}: {a:.1f} / {b:.1f} ms" for n, a, b in zip(names, fifty, ninety_nine, strict=True))
            rows.append(f"key to paint, p50 / p99, {', '.join(told)}; old over the longer {self.slower:.2f}")
        return "\n".join(rows)

    @property
    def _keys(self) -> tuple[list[float], ...]:
        return self.first_keys, self.last_keys, self.fresh_keys


def is_trouble(line: str) -> bool:
    """Whether a line of the log tells of an exception; that the clock stood still is no trouble of the console's."""
    return "ERROR" in line or "Traceback" in line or "CRITICAL" in line


def latencies(console: Console, presses: int) -> list[float]:
    """Down and up in the queue, again and again, each key answered before the next: by the frame that has the cursor
    elsewhere. Five clocks that tick in one frame are more bytes than a moved cursor, so bytes tell nothing.
    """
    found = []
    for key in "jk" * (presses // 2):
        row = rows(console.written(-RECENT))[-1]
        found.append(console.time(key, 0.005, 10, lambda output, was=row: {*rows(output)} - {was}).first_ms)
        sleep(0.02)
    return found


def rows(output: bytes) -> list[bytes]:
    """The rows on which the frames in the output have left the cursor, in order."""
    return FRAME_END.findall(output)
