"""How a contact is called, in a greeting and in their own line."""

from __future__ import annotations


def called(name: str) -> str:
    """How a contact is called: the first of their names, behind a title that is written with a dot, such as `Dr.`; an
    initial is no title."""
    words = name.split()
    return next((word for word in words if not (word.endswith(".") and len(word) > 2)), name.strip())
