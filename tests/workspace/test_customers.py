"""The customer's part of the door on a real store: one card of everything, and what went before in pages."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.customer.commands import DescribeContact, SetIdentityPolicy
from agentconsole.domain.customer.compensation import amounts
from agentconsole.domain.customer.identity import Hold, Identity, IdentityPolicy, WayToCheck
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.store.sqlite import open_store
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.customer_reader import CustomerReader
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.queue_views import QueueFilter
from agentconsole.workspace.searching import Searching
from tests.workspace.conftest import desk_of

MARA = "mara@example.org"
HOURS = IdentityPolicy(
    (WayToCheck("pin", "PIN"), WayToCheck("mail", "E-mail code", ("dns",))), 60 * MINUTE, ("account",)
)


@contextmanager
def customers(shift, me="dana"):
    with desk_of(shift, me) as desk:
        searching = Searching(lambda: open_store(shift.path, read_only=True))
        yield CustomerReader(desk, lambda: searching)


def a_ticket(shift, subject="DNS propagation stuck", name="Mara", email=MARA, **more):
    shift.clock.advance(1_000)
    return shift.comes("ticket", name, subject, f"{subject}, please look", email=email, **more)


ANSWER = "It is fixed now: the glue record was missing at the registrar, and it is seen everywhere."


def resolved(shift, own):
    for command in (ask.Claim(own), ask.Reply(own, ANSWER), ask.Resolve(own)):
        assert shift.does("dana", command).is_accepted


def test_of_a_contact_of_whom_nothing_is_known_nothing_is_told(shift):
    own = a_ticket(shift)
    with customers(shift) as door:
        card = door.card(own, with_flags=True)
        assert (card.promises, card.elsewhere, card.faults, card.products, card.flags, card.ended) == ((),) * 6
        assert card.identity.hold is Hold.UNCHECKED
        assert not door.is_missing_proof(own)
        with pytest.raises(UnknownConversation):
            door.card("9999")


def test_one_card_holds_what_was_promised_admitted_checked_and_told(shift):
    before = a_ticket(shift, "mail is late")
    shift.does("dana", ask.Claim(before))
    shift.does("dana", ask.AdmitFault(before, "full disk", "", "10.00 EUR and an apology"))
    shift.does("dana", ask.CheckIdentity(before, "pin", Identity.PASSED, "said it at once"))
    shift.does("dana", ask.Resolve(before))
    call = shift.comes("phone", "Mara", "site down", email=MARA)
    shift.does("phone", ask.ContactLeft(call))
    own = a_ticket(shift, "invoice wrong")
    shift.does("bo", ask.Claim(own))
    shift.does("bo", ask.AdmitFault(own, "billed twice", "", "EUR 5.50"))
    shift.does("bo", ask.ReportProgress(own, "looking", shift.clock.now() + 30 * MINUTE))
    shift.does("system", DescribeContact(IncomingContact("", MARA), "billing", (Fact("plan", "Start"),)))
    with customers(shift) as door:
        card = door.card(own)
    assert [(each.kind, each.conversation_id) for each in card.promises] == [
        (ClockKind.CALLBACK, call),
        (ClockKind.PROMISED, own),
    ]
    assert [(each.conversation_id, each.subject, each.holder) for each in card.elsewhere] == [(call, "site down", "")]
    assert [each.cause for each in card.faults] == ["billed twice", "full disk"]
    assert amounts(card.granted) == ("15.50 EUR",)
    assert [(where, check.way, check.by) for where, check in card.checks] == [(before, "pin", "dana")]
    assert card.products == (Fact("plan", "Start"),)
    assert [each.id for each in card.ended] == [before]
    assert shift.faults() == ()


def test_a_check_holds_for_hours_in_every_conversation_of_the_contact_where_the_team_says_so(shift):
    before, own = a_ticket(shift), a_ticket(shift, category="account")
    shift.does("lea", SetIdentityPolicy(HOURS))
    with customers(shift) as door:
        assert door.is_missing_proof(own)
    shift.does("dana", ask.CheckIdentity(before, "pin", Identity.PASSED))
    with customers(shift) as door:
        assert door.card(own).identity.hold is Hold.HOLDS
        assert not door.is_missing_proof(own)
    shift.clock.advance(61 * MINUTE)
    with customers(shift) as door:
        assert door.card(own).identity.hold is Hold.OVER
    shift.does("lea", SetIdentityPolicy(replace(HOURS, holds_for=0)))
    with customers(shift) as door:
        assert door.card(own).identity.hold is Hold.UNCHECKED
        assert door.card(before).identity.hold is Hold.HOLDS


def test_another_contacts_past_is_on_no_card(shift):
    other = a_ticket(shift, name="Li", email="li@example.org")
    shift.does("dana", ask.Claim(other))
    shift.does("dana", ask.AdmitFault(other, "secret"))
    shift.does("system", DescribeContact(IncomingContact("", "li@example.org"), "billing", (Fact("plan", "Pro"),)))
    with customers(shift) as door:
        card = door.card(a_ticket(shift))
    assert (card.faults, card.products, card.elsewhere, card.ended) == ((), (), (), ())


def test_what_went_before_comes_in_pages_the_newest_first_and_each_once(shift):
    # Most of them within one millisecond, as an import brings them.
    earlier = [a_ticket(shift, "first"), *(shift.comes("ticket", "Mara", f"{n}", "?", email=MARA) for n in range(6))]
    for each in earlier:
        resolved(shift, each)
    own = a_ticket(shift, "now")
    seen, last = [], None
    with customers(shift) as door:
        while len(seen) <= len(earlier) and (page := door.ended(own, last, 3)):
            seen += [each.id for each in page]
            last = page[-1]
    assert seen == earlier[::-1]


def test_what_a_contact_has_changes_no_row_and_no_place_in_the_queue(shift):
    for n in range(6):
        a_ticket(shift, f"case {n}", f"Contact {n}", f"{n}@example.org")
    with desk_of(shift, "dana") as desk:
        before = QueueReader(desk, pytest.fail).page(QueueFilter(), None, 50)
    for n in (5, 2):
        facts = (Fact("plan", "Platinum"), Fact("tier", "1"), Fact("priority", "highest"))
        shift.does("system", DescribeContact(IncomingContact("", f"{n}@example.org"), "billing", facts))
    with desk_of(shift, "dana") as desk:
        after = QueueReader(desk, pytest.fail).page(QueueFilter(), None, 50)
    assert after == before
    assert "Platinum" not in repr(after)


def test_signs_are_told_where_they_are_asked_for(shift):
    own = a_ticket(shift, "My lawyer will write to you, useless scam")
    with customers(shift) as door:
        assert door.card(own).flags == ()
        assert "lawyer" in door.card(own, with_flags=True).flags[0]


def test_what_helped_others_comes_with_why_and_with_the_answer(shift):
    helped = a_ticket(shift, "DNS propagation of a glue record", "Li", "li@example.org", category="dns")
    resolved(shift, helped)
    own = a_ticket(shift, "propagation stuck, glue", category="dns")
    with customers(shift) as door:
        (found,) = door.similar(own).result(60)
    assert (found.conversation_id, found.why) == (helped, "same words: glue, propagation; same category")
    assert found.solution == ANSWER
