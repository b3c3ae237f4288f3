"""The seven steps: one transaction, one receipt that never changes, and nothing written for a refusal but itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Categorise, Claim, Command, Note, Open, Receive, Reply, Update, WrapUp
from agentconsole.domain.decide import decide
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.capacity import Held
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Status
from agentconsole.engine import engine as engine_module
from agentconsole.engine.canon import fingerprint
from agentconsole.engine.engine import Engine
from agentconsole.engine.feed import changes
from agentconsole.engine.looking import ONLY_WORDS
from agentconsole.engine.receipts import Answer, IdReused, NotYours, receipt_from
from agentconsole.engine.verify import verify
from agentconsole.engine.writing import read_head
from agentconsole.ids import SeededIds
from agentconsole.store.errors import StoreBusy
from agentconsole.store.rows import find_conversation
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.wire import Envelope, from_wire, to_wire
from tests.support.builders import a_chat, a_context, a_view
from tests.sync.consoles import NOW, chat

TABLES = ("event", "event_body", "conversation", "message", "contact", "chat_slot", "call_slot", "tally")


class Bench:
    """An engine on an empty store, with two agents and as many chats as asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.clock, self.ids = db, ManualClock(NOW), SeededIds(1)
        self.engine = Engine(db, self.clock, self.ids)
        for name in ("dana", "bo"):
            self.do("system", AddAgent(name, name.capitalize()))

    def envelope(self, actor: str, command: Command) -> Envelope:
        now = self.clock.now()
        return Envelope(self.ids.command_id(now), actor, "t", command, now)

    def do(self, actor: str, command: Command) -> Answer:
        return self.engine.submit(self.envelope(actor, command))

    def chats(self, count: int) -> None:
        for n in range(count):
            self.do("chat", chat(f"x{n}"))

    def contents(self) -> list[list[tuple[object, ...]]]:
        return [self.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES]

    def receipts(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM receipt").fetchone()[0])


@pytest.fixture
def bench() -> Iterator[Bench]:
    with closing(open_store(MEMORY)) as db:
        yield Bench(db)


def test_an_accepted_command_leaves_events_rows_and_one_receipt(bench: Bench):
    bench.chats(1)
    before = read_head(bench.db)
    receipt = bench.do("dana", Claim("1001")).receipt
    assert (receipt.is_accepted, receipt.seq, receipt.prev) == (True, before.seq + 1, before.chain.hex())
    after = read_head(bench.db)
    assert (after.seq, after.chain.hex()) == (receipt.seq, receipt.hash)
    assert bench.db.execute("SELECT agent_id, slot_no FROM chat_slot").fetchall() == [("dana", 1)]
    assert verify(bench.db).is_clean


def test_a_refused_command_leaves_its_receipt_and_nothing_else(bench: Bench):
    bench.chats(3)
    for each in ("1001", "1002"):
        bench.do("dana", Claim(each))
    contents, receipts = bench.contents(), bench.receipts()
    answer = bench.do("dana", Claim("1003"))
    assert (answer.receipt.outcome, answer.receipt.code) == ("refused", Code.AT_CAPACITY)
    assert answer.receipt.words
    assert (bench.contents(), bench.receipts()) == (contents, receipts + 1)


def test_a_command_that_changes_nothing_is_accepted_and_says_so(bench: Bench):
    bench.chats(1)
    contents = bench.contents()
    answer = bench.do("chat", chat("x0"))
    assert (answer.receipt.code, answer.receipt.conversation) == ("unchanged", "1001")
    assert bench.contents() == contents


def test_the_same_envelope_again_is_answered_with_the_same_bytes(bench: Bench):
    bench.chats(1)
    envelope = bench.envelope("dana", Claim("1001"))
    first = bench.engine.submit(envelope)
    bench.clock.advance(MINUTE)
    contents = bench.contents()
    again = bench.engine.submit(replace(envelope, client_ms=NOW + 5, composed_ms=9))
    assert (again.text, again.replayed, first.replayed) == (first.text, True, False)
    assert bench.contents() == contents
    assert receipt_from(again.text) == first.receipt


def test_an_id_with_another_command_or_of_somebody_else_is_not_taken(bench: Bench):
    bench.chats(1)
    envelope = bench.envelope("dana", Claim("1001"))
    bench.engine.submit(envelope)
    contents = bench.contents()
    with pytest.raises(IdReused):
        bench.engine.submit(replace(envelope, command=Note("1001", "x")))
    with pytest.raises(NotYours):
        bench.engine.submit(replace(envelope, actor="bo"))
    assert bench.contents() == contents


def test_log_time_never_runs_backwards(bench: Bench):
    bench.chats(1)
    bench.clock.advance(MINUTE)
    first = bench.do("dana", Claim("1001")).receipt
    bench.clock.advance(-10 * MINUTE)
    second = bench.do("dana", Note("1001", "x")).receipt
    assert second.at_ms >= first.at_ms
    assert second.client_ms < first.client_ms


def test_commands_together_are_all_written_or_none(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    contents = bench.contents()
    envelopes = [bench.envelope("chat", chat(f"y{n}")) for n in range(5)]
    decide, seen = engine_module.decide, []

    def failing(*arguments: object) -> object:
        seen.append(1)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return decide(*arguments)

    monkeypatch.setattr(engine_module, "decide", failing)
    with pytest.raises(KeyboardInterrupt):
        bench.engine.submit_together(envelopes)
    assert bench.contents() == contents
    monkeypatch.undo()
    answers = bench.engine.submit_together(envelopes)
    assert [each.receipt.conversation for each in answers] == ["1001", "1002", "1003", "1004", "1005"]
    assert verify(bench.db).is_clean


def test_what_the_tables_stop_becomes_a_refusal_and_not_a_crash(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.chats(2)
    bench.do("dana", Claim("1001"))
    contents = bench.contents()
    # As if a rule had forgotten to look: the slot the rows say is free is taken.
    monkeypatch.setattr("agentconsole.engine.writing.free_slot", lambda _held: 1)
    answer = bench.do("dana", Claim("1002"))
    assert (answer.receipt.outcome, answer.receipt.code) == ("refused", Code.AT_CAPACITY)
    assert bench.contents() == contents


def test_a_breach_is_recorded_once(bench: Bench):
    bench.chats(1)
    assert bench.engine.record_breaches() == 0
    bench.clock.advance(2 * MINUTE)
    assert bench.engine.record_breaches() == 1
    assert bench.engine.record_breaches() == 0
    kinds = [each.type for each in changes(bench.db, 0).events]
    assert kinds.count("promise.broken") == 1


def test_the_feed_is_gap_free_and_in_order(bench: Bench):
    bench.chats(4)
    first = changes(bench.db, 0, limit=3)
    assert ([each.seq for each in first.events], first.to, first.more) == ([1, 2, 3], 3, True)
    rest = changes(bench.db, first.to)
    assert ([each.seq for each in rest.events], rest.more) == ([4, 5, 6], False)
    assert changes(bench.db, rest.to).events == ()


def test_lone_surrogates_become_what_every_store_can_hold(bench: Bench):
    bench.chats(1)
    bench.do("dana", Claim("1001"))
    assert bench.do("dana", Reply("1001", "a \ud800 b")).receipt.is_accepted
    assert bench.db.execute("SELECT body FROM message WHERE author = 'dana' AND kind = 'reply'").fetchone() == (
        "a \ufffd b",
    )
    assert verify(bench.db).is_clean


def test_an_agent_nobody_added_is_refused(bench: Bench):
    bench.chats(1)
    assert bench.do("zoe", Claim("1001")).receipt.code == Code.UNKNOWN_AGENT
    assert bench.do("import", Categorise("1001", "dns")).receipt.code == Code.UNKNOWN_AGENT
    assert not bench.do("chat", Claim("1001")).receipt.is_accepted


def test_an_import_does_not_make_live_chats_or_calls(bench: Bench):
    coming = chat("z").incoming
    for n, (channel, status) in enumerate([("chat", "active"), ("phone", "on_hold"), ("ticket", "active")]):
        bench.do("import", Open(replace(coming, external_id=f"z{n}", channel=channel, status=status)))
    found = bench.db.execute("SELECT channel, status, assignee FROM conversation ORDER BY id").fetchall()
    assert found == [("chat", "waiting", ""), ("phone", "missed", ""), ("ticket", "waiting", "")]


def test_a_locked_store_is_told_as_one_and_the_engine_goes_on_afterwards(tmp_path: Path):
    path = tmp_path / "s.db"
    with closing(open_store(path)) as db, closing(sqlite3.connect(path, isolation_level=None)) as other:
        bench = Bench(db)
        db.execute("PRAGMA busy_timeout=20")
        other.execute("BEGIN IMMEDIATE")
        envelope = bench.envelope("chat", chat("a"))
        with pytest.raises(StoreBusy):
            bench.engine.submit(envelope)
        other.execute("ROLLBACK")
        assert bench.engine.submit(envelope).receipt.is_accepted


class Unasked(dict[str, tuple[Held, ...]]):
    """Slots that nobody may look at."""

    def get(self, *_: object) -> NoReturn:
        raise AssertionError("a rule asked who holds what")

    __getitem__ = __contains__ = get


@pytest.mark.parametrize("status", list(Status))
def test_the_rules_of_mere_words_never_ask_who_holds_what(status: Status):
    words = [Receive("1", "hello"), Reply("1", "hello"), Update("1", "still on it"), Note("1", "seen")]
    assert {type(each) for each in words} == ONLY_WORDS
    view = replace(a_view(a_chat(status=status, assignee="ana")), chats=Unasked(), calls=Unasked())
    for command in words:
        decide(view, command, a_context("chat" if isinstance(command, Receive) else "ana"))


def test_a_follow_up_opens_a_ticket_of_the_same_contact_and_its_receipt_is_about_the_chat(bench: Bench):
    bench.chats(1)
    bench.do("dana", Claim("1001"))
    due = bench.clock.now() + 20 * MINUTE
    assert bench.do("dana", FollowUp("1001", due, "the registry answers")).receipt.conversation == "1001"
    assert bench.do("dana", WrapUp("1001", "callback", owes=True)).receipt.is_accepted
    ended, ticket = (find_conversation(bench.db, number).conversation for number in ("1001", "1002"))
    assert (ended.status, ended.links) == (Status.CLOSED, ("1002",))
    assert (ticket.contact_id, ticket.assignee, ticket.follow_up_at) == (ended.contact_id, "dana", due)
    assert verify(bench.db).is_clean


def test_a_wrap_up_that_owes_nothing_is_the_same_bytes_as_before_there_were_promises(bench: Bench):
    plain, owing = (bench.envelope("dana", WrapUp("1001", "callback", owes=owes)) for owes in (False, True))
    assert "owes" not in to_wire(plain)
    assert from_wire(to_wire(plain)) == plain
    assert from_wire(to_wire(owing)) == owing
    assert fingerprint(plain) != fingerprint(owing)
