"""A simulated agent: works their own conversations by urgency, then claims the next from the one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Protocol

from agentconsole.domain.commands import Claim, Command, Reply
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.simulator.desk import Desk, has_room
from agentconsole.simulator.luck import around
from agentconsole.simulator.press import Press
from agentconsole.simulator.slips import slip
from agentconsole.simulator.work import next_step

IDLE = 60.0
"""Seconds until an agent with nothing to do looks again by themselves; news wakes them sooner."""


class AboutLeads(Protocol):
    """What an agent does about team leads."""

    def next_step(self, agent_id: str, mine: list[Conversation], now: int) -> Command | None:
        """The next thing; None when there is none."""
        ...


MayTake = Callable[[Conversation, int], bool]
"""Whether a waiting conversation may be claimed at this instant."""


def anything(_conversation: Conversation, _now: int) -> bool:
    """Nothing is left for somebody else."""
    return True


class SimulatedAgent:
    """One agent at their desk. `due_at` is when they press their next key, at the earliest."""

    def __init__(
        self,
        agent_id: str,
        desk: Desk,
        pick: Random,
        begins_at: int,
        *,
        slips: float = 0.0,
        tickets: int = 4,
        pace: float = 9.0,
        may_take: MayTake = anything,
        with_leads: AboutLeads | None = None,
    ) -> None:
        """`slips` is the share of key presses that are none of the best; `pace` seconds between two presses;
        `with_leads` what they do about team leads, nothing without it."""
        self.agent_id = agent_id
        self.due_at = begins_at
        self._desk = desk
        self._pick = pick
        self._slips = slips
        self._tickets = tickets
        self._pace = pace
        self._may_take = may_take
        self._with_leads = with_leads
        self._said: Counter[str] = Counter()
        self._is_here = False

    def wake(self, now: int) -> None:
        """There is news: they look up within a few seconds."""
        self.due_at = min(self.due_at, now + around(self._pick, self._pace * 0.6))

    def step(self, now: int) -> Press | None:
        """The next key press, or None when there is nothing to do; sets `due_at` anew."""
        if not self._is_here:
            self._is_here = True
            self.due_at = now + around(self._pick, self._pace)
            return Press(self.agent_id, SetPresence(Presence.AVAILABLE))
        press = self._next(now)
        self.due_at = now + around(self._pick, self._pace if press else IDLE)
        if press and isinstance(press.command, Reply):
            self._said[press.command.conversation_id] += 1
        return press

    def _next(self, now: int) -> Press | None:
        mine = self._desk.mine(self.agent_id)
        if self._slips and self._pick.random() < self._slips:
            return slip(self.agent_id, mine, self._desk, now, self._pick)
        about_leads = self._with_leads.next_step(self.agent_id, mine, now) if self._with_leads else None
        if about_leads is not None:
            return Press(self.agent_id, about_leads)
        for conversation in mine:
            command = next_step(conversation, self._said[conversation.id], now, self._desk, self._pick)
            if command is not None:
                return Press(self.agent_id, command)
        return self._claim(mine, now)

    def _claim(self, mine: list[Conversation], now: int) -> Press | None:
        for conversation in self._desk.waiting():
            if has_room(mine, conversation.channel, self._tickets) and self._may_take(conversation, now):
                return Press(self.agent_id, Claim(conversation.id))
        return None
