"""What nobody has to ask for: silence on other rungs, tables nobody touched, and to whose figures a breach counts."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import Pend, Reply
from agentconsole.domain.events import Claimed, PromiseBroken, Released, Replied
from agentconsole.domain.leads.commands import AcknowledgeEscalation, Escalate, LookedAt
from agentconsole.domain.leads.events import Escalated, EscalationAcknowledged, HandedBack, TakenOver
from agentconsole.domain.leads.ladder import DEFAULT_LADDER
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.leads.watches import quiet_rungs, untouched
from agentconsole.domain.promises.charging import Charge, charges, holder_before
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.terms import Status, WaitsOn
from tests.domain.asking import after
from tests.support.builders import NOW, a_chat, a_ticket, answered, ms

LEGAL = EscalationReason.LEGAL
REPLY = ClockKind.REPLY


def quiet(*rows, now: int = NOW):
    return quiet_rungs(rows, DEFAULT_LADDER, DEFAULT_LEVELS, now)


def test_what_waits_on_others_is_shown_after_half_an_hour_of_silence_and_a_word_of_ours_resets_it():
    pended = after(a_ticket(held_by="ana"), Pend("1", WaitsOn.OTHERS, "the registry"))
    assert quiet(pended, now=NOW + ms("29m")) == ()
    (found,) = quiet(pended, now=NOW + ms("30m"))
    assert found.words == "#1 has waited on others for 30 min without a word: chase them, then tell Tariq."
    told = replace(pended, last_public_at=NOW + ms("20m"))
    assert quiet(told, now=NOW + ms("40m")) == ()


def test_a_raised_hand_names_its_rung_and_counts_anew_once_it_is_acknowledged():
    raised = after(a_chat(held_by="ana"), Escalate("1", LEGAL, ""))
    (found,) = quiet(raised, now=NOW + ms("31m"))
    assert "on Team lead for 31 min" in found.words
    seen = after(raised, AcknowledgeEscalation("1"), "lea", NOW + ms("10m"))
    assert quiet(seen, now=NOW + ms("31m")) == ()
    assert len(quiet(seen, now=NOW + ms("41m"))) == 1


def test_what_is_ours_or_over_is_not_chased_and_the_longest_silence_stands_first():
    ours = a_ticket("1", held_by="ana")
    theirs = after(answered(a_ticket("2", held_by="ana"), "2h"), Reply("2", "which one?"))
    over = replace(after(a_ticket("3", held_by="ana"), Pend("3", WaitsOn.OTHERS, "x")), status=Status.RESOLVED)
    assert quiet(ours, theirs, over, now=NOW + ms("9h")) == ()
    older = after(a_ticket("5", held_by="ana", waiting="3h"), Pend("5", WaitsOn.OTHERS, "x"))
    newer = after(a_ticket("4", held_by="ana", waiting="1h"), Pend("4", WaitsOn.OTHERS, "x"))
    assert [each.conversation_id for each in quiet(newer, older, now=NOW)] == ["5", "4"]


def test_a_table_is_touched_by_a_look_within_the_shift_and_nobody_holds_the_queue():
    began = NOW - ms("1h")
    fresh, old = a_chat("1", held_by="ana", waiting="5m"), a_chat("2", held_by="bo", waiting="50m")
    assert [each.conversation_id for each in untouched((fresh, old, a_chat("3")), began, NOW)] == ["2", "1"]
    seen = after(old, LookedAt("2"), "lea")
    assert [each.conversation_id for each in untouched((fresh, seen), began, NOW)] == ["1"]
    before = after(old, LookedAt("2"), "lea", began - ms("10m"))
    (table,) = untouched((before,), began, NOW)
    assert table.words == "With bo for 50 min; last look 10 min before this shift."


CLAIMED, TAKEN = Claimed("1", "ana", Status.ACTIVE), TakenOver("1", agent="lea", from_agent="ana")
BROKEN = PromiseBroken("1", clock=REPLY, due_at=NOW)
SAID = Replied("1", body="hi", waits_on=WaitsOn.US)


def whose(*events) -> list[str]:
    return [each.agent for each in charges(events)]


def test_a_breach_counts_to_who_holds_it_and_in_the_queue_to_nobody():
    assert whose(BROKEN, CLAIMED, BROKEN, Released("1", status=Status.WAITING), BROKEN) == ["", "ana", ""]
    assert charges((CLAIMED, BROKEN)) == (Charge("ana", REPLY, NOW),)


def test_a_take_over_lifts_what_stood_open_and_nothing_that_was_answered_before():
    assert whose(CLAIMED, BROKEN, SAID, BROKEN, TAKEN, BROKEN) == ["ana", "", "lea"]
    back = HandedBack("1", by="lea", to_agent="ana", status=Status.ACTIVE, summary="x")
    assert whose(CLAIMED, TAKEN, SAID, back, BROKEN) == ["ana"]


def test_of_a_log_that_begins_in_the_midst_the_holder_is_told_as_far_as_it_says():
    assert holder_before((BROKEN, SAID), "ana") == "ana"
    assert holder_before((BROKEN, TAKEN), "lea") == "ana"
    back = HandedBack("1", by="lea", to_agent="ana", status=Status.ACTIVE, summary="x")
    assert holder_before((SAID, back), "ana") == "lea"
    assert holder_before((BROKEN, CLAIMED), "ana") == ""
    assert charges((BROKEN,), "ana") == (Charge("ana", REPLY, NOW),)


def test_while_a_hand_is_up_nobody_is_charged_and_its_own_clock_is_never_an_agents():
    raised = Escalated("1", reason=LEGAL, line="", rung="lead")
    assert whose(CLAIMED, raised, BROKEN, EscalationAcknowledged("1"), BROKEN) == ["", "ana"]
    assert whose(CLAIMED, PromiseBroken("1", clock=ClockKind.ESCALATION, due_at=NOW)) == [""]
