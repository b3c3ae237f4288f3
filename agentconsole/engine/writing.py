"""Writing what happened: events into the chain, and the rows and slots of conversations that follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agentconsole.domain import events as happened
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import after_opening, lines
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.capacity import call_holder, chat_holder, free_slot
from agentconsole.domain.values import dataclass
from agentconsole.engine.canon import Entry, body_digest, columns, link
from agentconsole.engine.following_team import follow_team
from agentconsole.engine.tallies import tally
from agentconsole.store.by_id import chats_by_agent
from agentconsole.store.connection import Connection
from agentconsole.store.contacts import put_contact
from agentconsole.store.message_rows import message_row, put_messages
from agentconsole.store.newer_rows import Beyond, refuse
from agentconsole.store.rows import conversation_from, conversation_row, find_row, put_conversation
from agentconsole.wire import Envelope, event_body

EVENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The one row every write locks: the end of the log."""

    epoch: str
    seq: int
    chain: bytes
    clock_ms: int
    next_number: int


def read_head(db: Connection) -> Head:
    """Where the log ends."""
    row = db.execute("SELECT epoch, seq, chain, clock_ms, next_number FROM head WHERE ws = 1").fetchone()
    return Head(*row)


def append(db: Connection, head: Head, envelope: Envelope, part: int, event: Event, salt: bytes, scope: str) -> Head:
    """Chains one event to the log; answers the head after it. `head.clock_ms` is the event's instant, `scope` the queue
    its conversation is in from then on."""
    body = event_body(event)
    conv_id = event.conversation_id if isinstance(event, happened.OfConversation) else ""
    entry = Entry(
        head.seq + 1,
        envelope.id,
        part,
        conv_id,
        event.type,
        EVENT_VERSION,
        envelope.actor,
        envelope.terminal,
        head.clock_ms,
        envelope.client_ms,
        scope,
        body_digest(salt, body),
    )
    digest = link(head.chain, entry)
    db.execute(
        "INSERT INTO event(seq, command_id, part, conv_id, type, v, actor, terminal, at_ms, client_ms, scope, "
        "body_sha, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (*columns(entry), head.chain, digest),
    )
    db.execute("INSERT INTO event_body(seq, salt, body) VALUES (?,?,?)", (entry.seq, salt, body))
    opened = isinstance(event, happened.Opened)
    return Head(head.epoch, entry.seq, digest, head.clock_ms, head.next_number + opened)


class Rows:
    """The rows a command's events change. A conversation is read once and written once, however many events it has;
    slots, tallies, contacts and the team follow each event at once."""

    def __init__(
        self, db: Connection, levels: ServiceLevels, known: Iterable[Conversation | None], beyond: Beyond = refuse
    ) -> None:
        """`known` are conversations as they stand in the store now; `beyond` hears whose row says more than is known
        here."""
        self._db = db
        self._levels = levels
        self._now = {each.id: each for each in known if each}
        self._changed: dict[str, int] = {}
        self._stored: dict[str, tuple[Any, ...]] = {}
        self._messages: list[tuple[Any, ...]] = []
        self._beyond = beyond

    def follow(self, event: Event, at: int, actor: str, seq: int) -> str:
        """One more event; answers the queue its conversation is in then, empty for what is about the team.

        Raises sqlite3.IntegrityError where a slot is taken after all.
        """
        if not isinstance(event, happened.OfConversation):
            follow_team(self._db, event, at, seq, self._beyond)
            return ""
        if isinstance(event, happened.Opened):
            put_contact(self._db, event.contact)
        before = self._find(event.conversation_id)
        after = evolve(before, event, at, actor)
        self._messages += [message_row(m, seq) for m in lines(event, before or after_opening(after), at, actor)]
        self._now[after.id], self._changed[after.id] = after, seq
        move_slots(self._db, before, after)
        tally(self._db, before, after)
        return after.queue

    def write(self) -> None:
        """Puts the conversations and their new messages into their tables; once, after the last event."""
        for conversation_id, seq in self._changed.items():
            row = conversation_row(self._now[conversation_id], self._levels, seq)
            put_conversation(self._db, row, self._beyond, self._stored.get(conversation_id))
        put_messages(self._db, self._messages)

    def rev(self, conversation_id: str) -> int:
        """The revision of the conversation by now; 0 when there is none."""
        found = self._find(conversation_id)
        return found.rev if found else 0

    def _find(self, conversation_id: str) -> Conversation | None:
        if conversation_id not in self._now:
            if (row := find_row(self._db, conversation_id)) is None:
                return None
            self._stored[conversation_id] = row
            self._now[conversation_id] = conversation_from(row).conversation
        return self._now[conversation_id]


def move_slots(db: Connection, before: Conversation | None, after: Conversation) -> None:
    """Frees and fills chat slots and the one line, so that they say what the conversations say."""
    was, now = (chat_holder(before) if before else ""), chat_holder(after)
    if was != now:
        if was:
            db.execute("DELETE FROM chat_slot WHERE conv_id = ?", (after.id,))
        if now:
            slot = free_slot(chats_by_agent(db).get(now, ()))
            db.execute("INSERT INTO chat_slot(agent_id, slot_no, conv_id) VALUES (?,?,?)", (now, slot, after.id))
    was, now = (call_holder(before) if before else ""), call_holder(after)
    if was != now:
        if was:
            db.execute("DELETE FROM call_slot WHERE conv_id = ?", (after.id,))
        if now:
            db.execute("INSERT INTO call_slot(agent_id, conv_id) VALUES (?,?)", (now, after.id))
