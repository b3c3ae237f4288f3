"""Which conversation stands in which pane, so that both chats are always visible in some form. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.team.capacity import Held

WIDTHS: list[tuple[int, str]] | None = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (160, "-wide")]
HEIGHTS: list[tuple[int, str]] | None = [(0, "-flat"), (15, "-short"), (24, "-tall")]
"""Classes of the screen by columns and by rows."""


class Room(StrEnum):
    """How wide the window is: under 100 columns, under 160, or more."""

    NARROW = "narrow"
    MEDIUM = "medium"
    WIDE = "wide"


def room_for(columns: int) -> Room:
    """The room a number of columns gives."""
    if columns < 100:
        return Room.NARROW
    return Room.MEDIUM if columns < 160 else Room.WIDE


LEAST_WIDTH, MOST_WIDTH = 30, 120
"""Columns the queue may be given beside a conversation."""
PANE_LEAST = 48
"""Columns a conversation keeps beside it, whatever the queue was given."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the agent wants the console laid out: `rows` auto, one or two; `side` left or right; the queue's columns, 0
    for as many as fit the window; `zoom` both, reader or queue."""

    rows: str = "auto"
    side: str = "left"
    queue_width: int = 0
    zoom: str = "both"

    def width_in(self, columns: int) -> int:
        """The queue's columns in a window of so many; 0 leaves it to the style sheet."""
        return min(self.queue_width, columns - PANE_LEAST) if self.queue_width else 0


AS_FITS = Shape()


def width_of(words: str) -> int:
    """The width that was typed, 0 for `auto`. Raises ValueError with what would do."""
    if words in ("", "0", "auto"):
        return 0
    if not (words.isascii() and words.isdigit() and LEAST_WIDTH <= int(words) <= MOST_WIDTH):
        raise ValueError(f"auto, or {LEAST_WIDTH} to {MOST_WIDTH} columns")
    return int(words)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Conversation ids by place, empty for an empty place; `peeks` are chats that get one line."""

    left: str = ""
    right: str = ""
    peeks: tuple[str, ...] = ()
    is_right_current: bool = False


def arrange(current: str, chats: tuple[Held, ...], room: Room, last_chat: str = "") -> Arrangement:
    """Where things stand. Side by side, chat 1 keeps the left place and chat 2 the right one while either is open;
    a ticket or a call takes the left place and leaves the right one to the chat looked at last."""
    ids = tuple(held.conversation_id for held in chats)
    if room is not Room.WIDE:
        return Arrangement(current, "", tuple(each for each in ids if each != current))
    if current in ids or not current:
        by_slot = {held.slot_no: held.conversation_id for held in chats}
        left, right = by_slot.get(1, ""), by_slot.get(2, "")
        return Arrangement(left, right, (), is_right_current=bool(current) and current == right)
    beside = last_chat if last_chat in ids else next(iter(ids), "")
    return Arrangement(current, beside, tuple(each for each in ids if each != beside))
