"""Offers: asked and not pushed, gone by themselves, and never a third chat."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import Claim, RecordBreaches, Release
from agentconsole.domain.leads.clocks import lead_due_at
from agentconsole.domain.leads.commands import AcceptOffer, DeclineOffer, Offer, TakeOver
from agentconsole.domain.leads.events import OfferAccepted, OfferDeclined, Offered, OfferLapsed
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Status
from tests.domain.asking import accepted, after, refused
from tests.support.builders import BO, NOW, TEAM, a_call, a_chat, a_context, a_ticket, a_view, ms

LEA, BOS = a_context("lea"), a_context("bo")
ASKED = after(a_chat(), Offer("1", "bo"), "lea")


def test_an_offer_stands_for_45_seconds_and_the_chat_stays_in_the_queue():
    assert accepted(a_view(a_chat()), Offer("1", "bo"), LEA) == (Offered("1", to_agent="bo", until=NOW + ms("45s")),)
    assert (ASKED.status, ASKED.assignee, lead_due_at(ASKED, DEFAULT_LEVELS)) == (Status.WAITING, "", NOW + ms("45s"))
    assert accepted(a_view(ASKED), Offer("1", "bo"), LEA) == ()


def test_only_leads_offer_and_only_to_somebody_who_is_here_and_has_room():
    refused(a_view(a_chat()), Offer("1", "bo"), Code.NOT_ALLOWED)
    refused(a_view(a_chat()), Offer("1", "nils"), Code.UNKNOWN_AGENT, LEA)
    for presence, where in ((Presence.OFFLINE, "not on shift"), (Presence.BREAK, "on a break")):
        view = a_view(a_chat(), agents=TEAM | {"bo": replace(BO, presence=presence)})
        assert where in refused(view, Offer("1", "bo"), Code.TARGET_NOT_ON_SHIFT, LEA)
    two = (a_chat("2", held_by="bo"), a_chat("3", held_by="bo"))
    refused(a_view(a_chat(), *two), Offer("1", "bo"), Code.TARGET_AT_CAPACITY, LEA)
    accepted(a_view(a_ticket(), *two), Offer("1", "bo"), LEA)
    refused(a_view(a_call(), a_call("2", held_by="bo")), Offer("1", "bo"), Code.TARGET_ON_A_CALL, LEA)
    refused(a_view(a_chat(status="closed")), Offer("1", "bo"), Code.WRONG_STATUS, LEA)


def test_one_free_slot_is_not_promised_twice():
    view = a_view(a_chat(), a_chat("2", held_by="bo"), offered={"bo": ("3",)})
    refused(view, Offer("1", "bo"), Code.TARGET_AT_CAPACITY, LEA)
    accepted(a_view(a_chat(), offered={"bo": ("3",)}), Offer("1", "bo"), LEA)


def test_accepting_moves_it_from_the_queue_or_from_the_holders_hands_in_one_step():
    (event,) = accepted(a_view(ASKED), AcceptOffer("1"), BOS)
    assert event == OfferAccepted("1", agent="bo", status=Status.ACTIVE, from_agent="")
    given = after(a_chat(held_by="ana"), Offer("1", "bo"), "lea")
    assert given.assignee == "ana"
    assert after(given, AcceptOffer("1"), "bo").assignee == "bo"
    assert after(after(a_call(), Offer("1", "bo"), "lea"), AcceptOffer("1"), "bo").stamps.first_response.by == "bo"


def test_an_offer_reserves_nothing_so_a_full_agent_is_told():
    two = (a_chat("2", "Li", held_by="bo"), a_chat("3", "Sam", held_by="bo"))
    assert refused(a_view(ASKED, *two), AcceptOffer("1"), Code.AT_CAPACITY, BOS) == "You hold two chats: Li, Sam."


def test_too_late_or_not_for_me():
    refused(a_view(ASKED), AcceptOffer("1"), Code.NOT_OFFERED)
    late = a_context("bo", now=NOW + ms("46s"))
    assert refused(a_view(ASKED), AcceptOffer("1"), Code.TOO_LATE, late) == "The offer of #1 ran out 1 s ago."
    accepted(a_view(ASKED), AcceptOffer("1"), a_context("bo", now=NOW + ms("45s")))


def test_an_offer_nobody_answered_returns_by_itself_and_can_be_made_anew():
    context = a_context("system", now=NOW + ms("45s"))
    events = accepted(a_view(ASKED), RecordBreaches("1"), context)
    assert OfferLapsed("1", to_agent="bo") in events
    gone = after(ASKED, RecordBreaches("1"), "system", NOW + ms("46s"))
    assert (gone.oversight.offer, gone.status) == (None, Status.WAITING)
    accepted(a_view(ASKED), Offer("1", "ana"), a_context("lea", now=NOW + ms("50s")))
    refused(a_view(ASKED), Offer("1", "ana"), Code.ALREADY_OFFERED, LEA)


def test_declining_says_why_and_changes_nobodys_hands():
    (event,) = accepted(a_view(ASKED), DeclineOffer("1", "lunch"), BOS)
    assert event == OfferDeclined("1", reason="lunch", by="lea")
    assert after(ASKED, DeclineOffer("1", "lunch"), "bo").oversight.offer is None
    assert accepted(a_view(ASKED), DeclineOffer("1")) == ()


def test_whoever_is_faster_ends_the_offer():
    assert after(ASKED, Claim("1"), "ana").oversight.offer is None
    held = after(a_chat(held_by="ana"), Offer("1", "bo"), "lea")
    assert after(held, Release("1")).oversight.offer is None
    assert after(held, TakeOver("1"), "lea").oversight.offer is None
