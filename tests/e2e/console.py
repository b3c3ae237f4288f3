"""The console in a pty on a shift's store: started as an agent starts it, read as an agent reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic, sleep

from tests.e2e.shift import ME, Shift
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
SIZES = ((80, 24), (120, 36), (200, 60))
"""Columns and rows of the three windows the screens are made for."""
ASKED = "With you right now"
"""What a console that is left while a contact is there says."""


class Console(Terminal):
    """A context manager, as every terminal; `plant` names a bug of `tests.e2e.plants`."""

    def __init__(
        self,
        shift: Shift,
        *,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
        plant: str = "",
        who: str = ME,
    ) -> None:
        self.shift, self._plant = shift, plant
        self.home = shift.path.parent / "home"
        program = ["tests.e2e.programs.console", plant] if plant else ["agentconsole"]
        command = [sys.executable, "-m", *program, "--store", shift.path, "--as", who]
        super().__init__(command, size=size, env={"HOME": str(self.home), **(env or {})}, cwd=ROOT)

    @property
    def crash_files(self) -> list[Path]:
        """What crashes have left behind."""
        return sorted(self.home.rglob("crash-*"))

    def __enter__(self) -> Console:
        super().__enter__()
        if self._plant:
            # What is drawn as it came may take the window apart.
            self.wait_until(lambda _: b"QUEUE" in self.raw, 30, "the queue")
        else:
            self.wait_for("QUEUE", timeout=30)
        return self

    def keys(self, *names: str) -> None:
        """Presses keys one by one, with a moment between them."""
        for name in names:
            self.burst(name)
            sleep(0.03)

    def burst(self, *names: str) -> None:
        """Presses keys as fast as they go through; only Esc is read alone, or it would make an Alt of the next."""
        for name in names:
            self.press(name)
            if name == "escape":
                eventually(self.has_read, "Esc is read")
                sleep(0.035)

    def types(self, text: str, letters_a_second: float = 60) -> list[tuple[float, str]]:
        """Types as a person does; when each letter was sent, by the steady clock."""
        sent = []
        for letter in text:
            sent.append((self.send(letter), letter))
            sleep(1 / letters_a_second)
        return sent

    def open(self, subject: str) -> None:
        """Narrows the queue to one conversation by its subject and opens it; from the queue or a transcript."""
        self.burst("/", "ctrl+u", *subject, "enter", "enter")

    def written(self, since: int) -> bytes:
        """What was written after the first `since` reads."""
        return b"".join(read.output for read in self.reads[since:])

    def writes(self, text: str, since: int) -> None:
        """Waits until the text has been written in one run; far cheaper than drawing the screen to look for it."""
        eventually(lambda: text.encode() in self.written(since), f"{text!r} is written", 20)

    def quits(self) -> int:
        """Leaves by Ctrl+Q, saying yes where it asks; the exit code."""
        self.press("ctrl+q")
        eventually(lambda: not self.is_running or ASKED in self.text(), "it has left, or asks")
        if self.is_running:
            self.keys("down", "enter")
        return self.wait_exit()


def eventually(holds: Callable[[], bool], what: str, timeout: float = 40) -> None:
    """Waits until it holds; raises AssertionError."""
    end = monotonic() + timeout
    while not holds():
        assert monotonic() < end, f"never: {what}"
        sleep(0.02)
