"""What is pasted is text: an Esc in it, as in the colours of a log, begins no key and does not end the paste."""

from __future__ import annotations

import re
from typing import Final

START: Final = "\x1b[200~"
_MARKS: Final = re.compile("(\x1b\\[20[01]~)")
_BEGUN: Final = re.compile("\x1b(?:\\[(?:2(?:01?)?)?)?$")
"""What may go on as the mark behind a paste."""


class Pasted:
    """Follows the marks around a paste (xterm's bracketed paste) from one read to the next."""

    def __init__(self) -> None:
        self._is_open = False
        self._held = ""

    def plain(self, read: str) -> str:
        """What was read, without what is an Esc in a paste. A mark that has come by half is kept for the next time."""
        *before, last = _MARKS.split(self._held + read)
        plain = "".join([self._piece(each) for each in before])
        begun = _BEGUN.search(last) if self._is_open else None
        self._held = begun[0] if begun else ""
        return plain + self._piece(last.removesuffix(self._held))

    def _piece(self, piece: str) -> str:
        is_mark = _MARKS.fullmatch(piece) is not None
        if not is_mark or (self._is_open and piece == START):
            return piece.replace("\x1b", "") if self._is_open else piece
        self._is_open = piece == START
        return piece
