"""Cells of an export that no spreadsheet takes for a formula.

A cell is guarded by an apostrophe when it begins with `= + - @`, TAB, CR or NUL, with one of their
full-width forms, or with white space before one of these (protocol.md, section 5, "Export"). A cell
that already has apostrophes there gets one more, so that taking one away always gives the original.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*(?:[\t\r\x00]|\s*[=+\-@＝＋－＠])")


def guard(cell: str) -> str:
    """The cell, with an apostrophe in front when a spreadsheet could run it."""
    return "'" + cell if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """What `guard` was given; a cell it never touched stays as it is."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
