"""The door of the screens: what it shows is the store's, what it refuses writes nothing, what it takes is carried."""

from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from agentconsole.domain.commands import (
    Categorise,
    Claim,
    Note,
    Pend,
    Release,
    Reopen,
    Reply,
    Resolve,
    Snooze,
    Update,
    WrapUp,
)
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.store.sqlite import open_store
from agentconsole.tui.present import row_due
from agentconsole.workspace import alike
from agentconsole.workspace.api import Refused, UnknownConversation
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.queue_views import Position, QueueFilter, Scope
from agentconsole.workspace.workspace import Workspace
from tests.sync.consoles import Console, a_console, chat, submit


def rows_of(console: Console, table: str) -> int:
    with closing(open_store(console.store, read_only=True)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def claim(console: Console, *ids: str) -> None:
    for each in ids:
        console.workspace.perform(Claim(each))
        console.settle()


def test_a_third_chat_is_refused_at_the_door_and_nothing_is_written(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001", "1002")
        before = rows_of(console, "event"), rows_of(console, "receipt"), rows_of(console, "outbox")
        with pytest.raises(Refused) as caught:
            console.workspace.perform(Claim("1003"))
        assert caught.value.refusal.code is Code.AT_CAPACITY
        assert console.workspace.why_not(Claim("1003")) == caught.value.refusal
        assert (rows_of(console, "event"), rows_of(console, "receipt"), rows_of(console, "outbox")) == before


def test_a_line_on_its_way_stands_at_the_end_and_then_carries_its_receipt(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.courier.stop()
        command_id = console.workspace.perform(Reply("1001", "we look"))
        coming = console.workspace.transcript("1001")[-1]
        assert (coming.body, coming.delivery, coming.command_id) == ("we look", Delivery.SAVING, command_id)
        assert console.workspace.row("1001").is_pending
        assert coming.receipt == 0


def test_what_follows_words_on_their_way_is_not_refused_for_want_of_them(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        assert "answer first" in console.workspace.why_not(Pend("1001")).words
        console.courier.stop()
        console.workspace.perform(Reply("1001", "Which domain is it"))
        console.workspace.perform(Pend("1001"))
        assert "is a chat" in console.workspace.why_not(Snooze("1001", console.clock.now() + MINUTE)).words


def test_what_nobody_has_answered_is_told_before_the_receipts(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        assert console.workspace.without_receipt() == ()
        console.courier.stop()
        sent = [console.workspace.perform(each) for each in (Note("1001", "for the team"), Reply("1001", "we look"))]
        told = console.workspace.without_receipt()
        assert [(each.command_id, each.conversation_id, each.settled_at) for each in told] == [
            (each, "1001", 0) for each in reversed(sent)
        ]
        assert all(each.pressed_at for each in told)


def test_what_is_ended_on_its_way_is_not_ended_twice_nor_written_to(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.courier.stop()
        console.workspace.perform(Reply("1001", "all is well"))
        console.workspace.perform(Resolve("1001"))
        for again in (Resolve("1001"), Update("1001", "still on it")):
            with pytest.raises(Refused, match="ended #1001 already"):
                console.workspace.perform(again)
        assert console.workspace.why_not(Note("1001", "for the team")) is None
        console.workspace.perform(Reopen("1001"))
        assert console.workspace.why_not(Update("1001", "still on it")) is None


def test_what_is_ended_on_its_way_owes_no_word_any_more_and_its_row_says_that_it_is_to_be_sent(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        claim(console, "1002")
        console.workspace.perform(Reply("1001", "all is well"))
        console.settle()
        console.courier.stop()
        assert console.workspace.conversation("1001").clock is not None
        console.workspace.perform(Resolve("1001"))
        row = console.workspace.row("1001")
        assert (row.clock, row_due(row, console.clock.now()).text) == (None, "to send")
        assert console.workspace.conversation("1001").clock is None
        assert console.workspace.next_due().id == "1002"
        console.workspace.perform(Reopen("1001"))
        assert not console.workspace.row("1001").is_ending


def test_an_accepted_line_has_its_number_and_is_shown_once(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.workspace.perform(Reply("1001", "we look"))
        console.settle()
        said = [line for line in console.workspace.transcript("1001") if line.body == "we look"]
        assert [(line.delivery, line.is_own, line.receipt > 0) for line in said] == [(Delivery.ACCEPTED, True, True)]


def test_a_row_says_whose_turn_it_is_wherever_it_is_read(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001", "1002")
        console.workspace.perform(Reply("1001", "Which domain is it?"))
        console.workspace.perform(Reply("1002", "We look into it."))
        console.settle()
        door = console.workspace
        rows = {row.id: row.waits_on for row in door.queue(QueueFilter(scope=Scope.MINE)).rows}
        assert rows == {"1001": WaitsOn.CONTACT, "1002": WaitsOn.US}
        for number, waits_on in rows.items():
            assert door.peek(number).row.waits_on is waits_on is door.conversation(number).conversation.waits_on


def test_the_queue_is_paged_by_key_without_gaps_or_repeats(tmp_path: Path):
    with a_console(tmp_path / "s.db", chats=9) as console:
        chosen = QueueFilter(scope=Scope.ALL)
        seen: list[str] = []
        after: Position | None = None
        while True:
            page = console.workspace.queue(chosen, after, limit=4)
            seen += [row.id for row in page.rows]
            if not page.has_more:
                break
            after = page.rows[-1].position
        assert seen == [str(1001 + n) for n in range(9)]
        assert page.total == 9
        last = console.workspace.row("1009").position
        assert [row.id for row in console.workspace.queue_before(chosen, last, 3)] == ["1006", "1007", "1008"]


def test_scopes_narrow_and_do_not_reorder(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1002")
        submit(console.store, "bo", Claim("1003"), console.clock, console.ids)
        shown = {scope: [r.id for r in console.workspace.queue(QueueFilter(scope=scope)).rows] for scope in Scope}
        assert shown[Scope.MINE] == ["1002"]
        assert shown[Scope.WAITING] == ["1001"]
        assert set(shown[Scope.MINE_AND_WAITING]) == {"1001", "1002"}
        assert set(shown[Scope.ALL]) == {"1001", "1002", "1003"}
        assert [i for i in shown[Scope.ALL] if i != "1003"] == shown[Scope.MINE_AND_WAITING]
        assert console.workspace.queue(QueueFilter(channel=Channel.PHONE)).rows == ()


def test_at_risk_begins_two_minutes_before_the_promise_breaks(tmp_path: Path):
    with a_console(tmp_path / "s.db", chats=0) as console:
        submit(console.store, "chat", chat("a", console.clock.now()), console.clock, console.ids)
        claim(console, "1001")
        console.workspace.perform(Reply("1001", "We look into it and come back to you."))
        console.settle()
        at_risk = QueueFilter(scope=Scope.ALL, at_risk=True)
        assert console.workspace.queue(at_risk).rows == ()
        console.clock.advance(3 * MINUTE + SECOND)
        assert [row.id for row in console.workspace.queue(at_risk).rows] == ["1001"]


def test_unread_counts_what_came_after_what_was_shown(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        assert console.workspace.conversation("1001").unread == 1
        console.workspace.mark_seen("1001", 0)
        assert console.workspace.conversation("1001").unread == 0
        assert console.workspace.row("1001").unread == 0


def test_the_status_line_tells_chats_tallies_and_what_is_next(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1002")
        status = console.workspace.status()
        assert ([held.conversation_id for held in status.chats], status.call) == (["1002"], None)
        assert (status.waiting, status.open_total, status.unsent) == (2, 3, 0)
        assert (status.next_slot, status.sync_words) == (1, "sync ok")


def test_undo_is_offered_for_twenty_seconds(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        offer = console.workspace.undo_offer()
        assert offer is not None
        assert (offer.conversation_id, "1001" in offer.words) == ("1001", True)
        console.clock.advance(20 * SECOND)
        assert console.workspace.undo_offer() is None


def test_no_older_step_is_offered_while_a_newer_one_is_on_its_way(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.courier.stop()
        console.workspace.perform(Note("1001", "for the team"))
        assert console.workspace.undo_offer() is None


def test_undo_is_not_offered_for_what_has_no_inverse(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        console.workspace.perform(Note("1001", "a line"))
        console.settle()
        assert console.workspace.undo_offer() is None


def test_what_was_looked_at_in_another_revision_is_refused_as_stale(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        with pytest.raises(Refused) as caught:
            console.workspace.perform(Release("1001"), if_rev=1)
        assert caught.value.refusal.code is Code.STALE


def test_a_listener_is_told_after_each_commit_until_it_stops(tmp_path: Path):
    told: list[int] = []
    with a_console(tmp_path / "s.db") as console:
        stop = console.workspace.subscribe(lambda: told.append(1))
        claim(console, "1001")
        console.courier.stop()
        assert told
        stop()
        count = len(told)
    assert len(told) == count


def test_search_and_contact_name_the_conversation(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        assert {hit.conversation_id for hit in console.workspace.search("hello x1").result(60).hits} == {"1002"}
        contact_id = console.workspace.conversation("1002").conversation.contact_id
        assert [each.id for each in console.workspace.contact(contact_id).earlier] == ["1002"]


def test_a_search_and_a_look_up_of_a_customer_do_not_overtake_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    may_end = Event()
    monkeypatch.setattr(alike, "find_similar", lambda *_: may_end.wait(60) and ())
    with a_console(tmp_path / "s.db") as console:
        similar = console.workspace.customers.similar("1001")
        assert console.workspace.search("nowhere at all").result(60).hits == ()
        may_end.set()
        assert similar.result(60) == ()


@pytest.mark.parametrize("typed", ["1002", "#1002", " #1002 "])
def test_a_conversation_is_found_by_its_number(tmp_path: Path, typed: str):
    with a_console(tmp_path / "s.db") as console:
        assert [row.id for row in console.workspace.queue(QueueFilter(Scope.ALL, text=typed)).rows] == ["1002"]
        assert console.workspace.search(typed).result(60).hits[0].conversation_id == "1002"
        assert console.workspace.queue(QueueFilter(Scope.ALL, text="#9")).rows == ()


def test_what_is_so_already_is_said_and_not_sent_but_a_check_in_always_has_its_receipt(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.workspace.perform(Categorise("1001", "mail"))
        console.settle()
        before = rows_of(console, "receipt")
        with pytest.raises(Refused, match="It is so already"):
            console.workspace.perform(Categorise("1001", "mail"))
        for _ in range(2):
            console.workspace.perform(SetPresence(Presence.AVAILABLE))
            console.settle()
        assert rows_of(console, "receipt") == before + 2


def test_what_does_not_exist_is_said_so(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        for ask in (console.workspace.row, console.workspace.conversation, console.workspace.why):
            with pytest.raises(UnknownConversation):
                ask("9999")
        with pytest.raises(LookupError):
            console.workspace.contact("mail:nobody@x.example")


def test_nobody_has_no_workspace(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console, closing(open_store(console.store, read_only=True)) as db:
        desk = Desk(db, "zoe", console.clock, console.courier, "local")
        with pytest.raises(LookupError):
            Workspace(desk, console.ids, "t")


def test_a_chat_ends_with_a_promise_whose_ticket_is_still_on_its_way(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        claim(console, "1001")
        console.courier.stop()
        ends = WrapUp("1001", "callback", owes=True)
        refusal = console.workspace.why_not(ends)
        assert refusal is not None
        assert refusal.code is Code.NEEDS_TIME
        console.workspace.perform(FollowUp("1001", console.clock.now() + MINUTE))
        assert console.workspace.why_not(ends) is None
