"""Every clock to the millisecond: when it begins, when it speaks up, when it pauses, and what makes it run anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.calls.commands import CompleteCallback, PromiseCallback
from agentconsole.domain.commands import (
    Acknowledge,
    Claim,
    ContactLeft,
    Hold,
    Pend,
    Receive,
    RecordBreaches,
    Release,
    Reopen,
    Reply,
    ReportProgress,
    Resolve,
    Resume,
    Snooze,
    Transfer,
    Update,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.effect import EFFECTS
from agentconsole.domain.events import PromiseBroken, Received, Released, Resumed, Transferred
from agentconsole.domain.promises.clocks import Clock, ClockKind, clock_due, clocks, first_unrecorded, next_promise
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.terms import FAR, Status, WaitsOn
from tests.domain.asking import after
from tests.support.builders import NOW, a_call, a_chat, a_ticket, answered, ms, their_turn


def kinds(conversation: Conversation) -> list[ClockKind]:
    return [clock.kind for clock in clocks(conversation, DEFAULT_LEVELS)]


def due(conversation: Conversation) -> tuple[ClockKind, int]:
    """What is owed first, and in how many milliseconds from NOW."""
    clock = next_promise(conversation, DEFAULT_LEVELS)
    assert clock is not None, "nothing is owed"
    return clock.kind, clock.breach_at - NOW


WINDOW = {"2m 59s 999ms": Stage.CALM, "3m": Stage.NUDGE, "3m 59s 999ms": Stage.NUDGE, "4m": Stage.ALARM}
WINDOW |= {"4m 59s 999ms": Stage.ALARM, "5m": Stage.BREACH, "7m 59s 999ms": Stage.BREACH, "8m": Stage.LEAD}


def reply_owed(ago: str) -> Conversation:
    return a_chat(held_by="ana", waiting=ago, first_reply_owed=False)


def update_owed(ago: str) -> Conversation:
    return answered(a_chat(held_by="ana", waiting=ago), ago)


def on_hold(ago: str) -> Conversation:
    return a_call(held_by="ana", status=Status.ON_HOLD, held_at=NOW - ms(ago))


@pytest.mark.parametrize(("ago", "expected"), WINDOW.items())
@pytest.mark.parametrize(
    ("made", "kind"),
    [(reply_owed, ClockKind.REPLY), (update_owed, ClockKind.UPDATE), (on_hold, ClockKind.HOLD)],
)
def test_nothing_before_three_minutes_then_nudge_alarm_breach_and_lead(made, kind, ago: str, expected: Stage):
    clock = next_promise(made(ago), DEFAULT_LEVELS)
    assert (clock.kind, stage(clock, NOW)) == (kind, expected)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ("29s 999ms", Stage.CALM),
        ("30s", Stage.NUDGE),
        ("45s", Stage.ALARM),
        ("59s 999ms", Stage.ALARM),
        ("60s", Stage.BREACH),
        ("3m", Stage.LEAD),
    ],
)
@pytest.mark.parametrize("holder", ["", "ana"])
def test_the_first_reply_of_a_chat_is_due_in_sixty_seconds_claimed_or_not(ago: str, expected: Stage, holder: str):
    clock = next_promise(a_chat(waiting=ago, held_by=holder), DEFAULT_LEVELS)
    assert (clock.kind, stage(clock, NOW)) == (ClockKind.FIRST_REPLY, expected)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ("29s 999ms", Stage.CALM),
        ("30s", Stage.ALARM),
        ("59s 999ms", Stage.ALARM),
        ("60s", Stage.BREACH),
        ("2m", Stage.LEAD),
    ],
)
def test_a_call_has_thirty_seconds_as_target_and_sixty_as_limit(ago: str, expected: Stage):
    clock = next_promise(a_call(waiting=ago), DEFAULT_LEVELS)
    assert (clock.kind, stage(clock, NOW)) == (ClockKind.ANSWER, expected)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ("6m 59s 999ms", Stage.CALM),
        ("7m", Stage.NUDGE),
        ("9m", Stage.ALARM),
        ("9m 59s 999ms", Stage.ALARM),
        ("10m", Stage.BREACH),
        ("15m", Stage.LEAD),
    ],
)
def test_a_ticket_is_acknowledged_within_ten_minutes(ago: str, expected: Stage):
    clock = next_promise(a_ticket(waiting=ago), DEFAULT_LEVELS)
    assert (clock.kind, stage(clock, NOW)) == (ClockKind.ACKNOWLEDGE, expected)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ("13m 59s 999ms", Stage.CALM),
        ("14m", Stage.NUDGE),
        ("18m", Stage.ALARM),
        ("19m 59s 999ms", Stage.ALARM),
        ("20m", Stage.BREACH),
        ("30m", Stage.LEAD),
    ],
)
def test_an_acknowledged_ticket_has_progress_with_an_estimate_within_twenty_minutes(ago: str, expected: Stage):
    ticket = answered(a_ticket(held_by="ana", waiting=ago), "0s", owing_since=NOW - ms(ago))
    clock = next_promise(ticket, DEFAULT_LEVELS)
    assert (clock.kind, stage(clock, NOW)) == (ClockKind.PROGRESS, expected)


def test_an_acknowledgement_stops_its_own_clock_and_not_the_one_of_progress():
    ticket = a_ticket(held_by="ana", waiting="9m")
    assert kinds(ticket) == [ClockKind.ACKNOWLEDGE, ClockKind.PROGRESS]
    assert due(after(ticket, Acknowledge("1"))) == (ClockKind.PROGRESS, ms("11m"))


def test_the_estimate_is_a_clock_of_its_own_and_an_answer_fulfils_it():
    promised = after(a_ticket(held_by="ana"), ReportProgress("1", "Looking at the logs", NOW + ms("2h")))
    assert due(promised) == (ClockKind.PROMISED, ms("2h"))
    told = after(promised, Reply("1", "It was the cache, and we are not done", waits_on=WaitsOn.US))
    assert due(told) == (ClockKind.PROGRESS, ms("20m")), "we still owe the work: the next estimate is due"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("5m 1ms", Stage.CALM),
        ("5m", Stage.NUDGE),
        ("1m 1ms", Stage.NUDGE),
        ("1m", Stage.ALARM),
        ("1ms", Stage.ALARM),
        ("0s", Stage.BREACH),
    ],
)
def test_a_promised_instant_nudges_five_minutes_and_alarms_one_minute_before(left: str, expected: Stage):
    at = NOW + ms(left)
    ticket = their_turn(a_ticket(held_by="ana", waiting="1h", status=Status.PENDING), follow_up_at=at)
    call = a_call(waiting="1h", status=Status.CALLBACK_OWED, callback_at=at)
    working = answered(a_ticket(held_by="ana", waiting="1h"), "1h", progress_at=NOW - ms("1h"), promised_at=at)
    assert [stage(next_promise(each, DEFAULT_LEVELS), NOW) for each in (ticket, call, working)] == [expected] * 3


def test_waiting_for_the_contact_pauses_every_clock_but_a_follow_up():
    assert clocks(their_turn(answered(a_chat(held_by="ana"), "1h")), DEFAULT_LEVELS) == ()
    assert clocks(their_turn(a_ticket(held_by="ana", status=Status.PENDING)), DEFAULT_LEVELS) == ()
    slept = after(their_turn(a_ticket(held_by="ana", waiting="9m")), Snooze("1", NOW + ms("1d")))
    assert due(slept) == (ClockKind.FOLLOW_UP, ms("1d"))


def test_a_follow_up_stops_no_promise():
    fresh = after(a_ticket(held_by="ana", waiting="9m"), Snooze("1", NOW + ms("1d")))
    assert due(fresh) == (ClockKind.ACKNOWLEDGE, ms("1m"))
    promised = answered(a_ticket(held_by="ana", waiting="1h"), "1h", progress_at=NOW, promised_at=NOW + ms("2h"))
    assert due(after(promised, Snooze("1", NOW + ms("1d")))) == (ClockKind.PROMISED, ms("2h"))


def test_waiting_for_others_pauses_nothing():
    chat = answered(a_chat(held_by="ana"), "4m")
    assert due(after(chat, Pend("1", WaitsOn.OTHERS, "the registry"))) == (ClockKind.UPDATE, ms("1m"))
    ticket = a_ticket(held_by="ana", waiting="9m")
    assert due(after(ticket, Pend("1", WaitsOn.OTHERS, "the registry"))) == (ClockKind.ACKNOWLEDGE, ms("1m"))
    asked = after(ticket, Reply("1", "The registry has it", waits_on=WaitsOn.OTHERS))
    assert due(asked) == (ClockKind.PROGRESS, ms("11m"))


def test_the_ball_coming_back_does_not_breach_at_once():
    chat = their_turn(answered(a_chat(held_by="ana", waiting="9h"), "8h"))
    assert due(after(chat, Receive("1", "back again"))) == (ClockKind.REPLY, ms("5m"))
    assert due(after(chat, Resume("1"))) == (ClockKind.UPDATE, ms("5m"))
    assert due(after(chat, Pend("1", WaitsOn.OTHERS, "the registry"))) == (ClockKind.UPDATE, ms("5m"))


def test_an_estimate_that_ran_out_while_the_contact_had_the_turn_is_not_held_against_us():
    ticket = after(a_ticket(held_by="ana"), ReportProgress("1", "Soon", NOW + ms("30m")))
    paused = after(ticket, Pend("1", WaitsOn.CONTACT))
    later = NOW + ms("3h")
    back = after(paused, Receive("1", "here you are"), "ana", later)
    assert {c.kind: c.breach_at - later for c in clocks(back, DEFAULT_LEVELS)} == {
        ClockKind.ACKNOWLEDGE: ms("10m"),
        ClockKind.PROGRESS: ms("20m"),
    }
    early = after(paused, Receive("1", "here you are"), "ana", NOW + ms("5m"))
    assert early.promised_at == NOW + ms("30m"), "what has not run out still stands"


def test_reply_owed_counts_from_the_oldest_unanswered_message():
    chat = reply_owed("4m")
    assert due(after(chat, Receive("1", "hello??"))) == (ClockKind.REPLY, ms("1m"))
    assert due(after(chat, Reply("1", "Looking into it."))) == (ClockKind.UPDATE, ms("5m"))


def test_a_holding_update_restarts_the_window_and_the_work_stays_owed():
    assert due(after(update_owed("4m 50s"), Update("1", "still on it"))) == (ClockKind.UPDATE, ms("5m"))
    assert due(after(on_hold("4m 50s"), Update("1", "still on it"))) == (ClockKind.HOLD, ms("5m"))


@pytest.mark.parametrize("given", [Release("1"), Transfer("1", to_queue="billing")])
def test_giving_a_chat_back_buys_no_time(given):
    back = after(reply_owed("4m 30s"), given)
    assert due(back) == (ClockKind.REPLY, ms("30s"))
    assert due(after(back, Claim("1"), "bo")) == (ClockKind.REPLY, ms("30s"))
    fresh = after(a_chat(held_by="ana", waiting="55s"), given)
    assert due(fresh) == (ClockKind.FIRST_REPLY, ms("5s"))
    assert due(after(update_owed("4m 50s"), given)) == (ClockKind.UPDATE, ms("10s"))


def test_a_chat_back_in_the_queue_is_picked_up_within_the_first_reply_time():
    back = after(update_owed("1m"), Release("1"))
    assert due(back) == (ClockKind.FIRST_REPLY, ms("60s"))


def test_from_hand_to_hand_the_clocks_run_on():
    for held in (reply_owed("4m"), update_owed("4m"), on_hold("4m"), a_ticket(held_by="ana", waiting="4m")):
        assert due(after(held, Transfer("1", to_agent="bo"))) == due(held)


def test_no_chat_is_without_a_clock_while_the_turn_is_ours():
    paused = after(answered(a_chat(held_by="ana"), "1m"), Pend("1", WaitsOn.CONTACT))
    assert due(after(paused, Resume("1"))) == (ClockKind.UPDATE, ms("5m"))
    gone = after(a_chat(waiting="50s"), ContactLeft("1"))
    assert due(after(gone, Reopen("1"))) == (ClockKind.FIRST_REPLY, ms("60s"))
    given = after(paused, Release("1"))
    assert due(after(given, Claim("1"), "bo")) == (ClockKind.UPDATE, ms("5m"))


def test_a_chat_that_woke_up_has_a_new_first_reply():
    chat = answered(a_chat(status=Status.CLOSED, waiting="9h"), "8h", assignee="ana")
    assert due(after(chat, Receive("1", "it broke again"))) == (ClockKind.FIRST_REPLY, ms("60s"))


def test_hold_begins_its_window_and_resuming_ends_it():
    held = after(a_call(held_by="ana", waiting="20m"), Hold("1"))
    assert due(held) == (ClockKind.HOLD, ms("5m"))
    assert clocks(after(held, Resume("1")), DEFAULT_LEVELS) == ()


def test_a_missed_call_is_rung_back_within_fifteen_minutes_or_when_we_said():
    missed = after(a_call(waiting="40s"), ContactLeft("1"))
    assert due(missed) == (ClockKind.CALLBACK, ms("15m"))
    promised = after(missed, PromiseCallback("1", NOW + ms("2h")))
    assert due(promised) == (ClockKind.CALLBACK, ms("2h"))
    tried = CompleteCallback("1", False, NOW, NOW)
    assert due(after(after(promised, Claim("1")), tried)) == (ClockKind.CALLBACK, ms("15m"))


def test_a_callback_promised_in_the_call_is_owed_after_the_wrap_up():
    call = after(after(a_call(held_by="ana"), PromiseCallback("1", NOW + ms("1h"))), Resolve("1"))
    assert clocks(call, DEFAULT_LEVELS) == (), "while the wrap-up is open nothing runs"
    assert due(after(call, WrapUp("1", "will ring"))) == (ClockKind.CALLBACK, ms("1h"))


def test_wrap_up_and_the_end_stop_every_clock():
    for ended in (Resolve("1"), WrapUp("1", "done")):
        for each in (reply_owed("1m"), a_ticket(held_by="ana"), a_call(held_by="ana")):
            assert clocks(after(each, ended), DEFAULT_LEVELS) == ()


def test_the_stages_of_a_clock_never_run_backwards():
    late = a_call(status=Status.CALLBACK_OWED, callback_at=NOW - ms("1h"))
    for each in (late, reply_owed("1m"), on_hold("1m"), a_call(), a_ticket(), a_chat()):
        for c in clocks(each, DEFAULT_LEVELS):
            assert c.nudge_at <= c.alarm_at <= c.breach_at < c.lead_at, c


def test_a_breach_is_on_record_once_for_each_promise():
    chat = reply_owed("5m")
    assert first_unrecorded(chat, clocks(chat, DEFAULT_LEVELS)) == NOW
    recorded = after(chat, RecordBreaches("1"), "ana")
    assert recorded.broken == (f"reply@{NOW}",)
    assert first_unrecorded(recorded, clocks(recorded, DEFAULT_LEVELS)) == FAR
    assert after(recorded, RecordBreaches("1"), "ana", NOW + ms("3m")) == recorded
    again = after(after(recorded, Reply("1", "Sorry.")), Receive("1", "and?"))
    assert first_unrecorded(again, clocks(again, DEFAULT_LEVELS)) == NOW + ms("5m")


def test_one_millisecond_before_the_breach_there_is_nothing_to_record():
    chat = reply_owed("4m 59s 999ms")
    assert after(chat, RecordBreaches("1")) == chat


def test_a_team_may_change_the_numbers():
    quick = ServiceLevels(nudge_after=1_000, alarm_after=2_000, breach_after=3_000, lead_after=4_000)
    clock = next_promise(reply_owed("3s"), quick)
    assert stage(clock, NOW) is Stage.BREACH


EACH_KIND = [a_call(), a_chat(), reply_owed("1m"), update_owed("1m"), on_hold("1m"), a_ticket()]
EACH_KIND += [answered(a_ticket(held_by="ana", waiting="1m"), "1m"), a_call(status=Status.MISSED, callback_at=NOW)]


def test_a_row_that_knows_only_kind_and_instant_says_the_same():
    for each in EACH_KIND:
        clock = next_promise(each, DEFAULT_LEVELS)
        twin = clock_due(clock.kind, clock.breach_at, DEFAULT_LEVELS)
        assert isinstance(twin, Clock)
        assert (twin.breach_at, twin.lead_at, twin.mark) == (clock.breach_at, clock.lead_at, clock.mark)


def from_the_last_message(conversation: Conversation) -> Conversation:
    """Reply owed counted from the newest message instead of the oldest."""
    return replace(conversation, owed_since=NOW)


def with_a_fresh_place(conversation: Conversation) -> Conversation:
    """A chat given back begins as if nothing had been promised."""
    return replace(conversation, first_reply_owed=True, owed_since=None, owing_since=NOW)


def without_the_pause(conversation: Conversation) -> Conversation:
    """The contact's silence charged to us."""
    return replace(conversation, owing_since=NOW - ms("8h"))


@pytest.mark.parametrize(
    ("event", "planted", "proof"),
    [
        (Received, from_the_last_message, test_reply_owed_counts_from_the_oldest_unanswered_message),
        (
            Received,
            without_the_pause,
            test_an_estimate_that_ran_out_while_the_contact_had_the_turn_is_not_held_against_us,
        ),
        (Resumed, without_the_pause, test_the_ball_coming_back_does_not_breach_at_once),
        (Released, with_a_fresh_place, lambda: test_giving_a_chat_back_buys_no_time(Release("1"))),
        (Transferred, with_a_fresh_place, test_from_hand_to_hand_the_clocks_run_on),
        (PromiseBroken, lambda c: replace(c, broken=()), test_a_breach_is_on_record_once_for_each_promise),
    ],
)
def test_an_effect_that_bends_a_clock_is_caught(monkeypatch, event, planted, proof):
    effect = EFFECTS[event]
    monkeypatch.setitem(EFFECTS, event, lambda c, e, at, actor: planted(effect(c, e, at, actor)))
    with pytest.raises(AssertionError):
        proof()
