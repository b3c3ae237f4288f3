"""When to remind, how loudly, and how to stay quiet: stages of a clock and the budget of the bell."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import HOUR, SECOND
from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.promises.clocks import Clock


class Stage(IntEnum):
    """How close a promise is to breaking; higher is worse."""

    CALM = 0
    NUDGE = 1
    ALARM = 2
    BREACH = 3
    LEAD = 4


def stage(clock: Clock, now: int) -> Stage:
    """The stage the clock is in: computed from data, so sleep and clock steps cannot add any in between."""
    if now >= clock.lead_at:
        return Stage.LEAD
    if now >= clock.breach_at:
        return Stage.BREACH
    if now >= clock.alarm_at:
        return Stage.ALARM
    return Stage.NUDGE if now >= clock.nudge_at else Stage.CALM


def next_stage_at(clock: Clock, now: int) -> int | None:
    """The instant at which the stage changes next; None once leads are shown it."""
    marks = (clock.nudge_at, clock.alarm_at, clock.breach_at, clock.lead_at)
    return min((at for at in marks if at > now), default=None)


BELL_GAP = 30 * SECOND
BELLS_PER_HOUR = 12

STEP = 2 * SECOND
"""A wall clock that moves this much more or less than the steady one was stepped, or the machine slept."""


@dataclass(frozen=True, slots=True)
class Bells:
    """What has rung so far: at most one bell in 30 s and 12 in an hour, and each stage of a promise once.

    `heard` maps a conversation to the loudest promise-and-stage it rang for; `rung` are the last hour's bells.
    """

    rung: tuple[int, ...] = ()
    heard: tuple[tuple[str, str, int], ...] = ()
    wall: int = 0
    steady: int = 0

    def stepped(self, wall: int, steady: int) -> bool:
        """Whether the wall clock jumped against the steady one since the last look."""
        return self.wall != 0 and abs((wall - self.wall) - (steady - self.steady)) > STEP


def ring(
    bells: Bells,
    running: tuple[tuple[str, Clock], ...],
    wall: int,
    steady: int,
    *,
    is_looking: bool = False,
) -> tuple[bool, Bells]:
    """Whether to ring now for these (conversation id, clock) pairs, and the budget afterwards.

    Only an alarm or a breach rings. After a step of the clock everything due is marked as heard without a
    sound: one glance at the screen replaces a burst, and so it is for who `is_looking` anyway, as whoever types is
    (screens.md, 1.5).
    """
    loud = _loudest(running, wall)
    known = {i: (mark, level) for i, mark, level in bells.heard}
    fresh = [i for i, now in loud.items() if known.get(i, ("", 0)) != now]
    seen = replace(bells, wall=wall, steady=steady)
    if bells.stepped(wall, steady) or is_looking:
        return False, replace(seen, heard=_heard(loud))
    recent = tuple(at for at in bells.rung if 0 <= steady - at < HOUR)
    quiet = len(recent) >= BELLS_PER_HOUR or (bool(recent) and steady - recent[-1] < BELL_GAP)
    if not fresh:
        return False, replace(seen, rung=recent, heard=_heard(loud))
    if quiet:
        kept = {i: known[i] for i in loud if i in known}
        return False, replace(seen, rung=recent, heard=_heard(kept))
    return True, replace(seen, rung=(*recent, steady), heard=_heard(loud))


def _loudest(running: tuple[tuple[str, Clock], ...], wall: int) -> dict[str, tuple[str, int]]:
    """One promise for each conversation that may ring: the worst of those that alarm or are broken."""
    loud: dict[str, tuple[str, int]] = {}
    for conversation_id, clock in running:
        level = stage(clock, wall)
        if level in (Stage.ALARM, Stage.BREACH) and level > loud.get(conversation_id, ("", 0))[1]:
            loud[conversation_id] = (clock.mark, int(level))
    return loud


def _heard(loud: dict[str, tuple[str, int]]) -> tuple[tuple[str, str, int], ...]:
    return tuple((i, mark, level) for i, (mark, level) in loud.items())
