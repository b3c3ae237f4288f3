"""What is put on record beside the talk: category, tags, identity checks, our faults and broken promises."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import AdmitFault, Categorise, CheckIdentity, RecordBreaches, Tag
from agentconsole.domain.conversation import Fault, Identity
from agentconsole.domain.events import Categorised, FaultAdmitted, IdentityChecked, PromiseBroken, Tagged
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
    assert said == (IdentityChecked("1", "id card", result, "blurred"),)


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
