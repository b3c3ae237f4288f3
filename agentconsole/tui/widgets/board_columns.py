"""Columns of the board's lists: which of them a width has room for, and what each is given. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui.widgets.ink import Ink


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in English, its least cells where neither that nor `words` of ours that may stand in it
    need more, and its share of the cells left over. The highest rank gives way first; rank 0 never does."""

    heading: str
    least: int
    rank: int = 0
    share: int = 0
    ink: Ink = Ink.TEXT
    words: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The heading in the spoken language."""
        return _(self.heading) if self.heading else ""

    @property
    def cells(self) -> int:
        """What it needs."""
        return max(self.least, cell_len(self.title), *(cell_len(_(each)) for each in self.words))


Placed = tuple[int, int]
"""The number of a column and the cells it has."""


def fitted(columns: Sequence[Column], width: int, longest: Sequence[int] = ()) -> tuple[Placed, ...]:
    """The columns that fit into `width` cells with a blank behind each. Of the cells left over, those whose heading
    fills them first take a blank more, so that two headings do not read as one; the rest is shared out. `longest` are
    the cells that what stands in each column needs: what none of its rows fills, the last column has."""
    kept = list(enumerate(columns))
    while len(kept) > 1 and _least(kept) > width and any(each.rank for _, each in kept):
        kept.remove(max(kept, key=lambda numbered: (numbered[1].rank, numbered[0])))
    over, shares = max(0, width - _least(kept)), sum(each.share for _, each in kept)
    spaced = [number for number, each in kept[:-1] if cell_len(each.title) == each.cells][:over]
    over -= len(spaced)
    shared = [
        (number, each.cells + (number in spaced) + (over * each.share // shares if shares else 0))
        for number, each in kept
    ]
    return tuple(_filled(shared, columns, longest) if longest else shared)


def _filled(shared: list[Placed], columns: Sequence[Column], longest: Sequence[int]) -> list[Placed]:
    *others, (last, cells) = shared
    if not columns[last].share:
        return shared
    wanted = [
        (n, min(size, max(columns[n].cells, longest[n]))) if columns[n].share else (n, size) for n, size in others
    ]
    freed = sum(size for _n, size in others) - sum(size for _n, size in wanted)
    return [*wanted, (last, cells + freed)]


def _least(kept: Sequence[tuple[int, Column]]) -> int:
    return sum(each.cells + 1 for _, each in kept)
