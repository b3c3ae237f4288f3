"""Where the text breaks into rows on the screen, and which row and column a place in it has. Pure."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

from agentconsole.domain.values import dataclass
from agentconsole.tui.widgets.edit_text import joins


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the text from `start` up to `end`."""

    start: int
    end: int


Run = tuple[str, str]
"""A part of a row and its look: `cursor`, `selected` or nothing."""


def rows(text: str, width: int) -> tuple[Row, ...]:
    """The rows of the text at a width in cells, at least one; words stay whole where they fit."""
    found: list[Row] = []
    at = 0
    for paragraph in text.split("\n"):
        starts = breaks(paragraph, max(2, width))
        ends = (*starts[1:], len(paragraph))
        found += [Row(at + start, at + end) for start, end in zip(starts, ends, strict=True)]
        at += len(paragraph) + 1
    return tuple(found)


@lru_cache(maxsize=512)
def breaks(paragraph: str, width: int) -> tuple[int, ...]:
    """Where the rows of one paragraph begin. A row keeps one cell free for the cursor behind its last letter."""
    starts = [0]
    used, after_space = 0, 0
    for at, end in clusters(paragraph):
        cells = cell_len(paragraph[at:end])
        if used + cells >= width and at > starts[-1]:
            start = after_space if after_space > starts[-1] else at
            starts.append(start)
            used = cell_len(paragraph[start:at])
        used += cells
        if paragraph[at] == " ":
            after_space = end
    return tuple(starts)


def clusters(text: str) -> list[tuple[int, int]]:
    """(start, end) of each visible character."""
    if text.isascii():
        return [(at, at + 1) for at in range(len(text))]
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not joins(text[at - 1], text[at]):
            found.append((start, at))
            start = at
    return found


def place(text: str, laid: tuple[Row, ...], cursor: int) -> tuple[int, int]:
    """(row, column in cells) of a place in the text."""
    row = row_of(laid, cursor)
    return row, cell_len(text[laid[row].start : cursor])


def row_of(laid: tuple[Row, ...], cursor: int) -> int:
    """The row a place is in: the last that begins at or before it."""
    low, high = 0, len(laid) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if laid[middle].start <= cursor:
            low = middle
        else:
            high = middle - 1
    return low


def at(text: str, laid: tuple[Row, ...], row: int, column: int) -> int:
    """The place in the text nearest to a column of a row; rows outside the text are its first and last."""
    line = laid[max(0, min(row, len(laid) - 1))]
    used = 0
    for start, end in clusters(text[line.start : line.end]):
        used += cell_len(text[line.start + start : line.start + end])
        if used > column:
            return line.start + start
    is_wrapped = line.end < len(text) and text[line.end] != "\n"
    return line.end - 1 if is_wrapped and line.end > line.start else line.end


def runs(text: str, row: Row, selection: tuple[int, int], cursor: tuple[int, int] | None) -> list[Run]:
    """The row in parts by their looks. `cursor` is the character under it, which may be the row's end; None where it
    stands in another row. A line end that is selected shows as a selected blank."""
    start, end = (max(row.start, min(place, row.end)) for place in selection)
    parts = [(row.start, start, ""), (start, end, "selected"), (end, row.end, "")]
    if cursor is not None:
        at, after = cursor[0], min(cursor[1], row.end)
        before = [(a, min(b, at), look) for a, b, look in parts if a < at]
        behind = [(max(a, after), b, look) for a, b, look in parts if b > after]
        parts = [*before, (at, after, "cursor"), *behind]
    found = [(text[a:b], look) for a, b, look in parts if a < b]
    if cursor is not None and cursor[0] >= row.end:
        return [*found, (" ", "cursor")]
    is_line_end = selection[0] <= row.end < selection[1] and text[row.end : row.end + 1] == "\n"
    return [*found, (" ", "selected")] if is_line_end else found
