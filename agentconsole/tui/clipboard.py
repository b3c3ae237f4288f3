"""The sequence that puts a text onto a terminal's clipboard, and its way through GNU screen, which keeps it back."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

AT_ONCE: Final = 240
"""Characters GNU screen hands on in one piece; it cuts longer ones."""


def clipboard(text: str) -> str:
    """OSC 52 for the clipboard, ended by a BEL: an ESC would end what it is wrapped in."""
    return f"\x1b]52;c;{b64encode(text.encode()).decode()}\a"


def through_screen(sequence: str) -> str:
    """The sequence in pieces that GNU screen hands on to the terminal around it, one after the other."""
    pieces = (sequence[at : at + AT_ONCE] for at in range(0, len(sequence), AT_ONCE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
