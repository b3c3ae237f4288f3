"""Conversations are also asked for by their number, typed as `#4502` or `4502`."""

from __future__ import annotations


def number_in(text: str) -> str:
    """The conversation's id when the text is nothing but a number, with or without its `#`; else empty."""
    digits = text.strip().removeprefix("#")
    return digits if digits.isascii() and digits.isdigit() else ""
