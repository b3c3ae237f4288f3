"""Whose time it was: from the start of a clock to a command's acceptance, split into the agent's and the tool's."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from agentconsole.domain.promises.outages import Outage, length
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.values import dataclass

UNREMARKABLE = 30 * SECOND
"""The longest pause between two tries to send (protocol.md, 3.12): so much needs no outage to explain it."""


@dataclass(frozen=True, slots=True)
class Instants:
    """When it happened, in epoch ms of the server's clock as far as the console knew it. A server that never saw the
    console's own record knows only the first and the last."""

    pressed_at: int
    accepted_at: int
    saved_at: int | None = None
    first_try_at: int | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Milliseconds, none negative, which add up to the whole span: what the agent took until the key was pressed, and
    what the tool took to save, to begin sending, and to have it accepted."""

    agent: int
    saving: int
    waiting: int
    carrying: int

    @property
    def tool(self) -> int:
        """The tool's share: never the agent's time (protocol.md, 3.5)."""
        return self.saving + self.waiting + self.carrying


class Vouched(StrEnum):
    """What speaks for a command's tool time besides the console's own clock."""

    SHORT = "short"
    """No longer than any line takes at times."""
    SEEN = "seen"
    """The server itself saw an outage there."""
    REPORTED = "reported"
    """The console reported an outage there when it happened."""
    TOLD = "told"
    """Nothing but the instant the console gave: shown as such, and neither believed nor doubted."""


def split(instants: Instants, since: int) -> Split:
    """The span from `since`, when the clock began to run, to the acceptance.

    A console's clock may be wrong by half an answer's way, or may lie: no instant counts as later than the acceptance,
    none as earlier than what came before it, so the tool is never charged with a time before the clock ran.
    """
    end = max(since, instants.accepted_at)
    pressed = min(max(instants.pressed_at, since), end)
    saved = pressed if instants.saved_at is None else min(max(instants.saved_at, pressed), end)
    tried = saved if instants.first_try_at is None else min(max(instants.first_try_at, saved), end)
    return Split(pressed - since, saved - pressed, tried - saved, end - tried)


def vouched(instants: Instants, agent: str, outages: Iterable[Outage]) -> Vouched:
    """What speaks for the tool time between the press and the acceptance."""
    began, ended = instants.pressed_at, instants.accepted_at
    if ended - began <= UNREMARKABLE:
        return Vouched.SHORT
    known = tuple(outages)
    if _explains([o for o in known if o.is_seen], agent, began, ended):
        return Vouched.SEEN
    return Vouched.REPORTED if _explains(known, agent, began, ended) else Vouched.TOLD


def _explains(outages: Iterable[Outage], agent: str, began: int, ended: int) -> bool:
    """Whether all but an unremarkable rest of the span lies in outages: before one is noticed, and after it has ended,
    a pause between two tries each may have to run out."""
    return ended - began - length(outages, agent, began, ended) <= 2 * UNREMARKABLE


def explains_breach(instants: Instants, due_at: int) -> bool:
    """Whether the promise was kept by the agent and broken by the tool: pressed in time, accepted too late."""
    return instants.pressed_at <= due_at < instants.accepted_at
