"""Rows and values are each other's twin: what was stored comes back, and every derived column follows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from agentconsole.domain.conversation import Conversation, Fault, Stamp, Stamps
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.incoming import Attachment
from agentconsole.domain.message import Message
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.terms import FAR, Author, Channel, MessageKind, Status, WaitsOn
from agentconsole.store import message_rows, rows
from agentconsole.store.contacts import find_contact
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.team import rows as team_rows

NOW = 1_790_000_000_000
PLAIN = Conversation("1001", Channel.CHAT, Status.WAITING, "mail:m@x.example", "Mara", NOW, NOW, owed_since=NOW)
RICH = replace(
    PLAIN,
    subject="Ünïcode 👋 \u202e",
    tags=("a", "b,c", '"'),
    assignee="dana",
    status=Status.ACTIVE,
    waits_on=WaitsOn.OTHERS,
    first_reply_owed=False,
    last_public_at=NOW + 1,
    faults=(Fault("disk", "4.2", "a month", "dana", NOW),),
    links=("1002",),
    identity=Identity.ACCEPTED,
    stamps=Stamps(received=Stamp(NOW, "mail:m@x.example"), resolved=None),
    broken=("reply@5",),
    rev=7,
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(open_store(MEMORY)) as connection:
        yield connection


def put(db: sqlite3.Connection, conversation: Conversation) -> None:
    rows.put_conversation(db, rows.conversation_row(conversation, DEFAULT_LEVELS, 3))


@pytest.mark.parametrize("conversation", [PLAIN, RICH], ids=["plain", "rich"])
def test_a_conversation_comes_back_as_it_was(db: sqlite3.Connection, conversation: Conversation):
    put(db, conversation)
    stored = rows.find_conversation(db, "1001")
    assert stored is not None
    assert (stored.conversation, stored.updated_seq) == (conversation, 3)


def test_putting_the_same_again_writes_nothing_and_another_word_only_its_column(db: sqlite3.Connection):
    put(db, RICH)
    before, said = db.total_changes, list[str]()
    db.set_trace_callback(said.append)
    put(db, RICH)
    assert db.total_changes == before
    put(db, replace(RICH, category="dns"))
    # The index of words traces the statement again for each of its triggers.
    wanted = "UPDATE conversation SET category = 'dns' WHERE id = '1001'"
    assert {each for each in said if each.startswith("UPDATE conversation")} == {wanted}


def test_putting_it_again_replaces_every_column(db: sqlite3.Connection):
    put(db, RICH)
    put(db, PLAIN)
    stored = rows.find_conversation(db, "1001")
    assert stored is not None
    assert stored.conversation == PLAIN


def test_the_derived_columns_are_the_next_promise_and_the_place(db: sqlite3.Connection):
    put(db, PLAIN)
    stored = rows.find_conversation(db, "1001")
    assert stored is not None
    assert (stored.due_kind, stored.due_ms) == ("first_reply", NOW + DEFAULT_LEVELS.chat_first_reply)
    assert stored.place_ms == stored.due_ms


def test_one_that_has_ended_stands_at_the_far_end_and_owes_nothing(db: sqlite3.Connection):
    put(db, replace(PLAIN, status=Status.CLOSED))
    stored = rows.find_conversation(db, "1001")
    assert stored is not None
    assert (stored.place_ms, stored.due_ms, stored.due_kind) == (FAR, FAR, "")


def test_one_nobody_knows_is_none(db: sqlite3.Connection):
    assert rows.find_conversation(db, "1001") is None
    assert find_contact(db, "mail:m@x.example") is None


@pytest.mark.parametrize("count", [0, 1, message_rows.TOGETHER, message_rows.TOGETHER + 1, 3 * message_rows.TOGETHER])
def test_messages_come_back_in_their_order_however_many_share_a_statement(db: sqlite3.Connection, count: int):
    files = (Attachment("a b.pdf", 5, "application/pdf"),)
    wanted = [
        Message(
            "1001", k, MessageKind.NOTE, Author.AGENT, "dana", NOW + k, f"line {k} 👋", f"x{k}", files if k % 2 else ()
        )
        for k in range(count)
    ]
    message_rows.put_messages(db, [message_rows.message_row(each, 9) for each in wanted])
    sql = f"SELECT {', '.join(message_rows.MESSAGE_COLUMNS)} FROM message ORDER BY n"
    assert [message_rows.message_from(row) for row in db.execute(sql)] == wanted
    found = db.execute("SELECT count(*) FROM message_fts WHERE message_fts MATCH 'line'").fetchone()
    assert found == (count,)


def test_a_place_in_the_transcript_is_taken_once(db: sqlite3.Connection):
    one = message_rows.message_row(Message("1001", 0, MessageKind.NOTE, Author.AGENT, "dana", NOW, "a"), 1)
    with pytest.raises(sqlite3.IntegrityError):
        message_rows.put_messages(db, [one, one])
    assert db.execute("SELECT count(*) FROM message").fetchone() == (0,)


def test_slots_tell_who_holds_what(db: sqlite3.Connection):
    put(db, RICH)
    db.execute("INSERT INTO chat_slot VALUES ('dana', 2, '1001')")
    chats, calls = team_rows.find_held(db)
    assert ([(held.conversation_id, held.slot_no) for held in chats["dana"]], calls) == ([("1001", 2)], {})


def test_levels_are_the_defaults_until_others_are_set(db: sqlite3.Connection):
    assert team_rows.find_levels(db) == DEFAULT_LEVELS
