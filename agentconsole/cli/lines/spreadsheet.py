"""Rows for a spreadsheet, as text on the standard output."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from agentconsole.channels.files.formula_guard import guard


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180, every cell of a row through the formula guard."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guard(cell) for cell in cells] for cells in rows)
    return out.getvalue()
