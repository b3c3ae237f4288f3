"""What colleagues leave for the visitor of the demo, and for how long, so that the queue moves and never floods."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.terms import Channel
from agentconsole.simulator.desk import Desk, has_room
from agentconsole.simulator.luck import luck

LEFT_FOR = {Channel.CHAT: 150 * SECOND, Channel.PHONE: 50 * SECOND, Channel.TICKET: 13 * MINUTE}
"""How long a conversation meant for the visitor waits for them: past its promise, for being late is part of it."""
TAKEN_AFTER = {Channel.CHAT: 12 * SECOND, Channel.PHONE: 6 * SECOND, Channel.TICKET: 100 * SECOND}
"""How long any other one stands in the queue before a colleague reaches for it."""
SHARE = 0.4
"""The visitor's share of what comes: more than a seventh, for they came to see something happen."""


class Courtesy:
    """Decides for colleagues whether a waiting conversation may be claimed now.

    A callback keeps the times of a ticket: nobody waits on the line for it.
    """

    def __init__(self, desk: Desk, visitor: str, seed: int, meant: frozenset[str], not_meant: str = "") -> None:
        """`meant` are the external ids of conversations that are the visitor's in any case; `not_meant` is that of one
        for which a colleague reaches at once."""
        self._desk, self._visitor, self._seed, self._meant = desk, visitor, seed, meant
        self._not_meant = not_meant

    def may_take(self, conversation: Conversation, now: int) -> bool:
        """Whether a colleague may claim it: the visitor has had their time, or has no hand free."""
        if self._not_meant and conversation.external_id == self._not_meant:
            return True
        waited = now - conversation.waiting_since
        kind = Channel.TICKET if conversation.callback_at is not None else conversation.channel
        if waited < TAKEN_AFTER[kind]:
            return False
        if waited >= LEFT_FOR[kind] or not self._is_meant(conversation):
            return True
        return not has_room(self._desk.mine(self._visitor), conversation.channel, tickets=6)

    def _is_meant(self, conversation: Conversation) -> bool:
        if conversation.external_id in self._meant or conversation.assignee_before == self._visitor:
            return True
        return luck(self._seed, "courtesy", conversation.id).random() < SHARE
