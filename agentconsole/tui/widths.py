"""How many cells the vowel signs of Hindi, Bengali, Tamil and their like take: one each, as most terminals have it."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from rich import cells
from rich._unicode_data import load
from rich.cells import CellTable

_LAST: Final = 0x1FFFF
"""Behind it stand thousands of signs without a cell, and no spacing mark."""

_TABLE: Final = "load_cell_table"
"""What Rich's measuring asks, each time anew."""


def count_vowel_signs() -> None:
    """From here on a spacing mark (Unicode's category Mc) is a cell wide wherever Rich and Textual measure.

    Rich counts none for it. The C library, and with it tmux, xterm, VTE, screen and xterm.js, gives it one, and every
    sign behind it in a row would stand further right than was meant. Kitty counts as Rich does, and so do those that
    draw a whole cluster in the cells of its first sign, for which there is `display.emoji = "joined"`.
    """
    asked = vars(cells)
    if asked[_TABLE] is settled:
        return
    asked[_TABLE] = settled
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


@cache
def settled(unicode_version: str = "auto") -> CellTable:
    table = load(unicode_version)
    widths: list[tuple[int, int, int]] = []
    for first, last, width in table.widths:
        is_settled = width > 0 or first > _LAST
        widths.extend([(first, last, width)] if is_settled else _without_spacing(first, last))
    return table._replace(widths=widths)


def _without_spacing(first: int, last: int) -> list[tuple[int, int, int]]:
    """The signs of a run that take no cell, as runs; what stands in no run takes one."""
    runs: list[tuple[int, int, int]] = []
    for code in range(first, last + 1):
        if unicodedata.category(chr(code)) == "Mc":
            continue
        begins = runs.pop()[0] if runs and runs[-1][1] == code - 1 else code
        runs.append((begins, code, 0))
    return runs
