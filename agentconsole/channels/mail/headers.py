"""The header block of a mail: names to text, with encoded words, folding and damage undone; never fails.

The standard library's modern policy raises on some malformed headers, so the few headers that matter
are read here from the raw block, by rules that have an answer for every input.
"""

from __future__ import annotations

import binascii
import quopri
import re
from email.utils import parsedate_to_datetime

from agentconsole.channels.charsets import decode
from agentconsole.channels.text import one_line, storable
from agentconsole.channels.times import BadTime, from_datetime
from agentconsole.domain.values import dataclass

LARGEST_BLOCK = 256 * 1024
"""Bytes of a header block that are read."""

LONGEST_VALUE = 20_000
"""Characters of one header that are read."""

END = re.compile(rb"\r?\n\r?\n")
"""What ends a header block."""

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_IN_ANGLES = re.compile(r"<\s*([^<>\s]{1,320})\s*>")
_ADDRESS = re.compile(r"[^\s<>()\",;:@]{1,64}(?:@| at )[^\s<>()\",;:@]{1,255}")
_PREFIX = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|sv|vs|tr|rv|odp|res|enc|antw)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:\uff1a]|\[[^\[\]]{1,40}\])",
    re.IGNORECASE,
)

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """Who a header names; either part may be empty."""

    name: str
    email: str


def block(raw: bytes) -> Headers:
    """Lower-case name → first value, unfolded but not yet decoded."""
    found: Headers = {}
    name = ""
    end = END.search(raw, 0, LARGEST_BLOCK)
    for line in decode(raw[: end.start() if end else LARGEST_BLOCK]).split("\n"):
        if line[:1] in " \t" and name:
            if len(found[name]) < LONGEST_VALUE:
                found[name] += " " + line.strip()
            continue
        before, colon, value = line.partition(":")
        name = before.strip().lower() if colon and " " not in before.strip() else ""
        if name in found:
            name = ""
        elif name:
            found[name] = value.strip()[:LONGEST_VALUE]
    return found


def words(value: str) -> str:
    """The value with encoded words decoded; neighbours of one charset are joined before they are decoded."""
    pieces: list[str] = []
    pending, charset = b"", ""
    position = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[position : match.start()]
        declared = match[1].lower().partition("*")[0]
        if pending and (between.strip() or declared != charset):
            pieces.append(decode(pending, charset))
            pending = b""
        if between.strip() or not position:
            pieces.append(between)
        pending, charset = pending + _word_bytes(match), declared
        position = match.end()
    pieces.append(decode(pending, charset) if pending else "")
    pieces.append(value[position:])
    return storable("".join(pieces))


def _word_bytes(match: re.Match[str]) -> bytes:
    text = match[3].encode("utf-8", "replace")
    if match[2] in "qQ":
        return quopri.decodestring(text, header=True)
    try:
        return binascii.a2b_base64(text.rstrip(b"=") + b"===")
    except binascii.Error:
        return match[0].encode("utf-8", "replace")


def message_ids(value: str) -> tuple[str, ...]:
    """The message ids a header names, in order; a bare one without angle brackets counts when it has an @."""
    found = tuple(_MESSAGE_ID.findall(value))
    bare = value.strip()
    if not found and "@" in bare and not re.search(r"\s", bare) and len(bare) <= 500:
        return (bare,)
    return found


def address(value: str) -> Address:
    """The first address of the header, the mail part in lower case."""
    text = value[:2000]
    match = _IN_ANGLES.search(text) or _ADDRESS.search(text)
    if match is None:
        return Address(_name(words(text)), "")
    email = (match[1] if match.re is _IN_ANGLES else match[0]).replace(" at ", "@")
    name = _name(words(text[: match.start()])) or _name(words(text[match.end() :].partition(",")[0]))
    return Address(name, one_line(email, 320).lower())


def _name(text: str) -> str:
    return one_line(text.replace('\\"', '"').strip(" \"'(),<>\t"), 200)


def subject(value: str) -> str:
    """The subject on one line, without any `Re:`, `Fwd:` or `[list]` in front."""
    text = one_line(words(value))
    while match := _PREFIX.match(text):
        if not text[match.end() :].strip():
            break
        text = text[match.end() :].strip()
    return text


def instant(value: str) -> int | None:
    """Epoch milliseconds of a Date header; None when it names no time between 1970 and 9999."""
    try:
        return from_datetime(parsedate_to_datetime(value[:200]))
    except (BadTime, ValueError, TypeError, IndexError, OverflowError):
        # The standard parser answers some malformed dates with errors of indexing and typing.
        return None
