"""Where clean text breaks into rows of a width in cells: between words, and inside a word only when it is too long."""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len, chop_cells

NARROWEST: Final = 4
"""Cells below which text is laid out as if there were this many."""
_WORD: Final = re.compile(r"^\s+|\S+\s*")


def wrap(clean: str, width: int) -> list[str]:
    """The rows of a text, at least one, each at most `width` cells wide and without blanks at its end."""
    width = max(NARROWEST, width)
    rows: list[str] = []
    for paragraph in clean.split("\n"):
        rows += [paragraph] if cell_len(paragraph) <= width else _broken(paragraph, width)
    return rows


def _broken(paragraph: str, width: int) -> list[str]:
    rows: list[str] = []
    row, used = "", 0
    for piece in _WORD.findall(paragraph):
        word = piece.rstrip()
        size = cell_len(word)
        if used + size > width and row:
            if size > width and width - used > NARROWEST:
                head = chop_cells(word, width - used)[0]
                row, word = row + head, word[len(head) :]
            rows.append(row.rstrip())
            row = ""
        if cell_len(word) > width:
            *full, word = chop_cells(word, width)
            rows += full
        row += word + piece[len(piece.rstrip()) :]
        used = cell_len(row)
    return [*rows, row.rstrip()] if row.strip() else rows
