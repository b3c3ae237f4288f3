"""How many there are of something, in words."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """How many there are of what is told in the singular: `1 agent`, `2,000 agents`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
