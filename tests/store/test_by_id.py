"""The team read by id: the same answers as all of it at once, and a decision that does not go through ten thousand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Command, Reply, Transfer
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, LimitQueues, SetPresence
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Receipt
from agentconsole.ids import SeededIds, uuid7
from agentconsole.store.by_id import agents_by_id, calls_by_agent, chats_by_agent
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents, find_held
from agentconsole.wire import Envelope
from tests.sync.consoles import NOW, a_store


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    clock, ids = ManualClock(NOW), SeededIds(1)
    with closing(open_store(a_store(tmp_path / "store.db", clock, ids))) as opened:
        does(opened, SetPresence(Presence.AVAILABLE), "dana")
        does(opened, SetPresence(Presence.AVAILABLE), "bo")
        yield opened


def does(db: Connection, command: Command, actor: str) -> Receipt:
    given = Envelope(uuid7(NOW), actor, "test", command, NOW)
    return Engine(db, ManualClock(NOW), SeededIds(2)).submit(given).receipt


def test_what_is_found_by_id_is_what_the_whole_table_says(db: Connection):
    for chat, who in (("1001", "dana"), ("1002", "dana"), ("1003", "bo")):
        assert does(db, Claim(chat), who).is_accepted
    for command in (AddAgent("mo", "Mo", Role.LEAD), AddAgent("kim", "Kim", Role.AGENT)):
        assert does(db, command, SYSTEM).is_accepted
    assert does(db, LimitQueues("kim", ("mail", "dns")), "mo").is_accepted
    whole, (chats, calls) = find_agents(db), find_held(db)
    for who in (*whole, "nobody"):
        assert agents_by_id(db).get(who) == whole.get(who)
        assert chats_by_agent(db).get(who) == chats.get(who)
        assert calls_by_agent(db).get(who) == calls.get(who)
    assert dict(agents_by_id(db)) == whole
    assert dict(chats_by_agent(db)) == chats
    assert len(chats["dana"]) == 2
    assert agents_by_id(db)["kim"].queues == ("dns", "mail")
    assert "nobody" not in agents_by_id(db)


def test_a_decision_reads_the_agents_it_is_about_and_no_others(db: Connection):
    read: list[str] = []
    assert isinstance(db, sqlite3.Connection)
    db.set_trace_callback(read.append)
    assert does(db, Claim("1001"), "dana").is_accepted
    assert does(db, Reply("1001", "I am here."), "dana").is_accepted
    assert does(db, Transfer("1001", to_agent="bo"), "dana").is_accepted
    db.set_trace_callback(None)
    for table in ("agent", "chat_slot s", "call_slot s"):
        asked = [each for each in read if f"FROM {table} " in each]
        assert [each for each in asked if "WHERE" not in each] == []
    assert any("FROM agent " in each for each in read)


def test_what_a_command_asks_before_it_is_decided_takes_five_statements(db: Connection):
    read: list[str] = []
    assert does(db, Claim("1001"), "dana").is_accepted
    assert isinstance(db, sqlite3.Connection)
    db.set_trace_callback(read.append)
    assert not does(db, Claim("1001"), "bo").is_accepted
    db.set_trace_callback(None)
    # Where the log ends, with the numbers and the receipt; the conversation; who asks, who has it, and what they hold.
    assert len([each for each in read if each.startswith("SELECT")]) == 5, read
