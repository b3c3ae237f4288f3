"""The leads' part of the door on a real store: who is called, who is in, what is offered, and the trail of it all."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.flags import FlagKind
from agentconsole.domain.leads.ladder import Rung
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.commands import Broadcast, LimitQueues, SetLadder
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.lead_reader import LeadReader
from agentconsole.workspace.performing import NEEDS_AN_ANSWER
from tests.workspace.conftest import desk_of


@contextmanager
def seen_by(shift, me="lea"):
    with desk_of(shift, me) as desk:
        yield LeadReader(desk)


def a_chat_of_danas(shift, words="hello"):
    own = shift.comes("chat", "Mara", "mail bounces", words)
    shift.does("dana", ask.Claim(own))
    return own


def test_the_ladder_tells_who_is_there_and_the_card_who_looks_after_it(shift):
    own = a_chat_of_danas(shift)
    shift.does("dana", lead.Escalate(own, EscalationReason.LEGAL, ""))
    with seen_by(shift, "dana") as leads:
        (rung,) = leads.ladder(own)
        assert (rung.rung.name, rung.on_now, rung.is_here) == ("Team lead", ("Lea",), True)
        card = leads.card(own)
    assert "(ask for dana, number #" + own in card
    assert "Team lead is looking at it with me." in card
    with seen_by(shift) as leads, pytest.raises(UnknownConversation):
        leads.card("9999")


def test_a_suggestion_says_who_knows_the_contact_and_who_has_room(shift):
    before = shift.comes("ticket", "Mara", "renewal", "hello")
    shift.does("bo", ask.Claim(before))
    shift.does("bo", ask.Reply(before, "Done."))
    own = shift.comes("chat", "Mara", "mail bounces", "hello")
    with seen_by(shift) as leads:
        found = leads.suggestions(own)
    assert (found[0].agent.id, found[0].reasons[0]) == ("bo", "knows Mara (once before)")
    assert "both chat slots free" in found[0].reasons
    assert "lea" not in {each.agent.id for each in found}


def test_flags_explain_themselves(shift):
    own = a_chat_of_danas(shift, "This is pathetic, you are useless!!! I will call my lawyer.")
    with seen_by(shift) as leads:
        (flag,) = leads.flags(own)
    assert flag.kind is FlagKind.ANGER
    assert "lawyer" in flag.words


def test_every_table_is_touched_until_a_lead_has_looked(shift):
    own = a_chat_of_danas(shift)
    began = shift.clock.now()
    shift.clock.advance(MINUTE)
    with seen_by(shift) as leads:
        (table,) = leads.untouched(began)
        assert table.words == "With dana for 1 min."
    shift.does("lea", lead.LookedAt(own))
    with seen_by(shift) as leads:
        assert leads.untouched(began) == ()


def test_what_a_lead_holds_is_no_table_to_be_touched(shift):
    began, own = shift.clock.now(), shift.comes("ticket", "Mara", "renewal", "hello")
    shift.does("lea", ask.Claim(own))
    with seen_by(shift) as leads:
        assert leads.untouched(began + MINUTE) == ()


def test_what_went_silent_on_others_is_shown_to_its_owner(shift):
    own = shift.comes("ticket", "Mara", "transfer", "hello")
    shift.does("dana", ask.Claim(own))
    shift.does("dana", ask.Pend(own, ask.WaitsOn.OTHERS, "the registry"))
    shift.clock.advance(31 * MINUTE)
    with seen_by(shift, "dana") as leads:
        (quiet,) = leads.quiet()
        assert quiet.words.startswith(f"#{own} has waited on others for 31 min")
    with seen_by(shift, "bo") as leads:
        assert leads.quiet() == ()
    with seen_by(shift) as leads:
        assert len(leads.quiet()) == 1


def test_the_trail_is_whole_for_a_lead_and_ones_own_for_an_agent(shift):
    own, other = a_chat_of_danas(shift), shift.comes("chat", "Li", "refund", "hello")
    shift.does("bo", ask.Claim(other))
    shift.does("lea", lead.Monitor(own))
    shift.does("lea", lead.TakeOver(other))
    shift.does("lea", Broadcast("The mail cluster is back."))
    now = shift.clock.now()
    with seen_by(shift) as leads:
        everything = leads.audit(0, now)
        kinds = [each.kind for each in everything]
        assert kinds[:3] == ["team.told", "conversation.taken_over", "monitoring.started"]
        assert [each.words for each in leads.audit(0, now, conversation_id=other)] == ["took it over from bo"]
        assert {each.conversation_id for each in leads.audit(0, now, agent="bo")} == {other, ""}
        assert [each.body for each in leads.told()] == ["The mail cluster is back."]
    with seen_by(shift, "dana") as leads:
        mine = leads.audit(0, now)
        assert {each.conversation_id for each in mine} == {own, ""}
        assert all("dana" in (each.actor, *each.concerns) for each in mine)
    with seen_by(shift, "bo") as leads:
        assert "took it over from bo" in [each.words for each in leads.audit(0, now)]
        assert leads.audit(0, now, conversation_id=own) == ()


def test_the_trail_says_in_words_what_was_set_for_the_whole_team(shift):
    shift.does("lea", SetLadder((Rung("owner", "Owner", ("lea",), ""),)))
    shift.does("lea", LimitQueues("bo", ("mail", "dns")))
    with seen_by(shift) as leads:
        words = [each.words for each in leads.audit(0, shift.clock.now())]
        assert words[:2] == ["let bo see fewer queues: dns, mail", "changed the escalation ladder"]


def test_what_somebody_else_could_have_done_meanwhile_is_never_shown_before_its_receipt():
    assert {
        *("conversation.claim", "conversation.transfer", "conversation.take_over", "conversation.hand_back"),
        *("conversation.offer", "offer.accept"),
    } <= NEEDS_AN_ANSWER
