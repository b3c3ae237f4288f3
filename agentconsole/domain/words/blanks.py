"""Blanks in a text: `{{?what}}` is for the agent to fill in, and no message with one left in it is ever sent."""

from __future__ import annotations

import re

_OPEN = r"\{\{\?([^{}\n]{0,80})\}\}"


def unfilled(text: str) -> tuple[str, ...]:
    """What is still to be filled in, in the words of the blanks."""
    return tuple(match[1].strip() or "?" for match in re.finditer(_OPEN, text))


def first_unfilled(text: str) -> tuple[int, int] | None:
    """Where the first one stands; None when nothing is left."""
    match = re.search(_OPEN, text)
    return match.span() if match else None
