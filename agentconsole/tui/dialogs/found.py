"""What a picker is given to show: things to pick, and whoever finds them; light, for whoever offers a list loads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something to pick: what it stands for, its words, and a word at the right edge such as its key. What is not
    found, but made by picking it, is not counted."""

    value: str
    words: str
    aside: str = ""
    detail: str = ""
    is_found: bool = True


Complete = Callable[[str], str]
"""What is missing to the word that was begun at the end of a text; empty where nothing was."""
End = Callable[[str], str | None]
"""Whether a typed text is no search any more, and what is given back of it; None while it still is one."""
GiveBack = Callable[[str, bool], None]
"""Takes the words that were typed into a picker which was left without a pick, and whether Enter or the words
themselves ended it, so that they are meant as text."""


class Show(Protocol):
    """Shows what was found; `has_more` says that more would come if more were asked for."""

    def __call__(self, items: Sequence[Item], *, has_more: bool = False) -> None: ...


Find = Callable[[str, int, Show], None]
"""Looks for the words and shows what they find, about as many as are asked for: at once, or later from the screens'
thread. A question that a newer one has overtaken may go without an answer."""
