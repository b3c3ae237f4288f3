"""Which conversations of the queue are marked: they are kept by number, so that they stay marked wherever they move."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, number


@dataclass(frozen=True, slots=True)
class Marks:
    """The marked conversations, in the order they were marked."""

    ids: tuple[str, ...] = ()

    def __contains__(self, conversation_id: str) -> bool:
        return conversation_id in self.ids

    @property
    def words(self) -> str:
        """How many, as the queue's title says it; empty when none is."""
        return _("{count} marked").format(count=number(len(self.ids))) if self.ids else ""

    def toggled(self, conversation_id: str) -> Marks:
        """With this one marked, or no longer."""
        return self.without((conversation_id,)) if conversation_id in self else Marks((*self.ids, conversation_id))

    def all_toggled(self, in_sight: Iterable[str]) -> Marks:
        """With all of these marked; where all of them are, none of them any more."""
        seen = tuple(in_sight)
        new = tuple(each for each in seen if each not in self)
        return Marks((*self.ids, *new)) if new else self.without(seen)

    def without(self, gone: Iterable[str]) -> Marks:
        """Without these."""
        left = frozenset(gone)
        return Marks(tuple(each for each in self.ids if each not in left))
