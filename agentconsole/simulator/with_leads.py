"""What simulated colleagues do around team leads: they ask for one, thank for whispers, read summaries, take offers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from agentconsole.domain.commands import Command
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.commands import (
    AcceptOffer,
    AcknowledgeEscalation,
    AskForHelp,
    DeclineOffer,
    DeclineWhisper,
    Escalate,
    HandInText,
    SeenSummary,
    Whisper,
)
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import Channel, Status
from agentconsole.simulator.desk import Desk, has_room
from agentconsole.simulator.script import Part

EVERY = 5 * MINUTE
"""Between two calls for a lead: more would be no shift but an uproar."""
SHARE = 0.3
"""Of the conversations a colleague looks at meanwhile, so many are worth a call."""
WHY = {
    "billing": (EscalationReason.BEYOND_LIMIT, "they want all of it back, I may only grant a part"),
    "security": (EscalationReason.SECURITY, "they think somebody else was in the account"),
    "migration": (EscalationReason.OUR_FAULT, "the move took mail down for a night, and they know it was us"),
    "access": (EscalationReason.BEYOND_KNOWLEDGE, "I cannot see what blocks the login"),
}
OTHERWISE = (EscalationReason.ASKED_FOR, "they want somebody who decides; I would give them a month")
THANKS = "Thank you, I will do that."
READING = "I am reading along. What would help you most?"


class WithLeads:
    """For one demo. `visitor` leads where `visitor_leads`; else a simulated lead answers whoever calls."""

    def __init__(self, desk: Desk, pick: Random, visitor: str, leads: frozenset[str], first: str) -> None:
        """`first` is the external id of the conversation for which a visiting lead is called first."""
        self._desk, self._pick = desk, pick
        self._visitor, self._leads, self._first = visitor, leads, first
        self._called_at = 0
        self._done: set[tuple[str, str, int]] = set()

    def next_step(self, agent_id: str, mine: list[Conversation], now: int) -> Command | None:
        """The next thing the agent does about leads; None when there is none."""
        return next(self._steps(agent_id, mine, now), None)

    def _steps(self, agent_id: str, mine: list[Conversation], now: int) -> Iterator[Command]:
        for c in self._desk.offered(agent_id):
            yield AcceptOffer(c.id) if has_room(mine, c.channel, tickets=8) else DeclineOffer(c.id, "my hands are full")
        for c in self._desk.mine(self._visitor):
            yield from self._unsent(agent_id, c)
        for c in mine:
            if c.oversight.summary is not None and c.oversight.summary.by != agent_id:
                yield SeenSummary(c.id)
            whisper = c.oversight.whisper
            if whisper is not None and self._once("thanked", c.id, whisper.k):
                yield DeclineWhisper(c.id, THANKS)
        if agent_id in self._leads:
            yield from self._answers()
        elif self._visitor in self._leads:
            yield from self._calls(mine, now)

    def _unsent(self, agent_id: str, c: Conversation) -> Iterator[Command]:
        """What they had begun to write goes along with what was taken from them."""
        taken = c.oversight.taken
        if taken is not None and taken.from_agent == agent_id and self._once("unsent", c.id, taken.at):
            yield HandInText(c.id, self._desk.words(Part.EXPLANATION, c, self._pick))

    def _calls(self, mine: list[Conversation], now: int) -> Iterator[Command]:
        first = next((c for c in mine if c.external_id == self._first and c.last_agent_k >= 0), None)
        if first is not None and self._once("called", first.id, 0):
            self._called_at = now
            yield self._call(first)
        if now - self._called_at < EVERY:
            return
        for c in mine:
            is_live = c.status is Status.ACTIVE and c.channel is not Channel.TICKET
            if is_live and self._once("weighed", c.id, 0) and self._pick.random() < SHARE:
                self._called_at = now
                yield self._call(c)

    def _call(self, c: Conversation) -> Command:
        if c.external_id != self._first and self._pick.random() < SHARE:
            return AskForHelp(c.id, "how far may I go with a credit?")
        reason, line = WHY.get(c.category, OTHERWISE)
        return Escalate(c.id, reason, line)

    def _answers(self) -> Iterator[Command]:
        """A simulated lead is on it, and reads along."""
        for c in self._desk.called():
            raised = c.oversight.escalation
            if raised is not None and raised.acknowledged_at is None:
                yield AcknowledgeEscalation(c.id)
            elif self._once("whispered", c.id, c.oversight.calls_since or 0):
                yield Whisper(c.id, READING)

    def _once(self, what: str, conversation_id: str, when: int) -> bool:
        known = (what, conversation_id, when) in self._done
        self._done.add((what, conversation_id, when))
        return not known
