"""The way through the conversations one had open, as a browser keeps it: pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agentconsole.domain.values import dataclass

KEPT: Final = 100
"""Steps remembered: more than anybody walks back."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The conversations in the order they were opened; `at` is the step one stands on, -1 before the first."""

    steps: tuple[str, ...] = ()
    at: int = -1

    @property
    def here(self) -> str:
        """Where one stands; empty before the first step."""
        return self.steps[self.at] if self.steps else ""

    def to(self, conversation_id: str) -> Trail:
        """With another one opened: what lay ahead is forgotten."""
        if conversation_id == self.here:
            return self
        steps = (*self.steps[: self.at + 1], conversation_id)[-KEPT:]
        return Trail(steps, len(steps) - 1)

    def moved(self, by: int) -> Trail:
        """So many steps forward, or back where negative; at either end it goes no further."""
        return replace(self, at=max(0, min(self.at + by, len(self.steps) - 1))) if self.steps else self

    def without(self, conversation_id: str) -> Trail:
        """Without one that cannot be seen any more, and without the same place twice in a row."""
        kept: list[str] = []
        at = -1
        for n, each in enumerate(self.steps):
            if each != conversation_id and kept[-1:] != [each]:
                kept.append(each)
            if n == self.at:
                at = len(kept) - 1
        return Trail(tuple(kept), max(at, 0 if kept else -1))
