"""A misspelt word: which of the words there are was meant."""

from __future__ import annotations

from collections.abc import Collection

NEAR = 0.75
"""The likeness, of 1, from which on a word is taken for another one misspelt: one letter of four wrong is."""


def nearest(word: str, known: Collection[str]) -> str:
    """The known word of the same letters in another order, else the one most like it; empty where none is near."""
    # Its rules of likeness cost a millisecond to load, and most words are spelt well.
    from difflib import get_close_matches

    letters = sorted(word)
    turned = [each for each in known if len(each) == len(word) and sorted(each) == letters]
    return next(iter(turned or get_close_matches(word, known, 1, NEAR)), "")
