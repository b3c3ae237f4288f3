"""The last net before the terminal: no control character gets past it, and no drawn box where none is wanted."""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_PLAIN: Final = {
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **dict.fromkeys(map(ord, "─━┄┅┈┉╌╍╴╶╸╺╼╾"), "-"),
    **dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"), "|"),
    ord("═"): "=",
    **dict.fromkeys(range(0x2580, 0x25A0), "#"),
}
"""Lines, corners and blocks of boxes by the signs every font and every screen reader has."""
_BOXES: Final = re.compile("[\u2500-\u259f]")


class ControlFilter(LineFilter):
    """Puts one sign in the place of each control character, so that the widths of a line stay what they were."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the base class asks for it)
        """The segments, with nothing left in them that a terminal would obey."""
        if not any(_CONTROL.search(segment.text) for segment in segments):
            return segments
        return [Segment(_CONTROL.sub(_sign, text), style, control) for text, style, control in segments]


class PlainFilter(LineFilter):
    """Draws boxes with `-`, `=`, `|` and `+`, each as wide as what it stands for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the base class asks for it)
        """The segments, without what only draws."""
        if not any(_BOXES.search(segment.text) for segment in segments):
            return segments
        return [Segment(text.translate(_PLAIN), style, control) for text, style, control in segments]


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
