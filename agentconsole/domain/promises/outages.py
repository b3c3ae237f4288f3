"""Outages: spans in which the tool kept somebody from their work, and what they may be cited for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from agentconsole.domain.promises.service_levels import DAY, SECOND
from agentconsole.domain.values import dataclass

SHORTEST = 5 * SECOND
"""A console looks every 5 s (protocol.md, 3.7): what was over before the next look kept nobody waiting."""
LONGEST = 30 * DAY
"""As long as a session can last (protocol.md, 3.13): a longer span is a clock gone wrong, and no outage."""


class OutageKind(StrEnum):
    """What was missing."""

    CONSOLE_OFFLINE = "console_offline"
    SIGNED_OUT = "signed_out"
    STORE_UNAVAILABLE = "store_unavailable"


SEEN_BY_THE_SERVER = frozenset({OutageKind.STORE_UNAVAILABLE})
"""Kinds only the server itself can know of; the others are what a console says about its own line."""


@dataclass(frozen=True, slots=True)
class Outage:
    """One span, in epoch ms of the server's clock. `agent` is empty where it was everybody's; `seq` is the event to
    cite, 0 before there is one. `is_seen` where the server itself saw it; else the console reported it, and it counts
    as told: an agent is not accused of lying by a report."""

    kind: OutageKind
    agent: str
    console: str
    began_at: int
    ended_at: int
    is_seen: bool
    seq: int = 0

    def concerns(self, agent: str) -> bool:
        """Whether it kept this agent from working."""
        return self.agent in ("", agent)

    def covers(self, at: int) -> bool:
        """Whether the instant lies in it."""
        return self.began_at <= at < self.ended_at


def is_worth_telling(began_at: int, ended_at: int) -> bool:
    """Whether the span is one to put on record."""
    return SHORTEST <= ended_at - began_at <= LONGEST


def covering(outages: Iterable[Outage], agent: str, at: int) -> tuple[Outage, ...]:
    """The agent's outages in which the instant lies, those the server saw in front."""
    found = (each for each in outages if each.concerns(agent) and each.covers(at))
    return tuple(sorted(found, key=lambda each: (not each.is_seen, each.began_at)))


def length(outages: Iterable[Outage], agent: str, began_at: int, ended_at: int) -> int:
    """Milliseconds between the two instants that lie in any of the agent's outages, each counted once: two consoles
    of one agent, and the server, may all tell of the same one."""
    total, reached = 0, began_at
    for each in sorted((o for o in outages if o.concerns(agent)), key=lambda o: o.began_at):
        begins, ends = max(each.began_at, reached), min(each.ended_at, ended_at)
        if ends > begins:
            total, reached = total + ends - begins, ends
    return total
