"""Foreign text made harmless: what a terminal would obey or hide becomes a visible sign before anything draws it.

A contact's message may hold escape sequences, reordering marks or a hundred thousand accents. Everything from
outside passes `text` (many lines) or `line` (one) on its way to a widget; both answer the same for what they
have already cleaned, so cleaning twice costs time and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len, set_cell_size

from agentconsole.tongue import N_, _

TEXT_LIMIT: Final = 20_000
"""Characters of one message that are shown before "show all"."""
LINES_LIMIT: Final = 400
"""Lines of one message that are shown before "show all"."""
LINE_LIMIT: Final = 500
"""Characters of a name or a subject: longer than any honest one."""
MARKS_PER_BASE: Final = 8
"""Combining marks on one letter: more than any script needs, too few to grow into the next line."""
TAIL: Final = N_("… show all")
"""The last line of a text that was cut."""
FROM_RIGHT: Final = "[RTL] "
"""In front of text that is read from right to left."""

NAME_FROM_RIGHT: Final = "←"
"""The same in front of a name, which has few cells."""

# The patterns are compiled when the first text needs them: a start would wait for them all.
_FROM_RIGHT: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RAW_FACTOR: Final = 4
"""How much longer than its limit a raw text is looked at: removed characters must not shorten honest text."""
_TAB: Final = "    "
_REORDERS: Final = "␦"
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
JOINERS: Final = "\u200c\u200d"
_LOOSE_JOINERS: Final = f"(?<!\\S)[{JOINERS}]+|[{JOINERS}]+(?!\\S)"
"""Joiners with nothing on one side: they would swallow the cell of whatever is drawn next to them."""

_LAST_LATIN: Final = "\u02ff"
"""Up to here, what is printed at all is drawn as itself, and nothing is put together of parts."""
_CONTROLS: Final = "\x00-\x09\x0b-\x1f\x7f"
_SEPARATORS: Final = "\u2028\u2029"
_MARKS_OF_ORDER: Final = "\u061c\u200e\u200f\u202a-\u202e\u2065-\u206f\ufff9-\ufffb"
_TAGS: Final = "\U000e0000-\U000e007f"
_PLANE_ENDS: Final = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_NOT_TEXT: Final = f"\x80-\x9f\ud800-\udfff{_PLANE_ENDS}"
_INVISIBLE: Final = (
    "\xad\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
_TAG_RUN: Final = f"[{_TAGS}]+"
_STRANGE: Final = f"[{_CONTROLS}{_SEPARATORS}{_MARKS_OF_ORDER}{_NOT_TEXT}{_INVISIBLE}]"
"""Everything that is not drawn as itself, as one class: a pattern of alternatives takes ten times as long."""


def text(foreign: str, limit: int = TEXT_LIMIT, lines: int = LINES_LIMIT) -> str:
    """Text of several lines, harmless: at most `limit` characters and `lines` lines, the last one TAIL when cut."""
    shown, was_cut = clipped(foreign, limit, lines)
    if not was_cut:
        return shown
    tail = _(TAIL)
    shorter, __ = clipped(shown, max(0, limit - len(tail) - 1), max(1, lines - 1))
    return f"{shorter}\n{tail}"


def in_order(clean: str) -> str:
    """Clean text, marked where it is read from right to left: it is shown in the order it is kept, which no reader of
    such a script expects."""
    return f"{FROM_RIGHT}{clean}" if is_from_right(clean) else clean


def is_from_right(clean: str) -> bool:
    """Whether any of it is read from right to left."""
    return not _is_latin(clean) and re.search(_FROM_RIGHT, clean) is not None


def name(foreign: str, width: int | None = None) -> str:
    """Somebody's name as `line` gives it, marked where it is read from right to left."""
    clean = line(foreign)
    marked = f"{NAME_FROM_RIGHT}{clean}" if is_from_right(clean) else clean
    return marked if width is None else cells(marked, width)


def pasted(raw: str) -> str:
    """What was pasted, with its line ends as newlines: terminals send them as carriage returns. Not cleaned yet."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def pasted_line(raw: str) -> str:
    """What was pasted as one harmless line, its lines with a space between."""
    return whole(" ".join(pasted(raw).split("\n")))


def clipped(foreign: str, limit: int = TEXT_LIMIT, lines: int = LINES_LIMIT) -> tuple[str, bool]:
    """Harmless text within the limits, and whether anything had to be left off."""
    raw = foreign[: limit * _RAW_FACTOR]
    clean = _clean(raw)
    kept = clean[:limit].rstrip(JOINERS)
    if kept.count("\n") >= lines:
        kept = "\n".join(kept.split("\n", lines)[:lines])
    return kept, len(kept) < len(clean) or len(raw) < len(foreign)


def whole(foreign: str) -> str:
    """Harmless text, nothing left off: for what an agent writes, which is never cut."""
    return _clean(foreign)


def line(foreign: str, width: int | None = None) -> str:
    """One harmless line: newlines show as ⏎. With a width in cells it is padded or cut to exactly that."""
    clean = _clean(foreign[: LINE_LIMIT * _RAW_FACTOR]).replace("\n", "⏎")
    if len(clean) > LINE_LIMIT:
        clean = clean[: LINE_LIMIT - 1].rstrip(JOINERS) + "…"
    return clean if width is None else cells(clean, width)


def cells(clean: str, width: int) -> str:
    """Clean text of exactly `width` cells: padded with spaces, or cut with an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(clean) <= width:
        return set_cell_size(clean, width)
    cut = set_cell_size(clean, width - 1).rstrip(JOINERS) + "…"
    return cut + " " * (width - cell_len(cut))


def fit(clean: str, width: int) -> str:
    """Clean text of at most `width` cells, cut with an ellipsis when longer."""
    return clean if cell_len(clean) <= width else cells(clean, width)


def _picture(match: re.Match[str]) -> str:
    found = match.group()
    if found < " " or found == "\x7f":
        return _TAB if found == "\t" else _control(found)
    if found in _SEPARATORS:
        return "␤"
    if re.match(f"[{_MARKS_OF_ORDER}]", found):
        return _REORDERS
    return _BROKEN if re.match(f"[{_NOT_TEXT}]", found) else ""


def _control(character: str) -> str:
    return "␡" if character == "\x7f" else chr(0x2400 + ord(character))


def _clean(raw: str) -> str:
    if _is_latin(raw) and raw.replace("\n", "").isprintable():
        return raw
    untagged = re.sub(_TAG_RUN, _REORDERS, raw.replace("\r\n", "\n"))
    visible = re.sub(_STRANGE, _picture, untagged)
    # Thinned before composing, because ordering a hundred thousand marks takes quadratic time; and after, because
    # composing can take letters apart.
    composed = unicodedata.normalize("NFC", _thinned(visible))
    return re.sub(_LOOSE_JOINERS, "", unicodedata.normalize("NFC", _thinned(composed)))


def _is_latin(raw: str) -> bool:
    return raw.isascii() or max(raw) <= _LAST_LATIN


def _thinned(visible: str) -> str:
    marks = "".join(each for each in set(visible) if each > "\u02ff" and _is_mark(each))
    if not marks:
        return visible
    mark = f"[{re.escape(marks)}]"
    return re.sub(f"({mark}{{{MARKS_PER_BASE}}}){mark}+", r"\1", visible)


def _is_mark(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character)[0] == "M"
