"""What everybody does about team leads in a proven shift: raised hands, whispers, take-overs, offers, at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from agentconsole.domain.commands import Command
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.commands import (
    AcceptOffer,
    AcknowledgeEscalation,
    AskForHelp,
    Barge,
    CancelHandBack,
    DeclineOffer,
    DeclineWhisper,
    Escalate,
    HandBack,
    HandInText,
    Leave,
    LookedAt,
    Monitor,
    Offer,
    PassOn,
    Remind,
    SeenSummary,
    StopMonitoring,
    TakeOver,
    Whisper,
    Withdraw,
)
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.commands import Broadcast, ReassignAll
from agentconsole.simulator.desk import Desk, has_room

CALLS = 0.04
"""Share of an agent's key presses that call a lead, or take the call back."""
LEADS = 0.5
"""Share of a lead's key presses that lead; with the others they work the queue like anyone."""
REASSIGNS = 0.01


class Leading:
    """For one shift; which of the agents lead is known by name."""

    def __init__(self, desk: Desk, pick: Random, agents: Sequence[str], leads: frozenset[str]) -> None:
        self._desk, self._pick, self._agents, self._leads = desk, pick, agents, leads
        self._handed_in: set[tuple[str, int]] = set()

    def next_step(self, agent_id: str, mine: list[Conversation], now: int) -> Command | None:  # noqa: ARG002 - one shape with the demo's
        """The next thing the agent does about leads; None when there is none."""
        return next(self._steps(agent_id, mine), None)

    def _steps(self, agent_id: str, mine: list[Conversation]) -> Iterator[Command]:
        for c in self._desk.offered(agent_id):
            yield AcceptOffer(c.id) if has_room(mine, c.channel, tickets=8) else DeclineOffer(c.id, "my hands are full")
        for c in mine:
            if c.oversight.summary is not None and c.oversight.summary.by != agent_id:
                yield SeenSummary(c.id)
        yield from self._unsent(agent_id)
        if agent_id in self._leads and self._pick.random() < LEADS:
            yield from self._led(mine)
        elif mine and self._pick.random() < CALLS:
            c = self._pick.choice(mine)
            yield self._pick.choice(
                (
                    Escalate(c.id, self._pick.choice(list(EscalationReason)), "they want somebody who decides"),
                    AskForHelp(c.id, "how far may I go?"),
                    Withdraw(c.id),
                    DeclineWhisper(c.id),
                )
            )

    def _unsent(self, agent_id: str) -> Iterator[Command]:
        """What they had begun to write follows what was taken from them."""
        for c in self._desk.held():
            taken = c.oversight.taken
            if taken is not None and taken.from_agent == agent_id and (c.id, taken.at) not in self._handed_in:
                self._handed_in.add((c.id, taken.at))
                yield HandInText(c.id, "I had begun to write this.")

    def _led(self, mine: list[Conversation]) -> Iterator[Command]:
        mate = self._pick.choice(self._agents)
        if self._pick.random() < REASSIGNS:
            yield ReassignAll(mate, "fell ill")
        taken = [c for c in mine if c.oversight.taken is not None]
        for c in taken:
            if self._pick.random() < 0.3:
                to_queue = self._pick.random() < 0.2
                cancel = c.oversight.returning is not None and self._pick.random() < 0.3
                yield CancelHandBack(c.id) if cancel else HandBack(c.id, "agreed: a month free", to_queue)
        seen = [*self._desk.called(), *self._desk.held(), *self._desk.waiting(4)]
        if seen:
            c = self._pick.choice(seen)
            yield self._pick.choice(self._ways(c, mate))

    def _ways(self, c: Conversation, mate: str) -> tuple[Command, ...]:
        own = c.id
        return (
            *(each(own) for each in (Monitor, StopMonitoring, Barge, Leave, TakeOver, TakeOver, LookedAt, Remind)),
            *(AcknowledgeEscalation(own), PassOn(own), Whisper(own, "Offer the month free.")),
            *(Offer(own, mate), Offer(own, mate), Broadcast("The mail cluster is back.")),
        )
