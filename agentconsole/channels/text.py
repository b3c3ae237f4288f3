"""Foreign text made storable: what no database, file name or line of a list can hold is replaced."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200
"""Characters of an attachment's name that are kept."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def storable(text: str) -> str:
    """The text with lone surrogates and NUL replaced by U+FFFD; everything else stays as it came."""
    if "\x00" in text:
        text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def one_line(text: str, longest: int = 500) -> str:
    """The text as one line: runs of white space become one space, controls go, at most `longest` characters."""
    shortened = storable(text[: longest * 4])
    if not shortened.isprintable():
        shortened = "".join(c for c in shortened if c.isspace() or unicodedata.category(c) != "Cc")
    return " ".join(shortened.split())[:longest]


def attachment_name(raw: str) -> str:
    """The last part of a file name without path, control or bidi characters; `attachment` when nothing remains.

    Names of DOS devices get an underscore in front, dots and spaces at either end are cut, and a name
    longer than `LONGEST_NAME` keeps its suffix.
    """
    last = re.split(r"[/\\]", raw[-5000:])[-1]
    visible = "".join(c for c in storable(last) if unicodedata.category(c) not in _HIDDEN)
    name = " ".join(visible.replace("\N{REPLACEMENT CHARACTER}", "").split()).strip(". ")
    if _DEVICES.fullmatch(name):
        name = "_" + name
    return _shortened(name) or "attachment"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 20:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix
