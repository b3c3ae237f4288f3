"""An ending that promises something has a time on record; the follow-up ticket is one, due then and nothing sooner."""

from __future__ import annotations

import pytest

from agentconsole.domain.calls.commands import PromiseCallback
from agentconsole.domain.commands import Resume, Snooze, WrapUp
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.events import Claimed, Linked, Opened, Snoozed, WrappedUp
from agentconsole.domain.evolve import evolve
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.promises.clocks import ClockKind, clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.terms import Channel, Status, WaitsOn
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, A, a_call, a_chat, a_context, a_ticket, a_view, ms

LATER = NOW + ms("2h")
OWES = WrapUp("1", "callback", owes=True)
MARA = Contact("mail:mara@example.org", "Mara Kovač", "mara@example.org", "+385 1 4")


@pytest.mark.parametrize("channel", list(Channel))
def test_an_ending_that_promises_something_without_a_time_is_refused_and_one_that_owes_nothing_is_not(channel: Channel):
    view = a_view(A[channel](held_by="ana"))
    for promising in (OWES, WrapUp("1", "callback"), WrapUp("1", "will ring", owes=True)):
        assert "#1" in refused(view, promising, Code.NEEDS_TIME)
    accepted(view, WrapUp("1", "solved", owes=True))


def test_a_call_with_its_callback_promised_ends_and_stays_owed():
    promised = after(a_call(held_by="ana"), PromiseCallback("1", LATER))
    ended = after(promised, OWES)
    assert (ended.status, ended.callback_at, ended.disposition) == (Status.CALLBACK_OWED, LATER, "callback")


@pytest.mark.parametrize("make", [a_call, a_chat])
def test_a_follow_up_ticket_keeps_the_promise_of_a_call_or_a_chat(make):
    followed = after(make(held_by="ana"), FollowUp("1", LATER))
    assert followed.links == ("1001",)
    assert accepted(a_view(followed), OWES) == (WrappedUp("1", Status.CLOSED, "callback", ""),)


def test_a_ticket_that_owes_something_is_set_aside_and_never_closed_over_it():
    slept = after(a_ticket(held_by="ana"), Snooze("1", LATER))
    assert "set it aside until then" in refused(a_view(slept), OWES, Code.NEEDS_TIME)


def opened(chat: Conversation, **more: object) -> Conversation:
    events = accepted(a_view(chat, contact=MARA, **more), FollowUp("1", LATER, "the registry answers"))
    ticket: Conversation | None = None
    for event in events[1:]:
        ticket = evolve(ticket, event, NOW, "ana")
    assert ticket is not None
    return ticket


def test_the_follow_up_ticket_is_the_contacts_and_the_agents_and_each_names_the_other():
    chat = a_chat(held_by="ana", subject="mail bounces", category="mail")
    first, *rest = accepted(a_view(chat, contact=MARA), FollowUp("1", LATER, " the registry answers "))
    assert first == Linked("1", other="1001")
    assert [type(each) for each in rest] == [Opened, Claimed, Snoozed, Linked]
    assert rest[2].reason == "the registry answers"
    ticket = opened(chat)
    assert (ticket.id, ticket.channel, ticket.status, ticket.assignee) == (
        "1001",
        Channel.TICKET,
        Status.PENDING,
        "ana",
    )
    assert (ticket.contact_id, ticket.contact_name) == (MARA.id, MARA.name)
    assert (ticket.subject, ticket.category, ticket.links) == ("mail bounces", "mail", ("1",))


def test_what_was_promised_stands_before_the_subject_of_the_follow_up_and_the_teams_own_reason_does_not():
    chat = a_chat(held_by="ana", subject="mail bounces")
    events = accepted(a_view(chat, contact=MARA), FollowUp("1", LATER, "a call; she is angry", " a call "))
    assert events[1].subject == "a call: mail bounces"


def test_nothing_but_the_promise_is_due_on_the_follow_up_ticket_until_work_on_it_begins():
    ticket = opened(a_chat(held_by="ana"))
    assert [(each.kind, each.breach_at) for each in clocks(ticket, DEFAULT_LEVELS)] == [(ClockKind.FOLLOW_UP, LATER)]
    assert ticket.waits_on is WaitsOn.US
    at_work = after(ticket, Resume("1001"), now=LATER)
    assert [each.kind for each in clocks(at_work, DEFAULT_LEVELS)] == [ClockKind.PROGRESS]


def test_a_follow_up_is_the_holders_to_promise_or_a_leads_and_lies_ahead():
    view = a_view(a_chat(held_by="bo"))
    refused(view, FollowUp("1", LATER), Code.NOT_ASSIGNEE)
    accepted(view, FollowUp("1", LATER), a_context("lea"))
    words = refused(a_view(a_chat(held_by="ana")), FollowUp("1", NOW), Code.BAD_TIME)
    assert words == "The follow-up lies in the past; name one to come."


def test_a_ticket_is_followed_up_itself():
    words = refused(a_view(a_ticket(held_by="ana")), FollowUp("1", LATER), Code.WRONG_CHANNEL)
    assert words == "#1 is a ticket itself: set it aside until then."
