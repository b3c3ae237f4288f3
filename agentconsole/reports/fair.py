"""The fair report: each command's journey from the key to the server's yes, and whose time it was. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentconsole.domain.promises.outages import Outage, covering
from agentconsole.domain.promises.tool_time import Instants, Split, Vouched, split, vouched
from agentconsole.domain.values import dataclass
from agentconsole.store.own.outbox import Attempt
from agentconsole.tongue import N_


@dataclass(frozen=True, slots=True)
class Journey:
    """One command's journey from the key to the receipt; instants in epoch ms. `accepted_at` is the server's own, 0
    while there is no answer; `settled_at` is when this console had filed it, and `receipt` its exact text."""

    id: str
    actor: str
    kind: str
    conversation: str
    outcome: str
    words: str
    seq: int
    pressed_at: int
    saved_at: int
    accepted_at: int
    settled_at: int = 0
    receipt: str = ""
    tries: tuple[Attempt, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether there is a receipt."""
        return self.accepted_at > 0

    @property
    def instants(self) -> Instants:
        """What the split needs."""
        first = self.tries[0].at if self.tries else None
        return Instants(self.pressed_at, self.accepted_at, self.saved_at, first)

    @property
    def shares(self) -> Split:
        """The tool's share of it; the agent's ended with the key."""
        return split(self.instants, self.pressed_at)


@dataclass(frozen=True, slots=True)
class Judged:
    """A journey with what speaks for its tool time, and the outages to cite for it."""

    journey: Journey
    vouched: Vouched
    outages: tuple[Outage, ...]


def judged(journey: Journey, outages: Iterable[Outage]) -> Judged:
    """The journey beside the outages it was pressed in."""
    known = tuple(outages)
    spoken = vouched(journey.instants, journey.actor, known) if journey.is_answered else Vouched.SHORT
    return Judged(journey, spoken, covering(known, journey.actor, journey.pressed_at))


WORDS = {
    Vouched.SHORT: "",
    Vouched.SEEN: N_("the server saw an outage"),
    Vouched.REPORTED: N_("the console reported an outage"),
    Vouched.TOLD: N_("by the console's own clock"),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """All journeys together: how many, the tool's ms in all, and how many it kept for longer than a line may."""

    commands: int
    tool: int
    slow: int
    unanswered: int


def added_up(all_of: Sequence[Judged]) -> Sum:
    """The last line of the report."""
    answered = [each for each in all_of if each.journey.is_answered]
    slow = sum(1 for each in answered if each.vouched is not Vouched.SHORT)
    return Sum(len(all_of), sum(each.journey.shares.tool for each in answered), slow, len(all_of) - len(answered))
