"""Taking back: what has a natural inverse is put back exactly, everything else is refused in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import (
    Categorise,
    Claim,
    Hold,
    Note,
    Pend,
    Release,
    Reopen,
    Reply,
    Resolve,
    Resume,
    Snooze,
    Tag,
    Transfer,
    Undo,
    WaiveAnswer,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Undone
from agentconsole.domain.lines import lines
from agentconsole.domain.promises.clocks import clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.taken_back import remark_of, step_of
from agentconsole.domain.terms import Status, WaitsOn
from agentconsole.wire import event_from
from tests.domain.desk import Desk
from tests.support.builders import NOW, a_call, a_chat, a_ticket, answered, ms, their_turn

UNDO = Undo("1")
HELD = {"held_by": "ana"}


def told(desk: Desk, actor: str = "ana") -> tuple[Code, str]:
    decision = desk.ask(actor, UNDO)
    assert isinstance(decision, Refusal), decision
    return decision.code, decision.words


def same(conversation: Conversation) -> tuple[object, ...]:
    c = conversation
    return c.status, c.assignee, c.category, sorted(c.tags), c.waits_on, c.follow_up_at


TAKEN_BACK = [
    (a_chat(), Claim("1")),
    (a_ticket(), Claim("1")),
    (a_call(status=Status.CALLBACK_OWED, callback_at=NOW), Claim("1")),
    (a_chat(**HELD), Release("1")),
    (a_ticket(**HELD), Release("1")),
    (a_call(**HELD), Release("1")),
    (a_call(**HELD), Hold("1")),
    (a_call(**HELD, status=Status.ON_HOLD, held_at=NOW), Resume("1")),
    (answered(a_chat(**HELD), "1m"), Pend("1")),
    (a_chat(**HELD, last_agent_k=0), WaiveAnswer("1")),
    (a_ticket(**HELD), Pend("1", WaitsOn.OTHERS, "the registry")),
    (a_ticket(**HELD), Snooze("1", NOW + 9)),
    (their_turn(a_ticket(**HELD, status=Status.PENDING)), Snooze("1", NOW + 9)),
    (their_turn(a_ticket(**HELD, status=Status.PENDING)), Pend("1", WaitsOn.OTHERS, "the registry")),
    (a_chat(**HELD), Resolve("1")),
    (a_ticket(**HELD), Resolve("1")),
    (their_turn(a_ticket(**HELD, status=Status.PENDING)), Resolve("1")),
    (a_ticket(assignee="ana", status=Status.RESOLVED), Reopen("1")),
    (a_ticket(category="mail"), Categorise("1", "dns")),
    (a_ticket(tags=("a", "b")), Tag("1", add=("c",), remove=("a",))),
]


@pytest.mark.parametrize(("before", "command"), TAKEN_BACK, ids=lambda each: getattr(each, "kind", ""))
def test_what_has_an_inverse_is_put_back_exactly(before: Conversation, command):
    done = Desk.of(before).done("ana", command)
    back = done.done("ana", UNDO)
    assert same(back.rows["1"]) == same(before)
    assert same(done.rows["1"]) != same(before)
    assert told(back)[0] is Code.NOTHING_TO_UNDO, "taking back is not taken back"


@pytest.mark.parametrize(("before", "command"), TAKEN_BACK, ids=lambda each: getattr(each, "kind", ""))
def test_the_event_says_what_was_taken_back_and_there_is_a_word_for_it(before: Conversation, command):
    desk = Desk.of(before).done("ana", command)
    done, *_ = desk.ask("ana", UNDO)
    assert isinstance(done, Undone)
    assert desk.past["1"].events[0].type == done.undone
    assert step_of(done.undone)


def test_an_undone_event_of_an_older_log_reads_as_it_did():
    old = event_from("conversation.undone", '{"command_id":"x","conversation_id":"1","turn":null}')
    assert isinstance(old, Undone)
    assert (old.undone, remark_of("ana", old.undone)) == ("", "")
    (line,) = lines(old, a_chat(**HELD), NOW, "ana")
    assert line.body == "ana took the last step back"


@pytest.mark.parametrize("pause", [Pend("1"), Pend("1", WaitsOn.OTHERS, "the registry"), Snooze("1", NOW + ms("9h"))])
def test_a_pause_taken_back_has_won_no_time(pause):
    before = answered(a_ticket(waiting="17m", **HELD), "16m")
    back = Desk.of(before).done("ana", pause).done("ana", UNDO, NOW + ms("1m"))
    assert clocks(back.rows["1"], DEFAULT_LEVELS) == clocks(before, DEFAULT_LEVELS)


@pytest.mark.parametrize("before", [a_chat(waiting="2m", **HELD), a_ticket(waiting="17m", **HELD)])
def test_an_ending_taken_back_forgives_no_promise_and_forgets_none(before: Conversation):
    before = replace(before, promised_at=NOW + ms("30m"), broken=("first_reply@1",))
    back = Desk.of(before).done("ana", Resolve("1")).done("ana", UNDO, NOW + ms("1m"))
    assert replace(back.rows["1"], rev=before.rev, messages=before.messages) == before


NOT_EXACT = [
    (a_ticket(held_by="bo"), "lea", Release("1")),
    (a_ticket(held_by="bo"), "lea", Resolve("1")),
    (a_chat(held_by="bo"), "lea", Resolve("1")),
    (a_ticket(assignee="bo", status=Status.RESOLVED), "ana", Reopen("1")),
    (a_ticket(assignee="ana", status=Status.CLOSED), "ana", Reopen("1")),
    (their_turn(a_ticket(**HELD, status=Status.PENDING)), "ana", Release("1")),
    (their_turn(a_ticket(status=Status.PENDING)), "ana", Claim("1")),
    (a_call(**HELD, status=Status.ON_HOLD, held_at=NOW), "ana", Release("1")),
    (a_call(status=Status.MISSED, callback_at=NOW), "ana", Claim("1")),
]


@pytest.mark.parametrize(("before", "actor", "command"), NOT_EXACT)
def test_what_would_come_back_otherwise_than_it_was_is_refused(before: Conversation, actor: str, command):
    code, words = told(Desk.of(before).done(actor, command), actor)
    assert code is Code.NOTHING_TO_UNDO
    assert words == "#1 cannot be put back exactly as it was; change it by hand."


NO_INVERSE = [
    (a_chat(**HELD), Reply("1", "hello")),
    (a_chat(**HELD), Note("1", "hello")),
    (a_chat(**HELD), Transfer("1", "bo")),
    (a_chat(status=Status.CLOSED), Reopen("1")),
    (a_call(**HELD), Resolve("1")),
    (their_turn(a_ticket(**HELD, status=Status.PENDING)), Resume("1")),
]


@pytest.mark.parametrize(("before", "command"), NO_INVERSE)
def test_what_was_sent_or_recorded_stays(before: Conversation, command):
    code, words = told(Desk.of(before).done("ana", command))
    assert code is Code.NOTHING_TO_UNDO
    assert words == "What was sent or recorded cannot be taken back; write again instead."


def test_a_wrap_up_stays_and_reopening_is_named_instead():
    code, words = told(Desk.of(a_chat(**HELD)).done("ana", WrapUp("1", "done")))
    assert code is Code.NOTHING_TO_UNDO
    assert words == "A wrap-up cannot be taken back; reopen #1 instead."


def test_only_ones_own_last_command_is_taken_back():
    desk = Desk.of(a_chat()).done("ana", Claim("1"))
    for actor in ("bo", "lea"):
        assert told(desk, actor)[0] is Code.NOTHING_TO_UNDO
    assert told(Desk.of(a_chat()))[1] == "You have done nothing on #1 that can be taken back."


def test_once_something_else_has_happened_it_stays():
    desk = Desk.of(a_chat()).done("ana", Claim("1"))
    later = Desk({"1": replace(desk.rows["1"], rev=desk.rows["1"].rev + 1)}, desk.past)
    assert told(later) == (Code.TOO_LATE, "Something else has happened on #1 since; it stays as it is.")


def test_taking_back_obeys_the_limit_too():
    full = (a_chat("2", "Mara", held_by="ana"), a_chat("3", "Li"), a_chat("1", "Sam", held_by="ana"))
    desk = Desk.of(*full).done("ana", Release("1")).done("ana", Claim("3"), NOW + ms("1s"))
    assert told(desk) == (Code.AT_CAPACITY, "You hold two chats: Mara, Li.")
    ended = Desk.of(*full).done("ana", Resolve("1")).done("ana", Claim("3"))
    assert told(ended)[0] is Code.AT_CAPACITY
