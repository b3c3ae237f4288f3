"""The last nets before the terminal: no control character, no sign of doubtful width, no box where none is wanted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, NoColor

if TYPE_CHECKING:
    from agentconsole.tui.looks import Looks

# Compiled when the first row needs it: few rows of a shift do.
_CONTROL: Final = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"

_PLAIN: Final = {
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **dict.fromkeys(map(ord, "─━┄┅┈┉╌╍╴╶╸╺╼╾"), "-"),
    **dict.fromkeys(map(ord, "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"), "|"),
    ord("═"): "=",
    **dict.fromkeys(range(0x2580, 0x25A0), "#"),
}
"""Lines, corners and blocks of boxes by the signs every font and every screen reader has."""
_BOXES: Final = "[\u2500-\u259f]"

_FLAG_HALVES: Final = "\U0001f1e6-\U0001f1ff"
_SKINS: Final = "\U0001f3fb-\U0001f3ff"
_PICTURES: Final = "\u2190-\u2bff\U0001f000-\U0001faff"
_CONTESTED: Final = frozenset(
    map(chr, [0x200D, 0xFE0E, 0xFE0F, 0x20E3, *range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400)])
)
"""Signs that terminals draw in different numbers of cells; a row without any of them passes at once."""
_CLUSTER: Final = (
    f"[{_FLAG_HALVES}]{{1,2}}|\\S?(?:[\ufe0e\ufe0f\u20e3{_SKINS}]|(?<=[{_PICTURES}\ufe0f])\u200d[{_PICTURES}])+"
)
"""Flags, and a sign with what changes its looks behind it: terminals draw them 1, 2, 4 or 6 cells wide."""


class ControlFilter(LineFilter):
    """Puts one sign in the place of each control character, so that the widths of a line stay what they were."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the base class asks for it)
        """The segments, with nothing left in them that a terminal would obey."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(re.sub(_CONTROL, _sign, text), style, control) for text, style, control in segments]


class PlainFilter(LineFilter):
    """Draws boxes with `-`, `=`, `|` and `+`, each as wide as what it stands for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the base class asks for it)
        """The segments, without what only draws."""
        if not any(re.search(_BOXES, segment.text) for segment in segments):
            return segments
        return [Segment(text.translate(_PLAIN), style, control) for text, style, control in segments]


class WidthFilter(LineFilter):
    """Draws what terminals disagree about as its first sign and blanks, a flag as its two letters: a terminal that
    draws a family as three people would shift the rest of the row."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (the base class asks for it)
        """The segments, each as wide as it was."""
        if all(_CONTESTED.isdisjoint(segment.text) for segment in segments):
            return segments
        return [Segment(_settled(text), style, control) for text, style, control in segments]


def line_filters(looks: Looks, *, has_colours: bool = True) -> list[LineFilter]:
    """The nets for an agent's looks; without colours nothing but the terminal's own two is left."""
    nets: list[LineFilter] = [ControlFilter()]
    if not looks.joins_emoji:
        nets.append(WidthFilter())
    if looks.is_plain:
        nets.append(PlainFilter())
    if not has_colours:
        nets.append(NoColor())
    return nets


def _settled(text: str) -> str:
    # A joiner between letters counts them as one, and is drawn by few: the row gives up a blank for it.
    return set_cell_size(re.sub(_CLUSTER, _first, text).replace("\u200d", ""), cell_len(text))


def _first(match: re.Match[str]) -> str:
    found = match.group()
    if "\U0001f1e6" <= found[0] <= "\U0001f1ff":
        return "".join(chr(ord(half) - 0x1F1E6 + ord("A")) for half in found)
    base = "" if found[0] in _CONTESTED else found[0]
    return set_cell_size(base, cell_len(found))


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
