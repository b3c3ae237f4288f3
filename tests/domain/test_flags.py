"""Signs and suggestions: each says why, calm words raise none, and who has no room is never suggested."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.customer.ownership_card import card_text, ownership_card
from agentconsole.domain.leads.commands import Escalate
from agentconsole.domain.leads.flags import FlagKind, anger, loop, often_here
from agentconsole.domain.leads.ladder import DEFAULT_LADDER
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.leads.suggestions import Candidate, suggestions
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Channel
from agentconsole.simulator.playbook import playbook
from tests.domain.asking import after
from tests.support.builders import ANA, BO, NOW, a_call, a_chat, a_ticket, an_agent, ms


@pytest.mark.parametrize(
    "said",
    [
        "I will talk to my lawyer about this",
        "WHERE IS MY SITE, answer me!!! this is ridiculous",
        "you people are useless and this is unacceptable",
        "das ist eine Frechheit, ich bin wütend",
        "how many times do I have to explain, pathetic",
    ],
)
def test_anger_is_seen_and_named(said: str):
    flag = anger(["hello", said])
    assert flag is not None, said
    assert flag.kind is FlagKind.ANGER
    assert flag.words.startswith("The contact sounds angry: “")


@pytest.mark.parametrize(
    "said",
    [
        "Could you please look at the DNS of example.org?",
        "Thank you so much!!",
        "I was a little disappointed, but it works now, thanks",
        "The HTTPS and DNSSEC and CNAME records look fine",
        "Our lawyers' office website is down",
    ],
)
def test_calm_words_are_not_anger(said: str):
    assert anger([said]) is None or "lawyer" in said, said


def test_old_anger_is_not_held_against_anybody():
    assert anger(["this is pathetic and useless", *["thanks, that helps a lot"] * 6]) is None


def test_the_same_thing_three_times_is_a_loop_and_short_words_are_none():
    asked = "my mail still does not arrive at the office"
    flag = loop(
        [
            asked,
            "ok",
            "My mail still doesn't arrive at the office!",
            "hello?",
            "the mail still does not arrive at the office",
        ]
    )
    assert flag.words == "The contact has said this 3 times: “the mail still does not arrive at the office”."
    assert loop([asked, asked]) is None
    assert loop(["hello?", "hello?", "hello?", "hello?"]) is None


def test_three_conversations_in_a_week_are_shown():
    assert often_here([NOW, NOW - ms("3d"), NOW - ms("6d")], NOW).words == "The contact has come 3 times within a week."
    assert often_here([NOW, NOW - ms("3d"), NOW - ms("8d")], NOW) is None


def test_the_demo_customers_in_their_own_words_raise_few_flags():
    """Fixtures are people with a problem, mostly polite: a sign on every third of them would be worth nothing."""
    scripts = playbook().scripts
    angry = [each for each in scripts if anger([*each.opening, *each.thanks])]
    looping = [each for each in scripts if loop([*each.opening, *each.thanks])]
    assert len(scripts) > 50
    assert len(angry) <= len(scripts) // 20, [each.opening for each in angry]
    assert looping == []


def test_who_knows_the_contact_is_suggested_before_who_has_time():
    idle, knows = Candidate(ANA), Candidate(BO, chats=1, with_contact=2, in_category=1)
    first, second = suggestions(a_chat(category="dns"), [idle, knows])
    assert (first.agent.id, first.reasons) == (
        "bo",
        ("knows Mara (2 times before)", "knows dns (once lately)", "a chat slot free"),
    )
    assert second.reasons == ("both chat slots free",)


def test_nobody_without_room_on_a_break_or_holding_it_already_is_suggested():
    full = Candidate(ANA, chats=2)
    asked = Candidate(BO, chats=1, offered=1)
    gone = Candidate(replace(an_agent("cy"), presence=Presence.BREAK))
    holder = Candidate(an_agent("di"))
    assert suggestions(a_chat(held_by="di"), [full, asked, gone, holder]) == ()
    assert [each.agent.id for each in suggestions(a_call(), [Candidate(ANA, calls=1), Candidate(BO)])] == ["bo"]
    (ticket,) = suggestions(a_ticket(), [replace(full, tickets=3)])
    assert ticket.reasons == ("holds 3 tickets", "two chats")
    (between_calls,) = suggestions(a_call(), [Candidate(BO, chats=1)])
    assert between_calls.reasons == ("not on the phone", "one chat")


def test_the_card_gives_name_handle_number_and_the_next_word_on_every_channel():
    for conversation in (a_chat(held_by="ana"), a_call(held_by="ana"), a_ticket(held_by="ana", waiting="2m")):
        card = ownership_card(conversation, ANA, "ext. 4411", DEFAULT_LEVELS, DEFAULT_LADDER, NOW)
        text = card_text(card, conversation.channel)
        for part in ("Ana Example", "ext. 4411", "1", "within"):
            assert part in text, text
        assert card.next_word % ms("1m") == 0
        assert card.next_word >= ms("5m")
    raised = after(a_chat(held_by="ana"), Escalate("1", EscalationReason.LEGAL, ""))
    card = ownership_card(raised, ANA, "", DEFAULT_LEVELS, DEFAULT_LADDER, NOW)
    assert (card.handle, card.rung) == ("ana", "Team lead")
    assert "Team lead is looking at it with me." in card_text(card, Channel.CHAT)
