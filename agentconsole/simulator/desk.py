"""What a simulated agent sees: their own conversations, the queue in its one order, and the words they know."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.lines import preview
from agentconsole.domain.terms import Channel, Status
from agentconsole.simulator.script import AgentLines, Part, Script
from agentconsole.store.rows import COLUMNS, GET_CONVERSATION, conversation_from

_MINE = f"{GET_CONVERSATION} WHERE assignee = ? AND open = 1 ORDER BY place_ms, waiting_ms, id"
_HELD_BY_OTHERS = f"{GET_CONVERSATION} WHERE assignee <> '' AND open = 1 ORDER BY place_ms, waiting_ms, id LIMIT ?"
_CALLED = f"{GET_CONVERSATION} WHERE calls_ms < 253402300799999 AND open = 1 ORDER BY calls_ms, id LIMIT 12"

_ID, _REV = COLUMNS.index("id"), COLUMNS.index("rev")


class Desk:
    """Reads rows of the store and knows who plays whom: simulated agents notice a thank-you when they see one."""

    def __init__(self, db: sqlite3.Connection, scripts: Mapping[str, Script], lines: AgentLines) -> None:
        self._db = db
        self._scripts = scripts
        self._lines = lines
        self._thanked: dict[str, bool] = {}
        self._read: dict[str, tuple[int, Conversation]] = {}

    def mine(self, agent_id: str) -> list[Conversation]:
        """Everything open the agent holds, the most urgent first."""
        return [self._known(row) for row in self._db.execute(_MINE, (agent_id,))]

    def waiting(self, limit: int = 12) -> Iterator[Conversation]:
        """What nobody holds, in the one order; read no further than is looked at."""
        for row in self._db.execute(_MINE + " LIMIT ?", ("", limit)).fetchall():
            yield self._known(row)

    def held(self, limit: int = 12) -> list[Conversation]:
        """What somebody holds, in the one order."""
        return [self._known(row) for row in self._db.execute(_HELD_BY_OTHERS, (limit,))]

    def offered(self, agent_id: str) -> list[Conversation]:
        """What the agent is asked to take."""
        sql = f"{GET_CONVERSATION} WHERE offered_to = ? AND offered_to <> '' AND open = 1"
        return [self._known(row) for row in self._db.execute(sql, (agent_id,))]

    def called(self) -> list[Conversation]:
        """Where a lead is called and nobody has answered, who called first in front."""
        return [self._known(row) for row in self._db.execute(_CALLED)]

    def is_thanked(self, conversation: Conversation) -> bool:
        """Whether the contact's last word was a thank-you; what we have said since does not make it undone."""
        script = self._script(conversation)
        if script is not None and conversation.last_contact_k > conversation.last_agent_k:
            said = conversation.last_line in {preview(line) for line in script.thanks}
            self._thanked[conversation.id] = said
        return self._thanked.get(conversation.id, False)

    def words(self, part: Part, conversation: Conversation, pick: Random) -> str:
        """Something fit to say, in the contact's language where the lines have it."""
        script = self._script(conversation)
        language = script.language if script else "en"
        return pick.choice(self._lines.variants(part, conversation.channel, conversation.category, language))

    def _known(self, row: tuple[Any, ...]) -> Conversation:
        """The row's conversation, read anew only when its revision is."""
        conv_id, rev = row[_ID], row[_REV]
        known = self._read.get(conv_id)
        if known is None or known[0] != rev:
            known = self._read[conv_id] = rev, conversation_from(row).conversation
        return known[1]

    def _script(self, conversation: Conversation) -> Script | None:
        return self._scripts.get(conversation.external_id.partition("/")[0])


def has_room(mine: list[Conversation], channel: Channel, tickets: int) -> bool:
    """Whether an agent holding `mine` may take one more: two chats, one call, as many tickets in work as they like."""
    same = [c for c in mine if c.channel is channel and (c.is_live or c.status is Status.ACTIVE)]
    match channel:
        case Channel.CHAT:
            return len(same) < 2
        case Channel.PHONE:
            return not same
        case Channel.TICKET:
            return len(same) < tickets
