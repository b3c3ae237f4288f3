"""A page of the manual as lines of a width: words broken between words, tables in columns, keys as the reader has them.

The pages are ours and hold no wide characters: a character is a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from agentconsole.help.markdown import Block, Kind, Look, Span, Spans

Shown = Callable[[str], str]
"""How the key of a command is written, by the command's id."""
TABLE: Final = (Kind.HEAD, Kind.ROW)
MARGIN: Final = 2
NARROWEST: Final = 20
"""Cells below which a page is laid out as if there were this many."""
LEAST_COLUMN: Final = 4
WIDEST: Final = 100
"""Cells of a line at most: longer ones are lost by the eye on its way back."""
_WORD: Final = re.compile(r"\S+|\s+")


def laid_out(page: Sequence[Block], shown: Shown, width: int) -> list[tuple[Spans, int]]:
    """The lines, each with the place of the block it comes from; an empty line stands between blocks that need one."""
    width = max(NARROWEST, min(width, WIDEST))
    lines: list[tuple[Spans, int]] = []
    for at, block in enumerate(page):
        if at and not _is_close(page[at - 1], block):
            lines.append(((), at))
        columns = _columns(page, at, shown, width) if block.kind in TABLE else ()
        lines += [(line, at) for line in _lines(_keyed(block, shown), columns, width)]
    return lines


def plain(lines: Sequence[tuple[Spans, int]]) -> str:
    """The lines without looks."""
    return "\n".join("".join(span.text for span in line).rstrip() for line, _ in lines)


def _is_close(before: Block, block: Block) -> bool:
    if before.kind in TABLE:
        return block.kind in TABLE
    return before.kind is block.kind and block.kind in (Kind.ITEM, Kind.CODE)


def _keyed(block: Block, shown: Shown) -> Block:
    """The block with the reader's own keys."""
    return replace(
        block,
        cells=tuple(
            tuple(replace(span, text=shown(span.target)) if span.look is Look.KEY else span for span in cell)
            for cell in block.cells
        ),
    )


def _lines(block: Block, columns: tuple[int, ...], width: int) -> Iterator[Spans]:
    indent = Span(" " * MARGIN)
    match block.kind:
        case Kind.HEADING:
            words = block.words.upper() if block.level == 1 else block.words
            yield (Span(f"{' ' * (MARGIN // 2)}{words}", Look.STRONG),)
        case Kind.CODE:
            yield (Span(" " * MARGIN * 2), *block.cells[0])
        case Kind.ITEM:
            mark = "·" if block.mark == "-" else block.mark
            hang = len(mark) + 1
            for n, line in enumerate(flow(block.cells[0], width - 2 * MARGIN - hang)):
                yield (indent, Span(f"{mark} " if n == 0 else " " * hang), *line)
        case Kind.HEAD | Kind.ROW:
            cells = [list(flow(cell, size)) for cell, size in zip(block.cells, columns, strict=False)]
            for n in range(max(map(len, cells))):
                yield (indent, *_row([cell[n] if n < len(cell) else () for cell in cells], columns, block.kind))
        case _:
            yield from ((indent, *line) for line in flow(block.cells[0], width - 2 * MARGIN))


def _row(cells: Sequence[Spans], columns: tuple[int, ...], kind: Kind) -> Iterator[Span]:
    for cell, size in zip(cells, columns, strict=False):
        for span in cell:
            yield Span(span.text, Look.STRONG) if kind is Kind.HEAD else span
        yield Span(" " * (size - sum(len(span.text) for span in cell) + MARGIN))


def _columns(page: Sequence[Block], at: int, shown: Shown, width: int) -> tuple[int, ...]:
    """The widths of the table's columns: what each needs, the widest cut where the page has no room."""
    first = last = at
    while first > 0 and page[first - 1].kind in TABLE:
        first -= 1
    while last + 1 < len(page) and page[last + 1].kind in TABLE:
        last += 1
    rows = [_keyed(each, shown).cells for each in page[first : last + 1]]
    count = max(map(len, rows))
    room = width - 2 * MARGIN - MARGIN * (count - 1)
    needed = [max(sum(len(span.text) for span in row[n]) for row in rows if n < len(row)) for n in range(count)]
    while sum(needed) > room and max(needed) > LEAST_COLUMN:
        needed[needed.index(max(needed))] -= 1
    return tuple(needed)


def flow(words: Spans, width: int) -> Iterator[Spans]:
    """The words in lines of at most `width` cells, broken between words; a longer word is broken within."""
    line: list[Span] = []
    used = 0
    for span, is_glued in _words(words, width):
        if used + len(span.text) > width and used and not is_glued:
            yield _trimmed(line)
            line, used = [], 0
        if used or span.text.strip():
            line.append(span)
            used += len(span.text)
    yield _trimmed(line)


def _words(words: Spans, width: int) -> Iterator[tuple[Span, bool]]:
    """The words one by one, what stands close behind a look (a comma behind a key) glued to it."""
    before = " "
    for span in words:
        for piece in _WORD.findall(span.text):
            is_glued = not before.isspace() and not piece.isspace() and len(piece) <= 2
            for start in range(0, len(piece), width):
                yield replace(span, text=piece[start : start + width]), is_glued
            before = piece


def _trimmed(line: list[Span]) -> Spans:
    while line and line[-1].text.isspace():
        line.pop()
    return tuple(line)
