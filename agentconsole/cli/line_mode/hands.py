"""Who holds the agent's conversations while they type: what a lead takes over takes their unsent words along."""

from __future__ import annotations

from agentconsole.workspace.api import Door, UnknownConversation
from agentconsole.workspace.handing_in import hand_in, unsent_reply
from agentconsole.workspace.queue_views import MOST_OF_MINE, QueueFilter, Scope


class Hands:
    """Remembers what the agent held. Everything belongs to the thread of the door."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._mine = self._held()

    def follow(self) -> None:
        """Something was committed: the words of whatever a lead has taken since then go to them."""
        before, self._mine = self._mine, self._held()
        for gone in before - self._mine:
            self.hand_in(gone)

    def hand_in(self, conversation_id: str) -> None:
        """What is typed and not sent there, if it is a lead's now; of what is out of sight nothing goes."""
        try:
            hand_in(self._door, conversation_id, unsent_reply(self._door, conversation_id))
        except UnknownConversation:
            return

    def _held(self) -> frozenset[str]:
        rows = self._door.queue(QueueFilter(Scope.MINE), limit=MOST_OF_MINE).rows
        return frozenset(row.id for row in rows)
