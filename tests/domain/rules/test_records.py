"""What is put on record beside the talk: category, tags, identity checks, our faults and broken promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import AdmitFault, Categorise, CheckIdentity, RecordBreaches, Tag
from agentconsole.domain.conversation import Fault
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.events import Categorised, FaultAdmitted, IdentityChecked, PromiseBroken, Tagged
from agentconsole.domain.promises.clocks import FAR, clocks, first_unrecorded
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.refusals import Code
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, a_chat, a_context, a_ticket, a_view, ms


def test_a_category_is_named_once():
    assert accepted(a_view(a_chat(category="mail")), Categorise("1", " dns ")) == (Categorised("1", "dns", "mail"),)
    assert accepted(a_view(a_chat(category="dns")), Categorise("1", "dns")) == ()


def test_only_tags_that_come_and_go_are_named():
    chat = a_chat(tags=("vip", "dns"))
    said = accepted(a_view(chat), Tag("1", add=(" new ", "vip", "new", " "), remove=("dns", "absent", "dns")))
    assert said == (Tagged("1", added=("new",), removed=("dns",)),)
    assert after(chat, Tag("1", add=("new",), remove=("dns",))).tags == ("vip", "new")
    assert accepted(a_view(chat), Tag("1", add=("vip",), remove=("absent",))) == ()


@pytest.mark.parametrize("result", [Identity.FAILED, Identity.ACCEPTED])
def test_a_grey_identity_says_why(result: Identity):
    words = refused(a_view(a_chat()), CheckIdentity("1", "call back number", result), Code.NEEDS_REASON)
    assert words == f"Say why it was {result}."
    said = accepted(a_view(a_chat()), CheckIdentity("1", " id card ", result, " blurred "))
    assert said == (IdentityChecked("1", "id card", result, "blurred", way="other"),)


def test_an_identity_check_says_how_and_how_it_ended():
    assert refused(a_view(a_chat()), CheckIdentity("1", " ", Identity.PASSED), Code.EMPTY)
    words = refused(a_view(a_chat()), CheckIdentity("1", "pin", Identity.UNCHECKED), Code.NEEDS_REASON)
    assert words == "Say how the check ended: passed, failed or accepted."
    assert after(a_chat(), CheckIdentity("1", "pin", Identity.PASSED)).identity is Identity.PASSED


def test_our_faults_name_their_cause_and_add_up():
    assert refused(a_view(a_chat()), AdmitFault("1", " "), Code.EMPTY) == "Say what went wrong on our side."
    admitted = AdmitFault("1", " backup failed ", "SLA 4.2", "one month")
    assert accepted(a_view(a_chat()), admitted) == (FaultAdmitted("1", "backup failed", "SLA 4.2", "one month"),)
    twice = after(after(a_chat(), admitted), AdmitFault("1", "late"))
    assert twice.faults == (
        Fault("backup failed", "SLA 4.2", "one month", "ana", NOW),
        Fault("late", "", "", "ana", NOW),
    )


def test_each_promise_that_ran_out_is_recorded_with_the_instant_it_was_due():
    late = a_view(a_ticket(waiting="21m"))
    broken = accepted(late, RecordBreaches("1"), a_context("system"))
    assert [(e.clock, NOW - e.due_at) for e in broken] == [("acknowledge", ms("11m")), ("progress", ms("1m"))]
    assert all(isinstance(each, PromiseBroken) for each in broken)
    assert accepted(a_view(a_ticket(waiting="9m")), RecordBreaches("1"), a_context("system")) == ()


MINUTE = ms("1m")
OTHER_NUMBERS = (
    ServiceLevels(ticket_acknowledge=5 * MINUTE, ticket_progress=15 * MINUTE),
    ServiceLevels(ticket_acknowledge=19 * MINUTE, ticket_progress=60 * MINUTE),
)


@pytest.mark.parametrize("levels", OTHER_NUMBERS)
def test_other_numbers_do_not_break_a_broken_promise_again(levels: ServiceLevels):
    recorded = after(a_ticket(waiting="21m"), RecordBreaches("1"), "system")
    later = replace(a_context("system"), now=NOW + ms("3h"), levels=levels)
    assert accepted(a_view(recorded), RecordBreaches("1"), later) == ()
    assert first_unrecorded(recorded, clocks(recorded, levels)) == FAR


def test_a_promise_made_after_a_broken_one_can_break_as_well():
    chat = a_chat(held_by="ana", first_reply_owed=False, owed_since=NOW - ms("6m"), last_public_at=NOW - ms("1m"))
    recorded = after(chat, RecordBreaches("1"), "system")
    again = replace(recorded, owed_since=NOW)
    later = replace(a_context("system"), now=NOW + ms("5m"))
    assert [e.clock for e in accepted(a_view(again), RecordBreaches("1"), later)] == ["reply", "update"]


def test_a_second_follow_up_can_be_forgotten_like_the_first():
    ticket = a_ticket(held_by="ana", follow_up_at=NOW - 1, owing_since=None, owed_since=None)
    recorded = after(ticket, RecordBreaches("1"), "system")
    again = replace(recorded, follow_up_at=NOW + ms("1h"))
    later = replace(a_context("system"), now=NOW + ms("2h"))
    assert [e.clock for e in accepted(a_view(again), RecordBreaches("1"), later)] == ["follow_up"]
