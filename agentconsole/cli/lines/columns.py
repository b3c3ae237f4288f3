"""How wide a stream's terminal is, for lines that break between words."""

from __future__ import annotations

import os
from typing import TextIO

USUAL = 80
"""Cells of a terminal that does not tell how wide it is."""


def columns(stream: TextIO) -> int:
    """Cells in a row of the terminal; 0 where the stream is none, and each line stays whole for whoever reads it."""
    if not stream.isatty():
        return 0
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL
    except OSError:
        return USUAL
