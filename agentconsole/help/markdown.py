"""The small Markdown the manual is written in: headings, paragraphs, lists, code and tables, read into blocks.

A key is a link to its command, `[c](key:chat.take_next)` with the key as code: the page reads well as it stands,
and is shown with the reader's own keys. It is read into looks for a screen and a site, out of pages that are ours; the
articles of a team, which may hold anything, become plain text in `domain/words/markdown.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from agentconsole.domain.values import dataclass

KEY: Final = "key:"
"""What the target of a key begins with; a command's id follows."""
ALONE: Final = ("|", "#", "```")
"""What a line begins with that goes on nothing, and that nothing goes on."""
CELL: Final = re.compile(r"(?<!\\)\|")
_SPAN: Final = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<words>`[^`]+`|[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|(?<!\w)\*(?P<emphasis>[^*\s][^*]*)\*"
)
_HEADING: Final = re.compile(r"(#{1,6}) (.+)")
_ITEM: Final = re.compile(r"(-|\d+\.) +(.+)")
_DASHES: Final = re.compile(r"[|:\- ]+")


class Look(StrEnum):
    """What a run of words is, rather than how it looks."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    KEY = "key"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look; `target` is a link's address or, for a key, the id of its command."""

    text: str
    look: Look = Look.PLAIN
    target: str = ""


Spans = tuple[Span, ...]


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CODE = "code"
    HEAD = "head"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: its cells (one, but for the rows of a table), a heading's level, an item's mark."""

    kind: Kind
    cells: tuple[Spans, ...]
    level: int = 0
    mark: str = ""

    @property
    def words(self) -> str:
        """What it says, without looks."""
        return "  ".join("".join(span.text for span in cell) for cell in self.cells)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a page, from the top."""
    return tuple(_blocks(text.splitlines()))


def spans(words: str) -> Spans:
    """The words with their looks."""
    found: list[Span] = []
    at = 0
    for match in _SPAN.finditer(words):
        if match.start() > at:
            found.append(Span(words[at : match.start()]))
        found.append(_span(match))
        at = match.end()
    return (*found, Span(words[at:])) if at < len(words) else tuple(found)


def _span(match: re.Match[str]) -> Span:
    if match["strong"]:
        return Span(match["strong"], Look.STRONG)
    if match["code"]:
        return Span(match["code"], Look.CODE)
    if match["emphasis"]:
        return Span(match["emphasis"], Look.EMPHASIS)
    target = match["target"]
    is_key = target.startswith(KEY)
    return Span(match["words"].strip("`"), Look.KEY if is_key else Look.LINK, target.removeprefix(KEY))


def _blocks(lines: list[str]) -> Iterator[Block]:
    rest = iter(range(len(lines)))
    for n in rest:
        line = lines[n]
        if line.startswith("```"):
            end = next((k for k in range(n + 1, len(lines)) if lines[k].startswith("```")), len(lines))
            yield from (_code(each) for each in lines[n + 1 : end])
            for _ in range(end - n):
                next(rest, None)
        elif line.startswith("    ") and (n == 0 or not lines[n - 1].strip() or lines[n - 1].startswith("    ")):
            yield _code(line[4:])
        elif line.startswith("|"):
            if not _DASHES.fullmatch(line):
                is_head = n + 1 < len(lines) and _DASHES.fullmatch(lines[n + 1]) is not None
                yield Block(Kind.HEAD if is_head else Kind.ROW, _cells(line))
        elif heading := _HEADING.fullmatch(line):
            yield Block(Kind.HEADING, (spans(heading[2]),), level=len(heading[1]))
        elif line.strip() and not _goes_on(lines, n):
            whole = " ".join([line.strip(), *_continued(lines, n)])
            item = _ITEM.fullmatch(whole)
            yield Block(Kind.ITEM, (spans(item[2]),), mark=item[1]) if item else Block(Kind.TEXT, (spans(whole),))


def _code(line: str) -> Block:
    return Block(Kind.CODE, ((Span(line, Look.CODE),),))


def _cells(line: str) -> tuple[Spans, ...]:
    return tuple(spans(cell.strip().replace("\\|", "|")) for cell in CELL.split(line.strip().strip("|")))


def _begins(line: str) -> bool:
    """Whether a line is a block of its own wherever it stands."""
    return not line.strip() or line.startswith(ALONE) or _ITEM.match(line) is not None


def _goes_on(lines: list[str], n: int) -> bool:
    """Whether a line belongs to the paragraph or the item that began above it."""
    return n > 0 and not _begins(lines[n]) and bool(lines[n - 1].strip()) and not lines[n - 1].startswith(ALONE)


def _continued(lines: list[str], n: int) -> Iterator[str]:
    for k in range(n + 1, len(lines)):
        if not _goes_on(lines, k):
            return
        yield lines[k].strip()
