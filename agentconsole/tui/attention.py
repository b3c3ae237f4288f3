"""Whether the agent looks at the console right now, as far as a terminal can tell."""

from __future__ import annotations

IDLE_SECONDS = 30.0
"""Without a key for so long nobody may be looking (screens.md, 1.5)."""


class Attention:
    """Remembers the last key. Seconds are those of the loop's clock."""

    def __init__(self) -> None:
        self._pressed_at = float("-inf")

    def pressed(self, at: float) -> None:
        """A key came."""
        self._pressed_at = at

    def is_away(self, now: float, *, has_window: bool) -> bool:
        """Whether to call: another window is looked at, or no key came for a while. Terminals that do not report the
        focus always say that it is theirs."""
        return not has_window or now - self._pressed_at > IDLE_SECONDS
