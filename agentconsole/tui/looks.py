"""How an agent wants the console drawn, beside its colours and keys."""

from __future__ import annotations

from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """`counts_seconds`: whether anything ticks every second. `shows_cursor`: whether the terminal's own cursor is seen,
    where the focus is. `is_plain`: lines are drawn with `-` and `|`. `has_mouse`: whether the mouse is listened to.
    `joins_emoji`: whether the terminal is trusted to draw families, flags and skins as one picture of two cells.
    `counts_vowel_signs`: whether it gives the vowel signs of Hindi and its like a cell each, as most do."""

    counts_seconds: bool = True
    shows_cursor: bool = False
    is_plain: bool = False
    has_mouse: bool = True
    joins_emoji: bool = False
    counts_vowel_signs: bool = True


USUAL = Looks()


def looks_of(app: object) -> Looks:
    """What the app a widget is in was told; the usual looks in any other app."""
    found: Looks = getattr(app, "looks", USUAL)
    return found
