"""Where a reader stands in a long transcript: the last row in sight, as a message and a row of it.

Pure, and lazy: it asks for the height of a message only when it passes over it, so that neither the length of the
transcript nor that of a message elsewhere costs anything.
"""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Foot:
    """The last row in sight: the first `rows` rows of message `index` are above or on it."""

    index: int
    rows: int


@dataclass(frozen=True, slots=True)
class Reel:
    """`count` messages, whose heights in rows `height_of` tells."""

    count: int
    height_of: Callable[[int], int]

    @property
    def end(self) -> Foot:
        """The foot of a reader who sees the newest row."""
        return Foot(self.count - 1, self.height_of(self.count - 1)) if self.count else Foot(0, 0)

    def up(self, foot: Foot, rows: int, height: int) -> Foot:
        """Scrolled up by so many rows; a view of `height` rows stops at the first message."""
        index, left = foot.index, foot.rows - rows
        while left < 1 and index > 0:
            index -= 1
            left += self.height_of(index)
        moved = Foot(index, max(left, 1))
        return moved if self.rows_above(moved, height) >= height else self.first(height)

    def down(self, foot: Foot, rows: int) -> Foot:
        """Scrolled down by so many rows, at most to the end."""
        index, left = foot.index, foot.rows + rows
        while left > self.height_of(index):
            if index == self.count - 1:
                return self.end
            left -= self.height_of(index)
            index += 1
        return Foot(index, left)

    def first(self, height: int) -> Foot:
        """The foot of a view of `height` rows that begins with the first message."""
        if not self.count:
            return Foot(0, 0)
        return self.down(Foot(0, 0), height)

    def rows_above(self, foot: Foot, enough: int) -> int:
        """The rows up to the foot, counted until there are `enough`."""
        rows, index = foot.rows, foot.index
        while rows < enough and index > 0:
            index -= 1
            rows += self.height_of(index)
        return rows
