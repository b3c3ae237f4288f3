"""What the small widgets share: one value shown at a glance, a clock at its left, parts that give way by rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from agentconsole.domain.promises.reminders import Stage
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tui import present
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted, Run

if TYPE_CHECKING:
    from agentconsole.domain.promises.clocks import Clock

STAGE_INKS: Final = {
    Stage.CALM: Ink.TEXT,
    Stage.NUDGE: Ink.SOON,
    Stage.ALARM: Ink.SOON,
    Stage.BREACH: Ink.LATE,
    Stage.LEAD: Ink.LATE,
}
GAP: Final = " │ "


class Glance(Painted):
    """A widget of a line or a few. `offset` is the agent's local time, milliseconds east of UTC."""

    def __init__(self, *, offset: int = 0, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._now = 0
        self._offset = offset

    @property
    def changes_at(self) -> int:
        """The next instant at which a word changes by itself; FAR when none will."""
        return FAR

    def tick(self, now: int) -> None:
        """Another `now`: repaints the words that changed, and nothing else."""
        self._now = now
        self.repaint()

    def clock_run(self, clock: Clock | None, fallback: str) -> Run:
        """` !! upd 0:42   `: the urgency and the due cell, always LEFT_WIDTH cells; `fallback` when nothing runs."""
        due = self._due(clock) if clock else present.DueCell(fallback, Stage.CALM)
        width = present.DUE_WIDTH
        ink = STAGE_INKS[due.stage] if clock else Ink.DIM
        return f" {present.URGENCY[due.stage]} {due.text[:width]:<{width}} ", ink

    def clock_changes_at(self, clock: Clock | None) -> int:
        """When `clock_run` reads differently; FAR when nothing runs."""
        return self._due(clock).changes_at if clock else FAR

    def _due(self, clock: Clock) -> present.DueCell:
        return present.due_cell(clock, self._now, self._offset, seconds=self.looks.counts_seconds)


@dataclass(frozen=True, slots=True)
class Part:
    """Runs that are shown together or not at all; the highest rank gives way first."""

    runs: Line
    rank: int = 0


def part(text: str, ink: Ink = Ink.TEXT, rank: int = 0) -> Part:
    """A part of one run."""
    return Part(((text, ink),), rank)


def joined(parts: list[Part], width: int, gap: str = GAP) -> Line:
    """The parts that fit, in their order, with a gap between; the first of the lowest rank stays whatever happens.

    What the ones that gave way leave free, a shorter one of them may take again.
    """
    said = [each for each in parts if any(text for text, _ in each.runs)]
    kept = said.copy()
    while len(kept) > 1 and _size(kept, gap) > width:
        kept.remove(max(reversed(kept), key=lambda each: each.rank))
    for each in sorted((one for one in said if one not in kept), key=lambda one: one.rank):
        more = [one for one in said if one is each or one in kept]
        kept = more if _size(more, gap) <= width else kept
    runs: list[Run] = []
    for each in kept:
        runs += [(gap, Ink.RULE), *each.runs] if runs else list(each.runs)
    return tuple(runs)


def _size(parts: list[Part], gap: str) -> int:
    return sum(cell_len(text) for each in parts for text, _ in each.runs) + cell_len(gap) * (len(parts) - 1)
