"""Whether the rows are what the log says: each conversation is lived through again and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import groupby
from typing import Any

import msgspec

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import OfConversation, Opened
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import after_opening, lines
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.capacity import MAX_CHATS, call_holder, chat_holder
from agentconsole.domain.values import dataclass
from agentconsole.engine.faults import LOOK_EVERY, Faults, Progress
from agentconsole.engine.tallies import counted
from agentconsole.store.connection import Connection
from agentconsole.store.message_rows import MESSAGE_COLUMNS, message_row
from agentconsole.store.rows import COLUMNS, GET_CONVERSATION, conversation_row, find_conversation
from agentconsole.wire import WireError, event_from

_BY_CONVERSATION = (
    "SELECT e.conv_id, e.seq, e.type, e.actor, e.at_ms, b.body FROM event e LEFT JOIN event_body b ON b.seq = e.seq "
    "WHERE e.conv_id <> '' ORDER BY e.conv_id, e.seq"
)
_MESSAGES = f"SELECT {', '.join(MESSAGE_COLUMNS)} FROM message WHERE conv_id = ? ORDER BY k"


@dataclass(slots=True)
class Held:
    """What the conversations themselves say: who holds which chat and call, and how many of each count there are."""

    chats: dict[str, str] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)

    def add(self, conversation: Conversation) -> None:
        """Counts one conversation in."""
        if holder := chat_holder(conversation):
            self.chats[conversation.id] = holder
        if holder := call_holder(conversation):
            self.calls[conversation.id] = holder
        self.tally.update(counted(conversation))


@dataclass(slots=True)
class _Life:
    """One conversation as its events make it; `is_whole` unless a text was erased or cannot be read."""

    conversation: Conversation | None = None
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    last_seq: int = 0
    is_whole: bool = True

    def live(self, event: OfConversation, seq: int, actor: str, at: int) -> None:
        """One more event. Raises LookupError where nothing can follow from it."""
        after = evolve(self.conversation, event, at, actor)
        base = self.conversation or after_opening(after)
        self.messages += [message_row(m, seq) for m in lines(event, base, at, actor)]
        self.conversation, self.last_seq = after, seq


@dataclass(slots=True)
class Lived:
    """How many conversations there are, how many of them were taken at their word, and what all add up to."""

    count: int = 0
    taken: int = 0
    held: Held = field(default_factory=Held)


def check_conversations(
    db: Connection, levels: ServiceLevels, faults: Faults, progress: Progress, *, is_partial: bool = False
) -> Lived:
    """Compares every conversation and its messages with what its events make of it.

    One conversation is in memory at a time. One whose texts were erased cannot be lived through again: its row
    is taken at its word for the sums; so is, in a copy with a part of the log only, one that began before that part.
    """
    total = int(db.execute("SELECT count(*) FROM conversation").fetchone()[0])
    found = Lived()
    for conv_id, rows in groupby(db.execute(_BY_CONVERSATION), key=lambda row: str(row[0])):
        life = _lived(conv_id, rows, is_partial, faults)
        if life.is_whole and life.conversation is not None:
            _compare(db, life.conversation, life, levels, faults)
            found.held.add(life.conversation)
            found.count += 1
        else:
            _take(db, conv_id, found, faults)
        if found.count % LOOK_EVERY == 0:
            progress("conversations", found.count, total)
    if is_partial:
        for (conv_id,) in db.execute(_WITHOUT_EVENTS):
            _take(db, conv_id, found, faults)
    else:
        _check_loose_rows(db, faults)
    return found


_WITHOUT_EVENTS = "SELECT id FROM conversation c WHERE NOT EXISTS (SELECT 1 FROM event WHERE conv_id = c.id)"


def _take(db: Connection, conv_id: str, found: Lived, faults: Faults) -> None:
    stored = _word_of(db, conv_id, faults)
    if stored is not None:
        found.held.add(stored)
        found.count += 1
        found.taken += 1


def _word_of(db: Connection, conv_id: str, faults: Faults) -> Conversation | None:
    try:
        stored = find_conversation(db, conv_id)
    except msgspec.MsgspecError as error:
        faults.add(f"conversation {conv_id}", f"its row cannot be read: {error}")
        return None
    return stored.conversation if stored else None


def _lived(conv_id: str, rows: Iterable[tuple[Any, ...]], is_partial: bool, faults: Faults) -> _Life:
    life = _Life()
    for _, seq, kind, actor, at, body in rows:
        if body is None or (is_partial and life.conversation is None and kind != Opened.type):
            life.is_whole = False
        if not life.is_whole:
            continue
        try:
            life.live(_filed(event_from(kind, body), conv_id, life), seq, actor, at)
        except (WireError, LookupError, TypeError) as error:
            faults.add(f"event {seq}", f"nothing can follow from it: {error}")
            life.is_whole = False
    return life


def _filed(event: object, conv_id: str, life: _Life) -> OfConversation:
    if not isinstance(event, OfConversation) or event.conversation_id != conv_id:
        raise LookupError(f"it is filed under #{conv_id} and belongs elsewhere")
    if isinstance(event, Opened) and life.conversation is not None:
        raise LookupError(f"#{conv_id} is opened a second time")
    return event


def _compare(db: Connection, conversation: Conversation, life: _Life, levels: ServiceLevels, faults: Faults) -> None:
    where = f"conversation {conversation.id}"
    stored = db.execute(f"{GET_CONVERSATION} WHERE id = ?", (conversation.id,)).fetchone()
    if stored is None:
        faults.add(where, "the log has it, the rows do not")
        return
    expected = conversation_row(conversation, levels, life.last_seq)
    if stored != expected:
        faults.add(where, f"the log says otherwise about {', '.join(_differences(stored, expected))}")
    if db.execute(_MESSAGES, (conversation.id,)).fetchall() != life.messages:
        faults.add(where, "its messages are not those of the log")


def _differences(stored: tuple[Any, ...], expected: tuple[Any, ...]) -> Iterator[str]:
    for column, has, wants in zip(COLUMNS, stored, expected, strict=True):
        if has != wants:
            yield column


def _check_loose_rows(db: Connection, faults: Faults) -> None:
    for table, column in (("conversation", "id"), ("message", "conv_id")):
        sql = (
            f"SELECT DISTINCT {column} FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM event WHERE conv_id = t.{column})"
        )
        for (conv_id,) in db.execute(sql):
            faults.add(f"{table} {conv_id}", "the rows have it, the log does not")


def check_sums(db: Connection, held: Held, faults: Faults) -> None:
    """Compares the slots and the tallies with what the conversations add up to."""
    _check_slots(db.execute("SELECT conv_id, agent_id FROM chat_slot").fetchall(), held.chats, "chat slots", faults)
    _check_slots(db.execute("SELECT conv_id, agent_id FROM call_slot").fetchall(), held.calls, "call slots", faults)
    sql = "SELECT agent_id, count(*), max(slot_no), min(slot_no) FROM chat_slot GROUP BY agent_id"
    for agent, count, highest, lowest in db.execute(sql):
        if count > MAX_CHATS or highest > MAX_CHATS or lowest < 1:
            faults.add("chat slots", f"{agent} holds {count} chats, up to slot {highest}")
    tally = {name: n for name, n in db.execute("SELECT name, n FROM tally") if n}
    for name in sorted(tally.keys() | held.tally.keys()):
        if tally.get(name, 0) != held.tally[name]:
            faults.add(f"tally {name}", f"it says {tally.get(name, 0)} where {held.tally[name]} conversations count")


def _check_slots(rows: list[tuple[str, str]], expected: dict[str, str], where: str, faults: Faults) -> None:
    stored = dict(rows)
    for conv_id in sorted(stored.keys() | expected.keys()):
        has, wants = stored.get(conv_id, "nobody"), expected.get(conv_id, "nobody")
        if has != wants:
            faults.add(where, f"#{conv_id} is with {has} where the conversation says {wants}")
