"""Bytes to text when the declared charset may be missing, unknown or a lie; never fails."""

from __future__ import annotations

import codecs
import re

from agentconsole.channels.text import storable

_NAME = re.compile(r"[A-Za-z0-9._:+-]{1,40}")

_NOT_FOR_TEXT = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Codecs a mail can name that are no charset: some take quadratic time, some give backslashes a meaning."""


def decode(raw: bytes, declared: str = "") -> str:
    """The text, by the declared charset if it fits, else UTF-8, else the usual western one."""
    for charset in (_known(declared), "utf-8"):
        text = _strictly(raw, charset)
        if text is not None:
            return storable(text)
    # A declared UTF-8 with a few broken bytes is still UTF-8; anything else is most likely western 8-bit.
    if _known(declared) == "utf-8":
        return storable(raw.decode("utf-8", "replace"))
    return storable(_strictly(raw, "cp1252") or raw.decode("latin-1"))


def _known(declared: str) -> str:
    if not _NAME.fullmatch(declared):
        return ""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return ""
    return "" if name in _NOT_FOR_TEXT else name


def _strictly(raw: bytes, charset: str) -> str | None:
    if not charset:
        return None
    try:
        return raw.decode(charset)
    except (UnicodeError, LookupError):  # LookupError: a codec that is known but gives no text, such as hex
        return None
