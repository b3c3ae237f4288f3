"""The part of a mail its sender wrote: attribution lines, quoted lines and forwarded originals are left out."""

from __future__ import annotations

import re
from functools import cache

LARGEST_PARSED = 20_000
"""Characters searched with the many-language patterns; their time grows faster than the text."""

LONGEST_PARSED_LINE = 200
"""Characters of a line searched with those patterns: attribution lines are shorter than this."""

LANGUAGES = ("en", "de", "fr", "es", "it", "cs", "nl", "pl")

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_ORIGINAL = re.compile(r" ?-{2,}[^\n-]{3,60}-{2,} ?")
_ATTRIBUTION_ENDS = ("wrote:", "schrieb:", "a écrit :", "escribió:", "ha scritto:", "napsal(a):", "schreef:")


def visible_reply(text: str) -> str:
    """What the sender added; the whole text when nothing but quotes would remain."""
    calm = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    lines = calm.split("\n")
    own = _own_lines(lines, _headings(lines))
    reply = _BLANK_LINES.sub("\n\n", "\n".join(own)).strip()
    return reply or calm.strip()


def _own_lines(lines: list[str], headings: dict[int, int]) -> list[str]:
    """The lines outside quotes: a heading whose quote is not marked with `>` ends the mail."""
    own: list[str] = []
    number = 0
    while number < len(lines):
        after = headings.get(number, number)
        if after > number:
            if not _quote_follows(lines, after):
                break
            number = after
            continue
        if not lines[number].lstrip().startswith(">"):
            own.append(lines[number])
        number += 1
    return own


def _quote_follows(lines: list[str], number: int) -> bool:
    for line in lines[number : number + 3]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False


def _headings(lines: list[str]) -> dict[int, int]:
    """First line of each heading over a quote → the line after it."""
    found = _parsed_heading(lines)
    for number, line in enumerate(lines):
        if number not in found and _is_plain_heading(line):
            found[number] = number + 1
    return found


def _is_plain_heading(line: str) -> bool:
    stripped = line.strip()
    if len(stripped) > LONGEST_PARSED_LINE or stripped.startswith(">"):
        return False
    if stripped.endswith(_ATTRIBUTION_ENDS):
        return any(c.isdigit() or c == "@" for c in stripped)
    return bool(_ORIGINAL.fullmatch(stripped)) and stripped.lower().strip("- ") in _ORIGINALS


_ORIGINALS = frozenset(
    {"original message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "původní zpráva"}
)


_HEADING_MARKS = (":", "---", "___")
"""Every heading the patterns know has one of these; most mails have none, and looking for them is quick."""


def _parsed_heading(lines: list[str]) -> dict[int, int]:
    shadow = _shadow(lines)
    found: dict[int, int] = {}
    if not any(mark in shadow for mark in _HEADING_MARKS):
        return found
    for match in _heading_pattern().finditer(shadow):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        first = shadow.count("\n", 0, start)
        if not lines[first].lstrip().startswith(">"):
            found[first] = first + words.strip().count("\n") + 1
    return found


def _shadow(lines: list[str]) -> str:
    """The text as the patterns see it: line numbers kept, long lines and everything far down blanked."""
    shown: list[str] = []
    size = 0
    for line in lines:
        size += min(len(line), LONGEST_PARSED_LINE) + 1
        if size > LARGEST_PARSED:
            break
        shown.append(line.strip() if len(line) <= LONGEST_PARSED_LINE else "·")
    return "\n".join(shown)


@cache
def _heading_pattern() -> re.Pattern[str]:
    from mailparser_reply.parser import EmailMessage  # type: ignore[import-untyped]  # it ships no types

    pattern: re.Pattern[str] = EmailMessage(text="", languages=list(LANGUAGES)).HEADER_REGEX
    return pattern
