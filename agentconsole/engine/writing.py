"""Writing what happened: events into the chain, and the rows, slots and tallies that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from agentconsole.domain import customer_events as customers
from agentconsole.domain import events as happened
from agentconsole.domain import lead_events as leads
from agentconsole.domain.capacity import call_holder, chat_holder, free_slot
from agentconsole.domain.contact import Contact
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import lines
from agentconsole.domain.service_levels import ServiceLevels
from agentconsole.engine.canon import Entry, body_digest, columns, link
from agentconsole.store.by_id import chats_by_agent
from agentconsole.store.connection import Connection
from agentconsole.store.knowledge import follow_knowledge
from agentconsole.store.newer import Beyond, refuse
from agentconsole.store.products import follow_products
from agentconsole.store.rows import (
    GET_CONVERSATION,
    conversation_from,
    conversation_row,
    find_contact,
    find_conversation,
    message_row,
    put_conversation,
    put_messages,
)
from agentconsole.store.saved_views import follow_views
from agentconsole.wire import Envelope, encode, event_body

EVENT_VERSION = 1
TEAM_SETTINGS = ("levels", "ladder", "supervision", "identity")
"""What of the settings the log says; the others are each store's own."""


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
            put_conversation(self._db, row, self._beyond)
        put_messages(self._db, self._messages)

    def rev(self, conversation_id: str) -> int:
        """The revision of the conversation by now; 0 when there is none."""
        found = self._find(conversation_id)
        return found.rev if found else 0

    def _find(self, conversation_id: str) -> Conversation | None:
        if conversation_id not in self._now:
            stored = find_conversation(self._db, conversation_id)
            return stored.conversation if stored else None
        return self._now[conversation_id]


def follow_team(db: Connection, event: Event, at: int, seq: int, beyond: Beyond = refuse) -> None:
    """Makes the rows of the team follow the event. Raises LookupError for one that is not about the team."""
    match event:
        case happened.AgentAdded():
            values = (event.agent_id, event.full_name, event.role.value, "offline", "", at)
            db.execute(
                "INSERT INTO agent(id, full_name, role, presence, aux, presence_ms) VALUES (?,?,?,?,?,?)", values
            )
        case happened.PresenceSet():
            here = (event.presence.value, event.aux, at, event.agent_id)
            db.execute("UPDATE agent SET presence = ?, aux = ?, presence_ms = ? WHERE id = ?", here)
        case happened.LevelsSet():
            _put_setting(db, "levels", encode(event.levels))
            _place_anew(db, event.levels, beyond)
        case leads.RoleSet():
            db.execute("UPDATE agent SET role = ? WHERE id = ?", (event.role.value, event.agent_id))
        case leads.LadderSet():
            _put_setting(db, "ladder", encode(event.rungs))
        case leads.SupervisionSet():
            _put_setting(db, "supervision", encode(event.policy))
        case customers.IdentityPolicySet():
            _put_setting(db, "identity", encode(event.policy))
        case customers.ContactDescribed():
            follow_products(db, event, seq)
        case customers.ContactErased():
            # What goes out of sight of a copy goes the same way, and is a matter of the rows here as well.
            from agentconsole.engine.erasing import erase

            erase(db, event.conversations, seq)
        case leads.ScopeGranted() | leads.ScopeRevoked():
            _limit(db, event.agent_id, event.only, seq)
        case leads.Relieved() | leads.TeamTold() | leads.Exported():
            # What follows from the first are its conversations' own events; the others are read in the log.
            pass
        case happened.OutageReported():
            # The log is all there is of it: no row of the team's changes.
            pass
        case _:
            if not (follow_knowledge(db, event, at) or follow_views(db, event)):
                raise LookupError(f"nothing follows from {event.type}")


def _limit(db: Connection, agent_id: str, only: Iterable[str], seq: int) -> None:
    db.execute("DELETE FROM agent_queue WHERE agent_id = ?", (agent_id,))
    db.executemany("INSERT INTO agent_queue(agent_id, queue) VALUES (?, ?)", [(agent_id, queue) for queue in only])
    db.execute(
        "INSERT INTO agent_scope(agent_id, seq) VALUES (?, ?) ON CONFLICT(agent_id) DO UPDATE SET seq = excluded.seq",
        (agent_id, seq),
    )


def _put_setting(db: Connection, name: str, value: str) -> None:
    sql = "INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"
    db.execute(sql, (name, value))


def after_opening(conversation: Conversation) -> Conversation:
    """The conversation as its opening lines were counted: with none before them."""
    return replace(conversation, messages=0)


def put_contact(db: Connection, contact: Contact) -> None:
    """Remembers the contact; what was known before is kept where the new word says nothing."""
    known = find_contact(db, contact.id)
    name = contact.name if known is None or "@" not in contact.name else known.name
    row = (
        contact.id,
        name,
        contact.email or (known.email if known else ""),
        contact.phone or (known.phone if known else ""),
    )
    if known is None:
        db.execute("INSERT INTO contact(id, name, email, phone) VALUES (?,?,?,?)", row)
    elif row != (known.id, known.name, known.email, known.phone):
        db.execute("UPDATE contact SET name = ?, email = ?, phone = ? WHERE id = ?", (*row[1:], row[0]))


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


def counted(conversation: Conversation | None) -> frozenset[str]:
    """The tallies an open conversation counts in."""
    if conversation is None or not conversation.is_open:
        return frozenset()
    return counted_as(conversation.channel.value, conversation.assignee)


def counted_as(channel: str, assignee: str) -> frozenset[str]:
    """The tallies of an open conversation on this channel, in these hands or nobody's."""
    return frozenset({"open", f"open:{channel}", f"held:{assignee}" if assignee else "waiting"})


def tally(db: Connection, before: Conversation | None, after: Conversation) -> None:
    """Keeps the counters right, so that nobody has to count rows."""
    was, now = counted(before), counted(after)
    if was == now:
        return
    _step(db, [(name, -1) for name in was - now] + [(name, 1) for name in now - was])


def tally_out(db: Connection, gone: Conversation) -> None:
    """Counts a conversation out that is not here any more."""
    _step(db, [(name, -1) for name in counted(gone)])


def _step(db: Connection, steps: list[tuple[str, int]]) -> None:
    sql = "INSERT INTO tally(name, n) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET n = tally.n + excluded.n"
    db.executemany(sql, steps)


def _place_anew(db: Connection, levels: ServiceLevels, beyond: Beyond) -> None:
    """New numbers move every open conversation's promises."""
    for row in db.execute(f"{GET_CONVERSATION} WHERE open = 1").fetchall():
        stored = conversation_from(row)
        put_conversation(db, conversation_row(stored.conversation, levels, stored.updated_seq), beyond)
