"""The escalation ladder: rung over rung, who is there, what they may grant, and that it never ends at a wall."""

from __future__ import annotations

from collections.abc import Mapping

from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """One step up. `agents` are ids of colleagues; none at all, and no `contact` either, means every lead.

    `limit` is what they may grant, in minor units of `currency` (48000 EUR is 480.00 EUR); `usual_minutes` is how long
    it usually takes; `contact` is anything that reaches them outside the console.
    """

    id: str
    name: str
    agents: tuple[str, ...] = ()
    contact: str = ""
    limit: int = 0
    currency: str = "EUR"
    usual_minutes: int = 0


Ladder = tuple[Rung, ...]
DEFAULT_LADDER: Ladder = (Rung("lead", "Team lead"),)
"""Until a team says otherwise an agent's raised hand is seen by every lead."""


def rung_of(ladder: Ladder, rung_id: str) -> Rung | None:
    """The rung of this id; None when the ladder has none."""
    return next((each for each in ladder if each.id == rung_id), None)


def above(ladder: Ladder, rung_id: str) -> Rung | None:
    """The next rung up; None from the last one."""
    ids = [each.id for each in ladder]
    place = ids.index(rung_id) + 1 if rung_id in ids else 0
    return ladder[place] if place < len(ladder) else None


def members(rung: Rung, agents: Mapping[str, Agent]) -> tuple[Agent, ...]:
    """The colleagues of the rung, here or not."""
    if rung.agents or rung.contact:
        return tuple(agents[each] for each in rung.agents if each in agents)
    return tuple(each for each in agents.values() if each.is_lead)


def on_now(rung: Rung, agents: Mapping[str, Agent]) -> tuple[Agent, ...]:
    """Those of them who are on shift."""
    return tuple(each for each in members(rung, agents) if each.presence is not Presence.OFFLINE)


def is_manned(rung: Rung, agents: Mapping[str, Agent]) -> bool:
    """Whether anybody can be reached there now."""
    return bool(rung.contact or on_now(rung, agents))


def first_reached(ladder: Ladder, start: Rung, agents: Mapping[str, Agent]) -> Rung:
    """`start`, or the next rung above it where somebody is; `start` again when nobody is anywhere."""
    upwards = ladder[ladder.index(start) :] if start in ladder else (start,)
    return next((each for each in upwards if is_manned(each, agents)), start)


def money(rung: Rung) -> str:
    """What the rung may grant, in words an agent can say: `480.00 EUR`; empty when nothing is set."""
    return f"{rung.limit // 100:,}.{rung.limit % 100:02} {rung.currency}" if rung.limit else ""
