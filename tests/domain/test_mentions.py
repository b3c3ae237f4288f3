"""Mentions: who is named, who is not, and what each has seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import Note
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Noted
from agentconsole.domain.evolve import evolve
from agentconsole.domain.knowledge.mention_commands import SeeMentions, UnseeMentions
from agentconsole.domain.knowledge.mention_events import Mentioned, MentionsSeen
from agentconsole.domain.knowledge.mentions import MOST_KEPT, column_of, named_in, unseen_by
from agentconsole.domain.refusals import Code, Refusal
from tests.support.builders import NOW, TEAM, a_context, a_ticket, a_view, an_agent


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("@bo please look", ("bo",)),
        ("ask @bo, @lea and @bo.", ("bo", "lea")),
        ("(@bo) @nobody", ("bo",)),
        ("mail bo@lea.example @@bo x@bo a.@bo /@bo", ()),
        ("@Bo @BO", ()),
        ("@bo-x @bo_", ("bo",)),
        ("", ()),
    ],
)
def test_only_agents_there_are_are_named(body: str, named: tuple[str, ...]):
    assert named_in(body, TEAM) == named


def test_a_note_that_names_somebody_says_so_beside_its_words():
    ticket = a_ticket("1", messages=3)
    noted, mentioned = decide(a_view(ticket), Note("1", "@bo @ana look"), a_context("ana"))
    assert isinstance(noted, Noted)
    assert mentioned == Mentioned("1", ("bo",))
    after = evolve(evolve(ticket, noted, NOW, "ana"), mentioned, NOW, "ana")
    assert [(m.agent, m.by, m.k, m.at) for m in after.mentions] == [("bo", "ana", 3, NOW)]
    assert column_of(after.mentions) == " bo "
    assert [type(e) for e in decide(a_view(ticket), Note("1", "@ana alone"), a_context("ana"))] == [Noted]


def test_nobody_is_named_who_would_never_know():
    team = TEAM | {"bo": replace(an_agent("bo"), queues=("billing",))}
    decision = decide(a_view(a_ticket("1"), agents=team), Note("1", "@bo look"), a_context("ana"))
    assert isinstance(decision, Refusal)
    assert decision.code is Code.TARGET_CANNOT_SEE


def test_seen_is_said_by_each_for_themselves_and_can_be_taken_back():
    ticket = evolve(a_ticket("1", messages=1), Mentioned("1", ("bo", "lea")), NOW, "ana")
    (seen,) = decide(a_view(ticket), SeeMentions("1"), a_context("bo"))
    assert seen == MentionsSeen("1", "bo")
    after = evolve(ticket, seen, NOW, "bo")
    assert unseen_by(after.mentions) == ("lea",)
    assert decide(a_view(after), SeeMentions("1"), a_context("bo")) == ()
    (back,) = decide(a_view(after), UnseeMentions("1"), a_context("bo"))
    assert unseen_by(evolve(after, back, NOW, "bo").mentions) == ("bo", "lea")
    assert decide(a_view(ticket), UnseeMentions("1"), a_context("bo")) == ()
    refusal = decide(a_view(ticket), UnseeMentions("1"), a_context("ana"))
    assert isinstance(refusal, Refusal)


def test_only_the_newest_are_kept():
    ticket = a_ticket("1", messages=1)
    for _ in range(MOST_KEPT + 5):
        ticket = evolve(ticket, Mentioned("1", ("bo",)), NOW, "ana")
    assert len(ticket.mentions) == MOST_KEPT
