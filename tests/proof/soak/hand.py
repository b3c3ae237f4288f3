"""The hand at the keyboard: deeds of a few keys, drawn from a seed, that touch everything and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

LETTERS = "abcdefghij klmnop rstuv wxyz éñ漢"
SIZES = ((120, 36), (80, 24), (200, 60), (100, 30), (60, 15), (160, 45))
THEMES = ("ac-light", "ac-contrast", "ac-ansi", "ac-dark")
HOME = ("escape", "escape", "escape")
"""Out of every dialog, composer and transcript, back to the queue."""

Deed = tuple[str, ...]


def deeds(pick: Random) -> Iterator[Deed]:
    """For ever: each deed as its keys; after HOME the agent is where the next one begins."""
    while True:
        yield pick.choices(KINDS, weights=WEIGHTS)[0](pick)


def themed(pick: Random) -> Deed:
    """Another theme, by the palette, as somebody does whose room gets dark."""
    return ("ctrl+p", *"theme ...", "enter", *pick.choice(THEMES), "enter")


def _text(pick: Random, most: int = 20) -> Deed:
    return tuple(pick.choice(LETTERS) for _ in range(pick.randint(3, most)))


def _walks(pick: Random) -> Deed:
    return (*pick.choices(["j", "k", "pagedown", "pageup", "home", "end", "u", "-"], k=pick.randint(3, 9)), "enter")


def _writes(pick: Random) -> Deed:
    edits = ("left", "shift+left", "ctrl+shift+left", "backspace", "ctrl+w", "ctrl+z", "home", "shift+end", "end", "up")
    ending = pick.choice([("enter",), ("ctrl+s",), ("ctrl+j", "x"), ("ctrl+u",)])
    return (
        pick.choice(["f2", "f3", "r", "i", "f5"]),
        *_text(pick),
        *pick.choices(edits, k=4),
        *_text(pick, 6),
        *ending,
    )


def _takes(pick: Random) -> Deed:
    return (pick.choice(["c", "a", "f4", "h", "z"]),)


def _ends(_: Random) -> Deed:
    # The letter answers the question about words that are not sent.
    return ("f2", "escape", "e", "y", "1", "enter")


def _asks(pick: Random) -> Deed:
    return (pick.choice("tIFLWPpwC#!"), "tab", *_text(pick, 8), "down", "escape")


def _finds(pick: Random) -> Deed:
    found = (("ctrl+p",), ("g", "s"), ("/",), ("ctrl+y",))
    return (*pick.choice(found), *_text(pick, 6), "down", "down", "escape", "backspace")


def _reads(pick: Random) -> Deed:
    return (*pick.choice([("f1",), ("g", "r"), ("Y",), ("g", "a"), ("g", "m"), ("g", "q")]), "pagedown", "j", "escape")


def _looks_around(pick: Random) -> Deed:
    return pick.choice(
        [("f7", "j", "j", "tab", "f7"), ("+", "+", "_"), ("f6", "f6", "f6"), ("enter", "v", "space", "q")]
    )


KINDS = (_walks, _writes, _takes, _ends, _asks, _finds, _reads, _looks_around)
WEIGHTS = (6, 8, 3, 2, 3, 4, 2, 2)
