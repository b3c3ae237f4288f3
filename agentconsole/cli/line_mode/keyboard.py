"""What is typed at the prompt and that there is news, in the order in which it comes."""

from __future__ import annotations

import sys
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Thread


class Heard(Enum):
    """What is no line."""

    NEWS = auto()
    END = auto()


class Keyboard:
    """Lines come from a thread of its own; `news` may be called from any."""

    def __init__(self) -> None:
        self._heard: SimpleQueue[str | Heard] = SimpleQueue()

    def begin(self) -> None:
        """Reads from now on."""
        Thread(target=self._read, name="keyboard", daemon=True).start()

    def news(self) -> None:
        """Something has happened elsewhere."""
        self._heard.put(Heard.NEWS)

    def next(self, seconds: float) -> str | Heard:
        """The next line, without its end; NEWS when there is some, or none came in time; END after the last line."""
        try:
            heard = self._heard.get(timeout=seconds)
        except Empty:
            return Heard.NEWS
        if heard is Heard.END:
            # Whoever asks again hears it again.
            self._heard.put(heard)
        return heard

    def _read(self) -> None:
        for line in sys.stdin:
            self._heard.put(line.rstrip("\r\n"))
        self._heard.put(Heard.END)
