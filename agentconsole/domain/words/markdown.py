"""Markdown read as text for people: what is bold, a list or a link becomes words, and no mark-up is left.

Only what articles use is known; anything else stays the words it is. Each pattern looks at one line, at no character of
it more than a few times, so that no text, however odd, takes long.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from agentconsole.domain.values import dataclass

LONGEST_LINE = 2_000
"""Characters of a line in which mark-up is looked for, and of lines that are joined again."""
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*")
_ITEM = re.compile(r"(\s{0,12})([-*+]|\d{1,4}[.)])\s+(.*)")
_QUOTE = re.compile(r"\s{0,3}>\s?(.*)")
_INDENTED = re.compile(r"(?:    |\t)(.*)")
_TABLE_RULE = frozenset(" \t|:-")

_CODE = re.compile(r"(`{1,2}[^`]{1,500}`{1,2})")
_LINK = re.compile(r'(!?)\[([^\[\]]{0,300})\]\(\s{0,9}([^()\s]{0,500})(?:\s{1,9}"[^"]{0,200}")?\s{0,9}\)')
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,500})>")
_TAG = re.compile(r"</?(?:a|b|br|code|del|div|em|i|img|ins|kbd|p|span|strong|sub|sup|u)(?:\s[^<>]{0,300})?/?>", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,500}-->")
_STRONG = re.compile(
    r"(?<![\w*])\*\*(?=\S)([^*]{1,500})(?<=\S)\*\*(?![\w*])|(?<!\w)__(?=\S)([^_]{1,500})(?<=\S)__(?!\w)"
)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]{1,500})(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_]{1,500})(?<=\S)_(?!\w)"
)
_STRUCK = re.compile(r"~~(?=\S)([^~]{1,500})~~")
_SIGNS = "\\`*_{}[]()#+.!|<>~-"
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_HIDDEN = {sign: chr(0xFDD0 + n) for n, sign in enumerate(_SIGNS)}
"""Signs that mean themselves, as characters that no text has, until the others have been read."""
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " "}
_ENTITY = re.compile("|".join(_ENTITIES))


class Kind(StrEnum):
    """What a line is, for whoever draws it."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line to read. `indent` is how many cells further lines of it stand in; the first one has its own sign."""

    kind: Kind
    text: str = ""
    indent: int = 0


def plain(source: str) -> str:
    """The text alone, as it is sent to a contact."""
    return "\n".join(line.text for line in lines(source))


@lru_cache(maxsize=4)
def lines(source: str) -> tuple[TextLine, ...]:
    """The text line by line; paragraphs are joined again where they were broken for the file."""
    found: list[TextLine] = []
    is_code = False
    for raw in source.replace("\r\n", "\n").split("\n"):
        line = raw.rstrip()
        if _FENCE.match(line):
            is_code = not is_code
            continue
        each = TextLine(Kind.CODE, f"    {line}", 4) if is_code else _line(line, found)
        _add(found, each, is_code=is_code)
    while found and found[-1].kind is Kind.BLANK:
        found.pop()
    return tuple(found)


def _add(found: list[TextLine], each: TextLine | None, *, is_code: bool) -> None:
    if each is None or (each.kind is Kind.BLANK and (not found or found[-1].kind is Kind.BLANK)):
        return
    last = found[-1] if found else TextLine(Kind.BLANK)
    goes_on = each.kind is Kind.TEXT and last.kind in (Kind.TEXT, Kind.ITEM, Kind.QUOTE) and not is_code
    if goes_on and len(last.text) + len(each.text) < LONGEST_LINE:
        found[-1] = TextLine(last.kind, f"{last.text} {each.text.strip()}", last.indent)
    else:
        found.append(each)


def _line(line: str, found: list[TextLine]) -> TextLine | None:
    """What the line is; None for one that only marks the line before it."""
    if not line.strip():
        return TextLine(Kind.BLANK)
    if len(line) > LONGEST_LINE:
        return TextLine(Kind.TEXT, line.strip())
    if heading := _HEADING.fullmatch(line):
        return TextLine(Kind.HEADING, words(heading[1].rstrip(" \t#")))
    if found and found[-1].kind is Kind.TEXT and _UNDERLINE.fullmatch(line):
        found[-1] = TextLine(Kind.HEADING, found[-1].text)
        return None
    if _RULE.fullmatch(line):
        return TextLine(Kind.BLANK)
    if item := _ITEM.fullmatch(line):
        sign = "-" if item[2] in "-*+" else item[2]
        front = f"{item[1]}{sign} "
        return TextLine(Kind.ITEM, front + words(item[3]), len(front))
    if quote := _QUOTE.fullmatch(line):
        return TextLine(Kind.QUOTE, f"  {words(quote[1])}", 2)
    if (code := _INDENTED.fullmatch(line)) and (not found or found[-1].kind in (Kind.BLANK, Kind.CODE)):
        return TextLine(Kind.CODE, f"    {code[1]}", 4)
    return _row(line) if line.lstrip().startswith("|") else TextLine(Kind.TEXT, words(line.strip()))


def _row(line: str) -> TextLine | None:
    """A row of a table, its cells set apart; the line under its head is none."""
    if "-" in line and _TABLE_RULE.issuperset(line):
        return None
    cells = [words(cell.strip()) for cell in line.strip().strip("|").split("|")]
    return TextLine(Kind.ITEM, "  ".join(cells), 2)


def words(line: str) -> str:
    """One line without its mark-up; a link keeps its address behind its words."""
    parts = _CODE.split(line)
    return "".join(part.strip("`") if n % 2 else _unmarked(part) for n, part in enumerate(parts))


def _unmarked(part: str) -> str:
    part = _COMMENT.sub("", _ESCAPED.sub(lambda found: _HIDDEN[found[1]], part))
    part = _LINK.sub(_link, part)
    part = _TAG.sub("", _AUTOLINK.sub(r"\1", part))
    part = _STRONG.sub(_inside, _EMPHASIS.sub(_inside, _STRUCK.sub(r"\1", part)))
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], part).translate(_SHOWN)


def _inside(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _link(found: re.Match[str]) -> str:
    is_image, text, address = found[1], found[2].strip(), found[3]
    if is_image or not address:
        return text
    return address if text in ("", address) else f"{text} ({address})"
