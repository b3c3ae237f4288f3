"""What is typed at the prompt and that there is news, in the order in which it comes."""

from __future__ import annotations

import sys
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Thread

LONGEST = 4_095
"""Bytes of a typed line: a terminal that hands over whole lines keeps no more, and says nothing of the rest."""


class Heard(Enum):
    """What is no line."""

    NEWS = auto()
    END = auto()
    CUT = auto()
    """A line whose end the terminal may have left off."""


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
        """The next line, without its end; NEWS when there is some, or none came in time; CUT where it may
        not be whole; END after the last line."""
        try:
            heard = self._heard.get(timeout=seconds)
        except Empty:
            return Heard.NEWS
        if heard is Heard.END:
            # Whoever asks again hears it again.
            self._heard.put(heard)
        return heard

    def _read(self) -> None:
        is_typed = sys.stdin.isatty()
        for line in sys.stdin:
            bare = line.rstrip("\r\n")
            is_cut = is_typed and len(bare) * 4 >= LONGEST and len(bare.encode(errors="replace")) >= LONGEST
            self._heard.put(Heard.CUT if is_cut else bare)
        self._heard.put(Heard.END)
