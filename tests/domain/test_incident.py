"""Incidents: linked, told once to each contact by whoever holds the conversation, and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.decide import decide
from agentconsole.domain.events import Replied
from agentconsole.domain.evolve import evolve
from agentconsole.domain.knowledge.incident import Incident, IncidentState
from agentconsole.domain.knowledge.incident_commands import (
    ChangeIncident,
    DraftUpdate,
    Inform,
    LinkIncident,
    OpenIncident,
    UnlinkIncident,
)
from agentconsole.domain.knowledge.incident_events import (
    IncidentChanged,
    IncidentLinked,
    IncidentOpened,
    IncidentUnlinked,
    Informed,
    UpdateDrafted,
)
from agentconsole.domain.lines import lines
from agentconsole.domain.refusals import Code, Refusal
from tests.support.builders import NOW, a_chat, a_context, a_ticket, a_view

MAIL = Incident("3", "Mail is delayed on host 12", NOW - 600_000, opened_by="bo")
TOLD = replace(MAIL, updates=2, update="Hello {{first}}, it is on its way again.", updated_by="bo")
LINKED = a_ticket("7", held_by="ana", incident="3")


def refused(view, command, actor: str = "ana") -> Code:
    decision = decide(view, command, a_context(actor))
    assert isinstance(decision, Refusal)
    return decision.code


def after(conversation, events, actor: str = "ana"):
    for event in events:
        conversation = evolve(conversation, event, NOW, actor)
    return conversation


def test_it_is_opened_under_the_next_number_with_the_conversation_it_was_seen_in():
    seen_in = a_ticket("7")
    command = OpenIncident("Mail is delayed on host 12", "queue of 4,000", NOW - 600_000, about="7")
    opened, linked = decide(a_view(seen_in, next_incident="3"), command, a_context("bo"))
    assert opened == IncidentOpened(replace(MAIL, details="queue of 4,000"))
    assert linked == IncidentLinked("7", "3", MAIL.title)
    assert after(seen_in, (linked,)).incident == "3"
    assert refused(a_view(), replace(command, about="99")) is Code.UNKNOWN_CONVERSATION
    assert refused(a_view(), OpenIncident("x", began_at=NOW + 1)) is Code.BAD_TIME
    assert refused(a_view(), OpenIncident(" ")) is Code.UNSUPPORTED


def test_how_it_stands_is_changed_and_the_same_again_is_nothing():
    view = a_view(incident=MAIL)
    solved = IncidentChanged("3", IncidentState.SOLVED, MAIL.title, "", MAIL.began_at)
    assert decide(view, ChangeIncident("3", IncidentState.SOLVED), a_context("ana")) == (solved,)
    assert decide(view, ChangeIncident("3", IncidentState.OPEN), a_context("ana")) == ()
    assert refused(a_view(), ChangeIncident("9")) is Code.UNKNOWN_ENTRY


def test_linking_is_linking_to_one():
    conversation = a_ticket("7")
    linked = decide(a_view(conversation, incident=MAIL), LinkIncident("7", "3"), a_context("bo"))
    assert linked == (IncidentLinked("7", "3", MAIL.title),)
    again = a_view(replace(conversation, incident="3", informed=1), incident=MAIL)
    assert decide(again, LinkIncident("7", "3"), a_context("bo")) == ()
    assert decide(again, UnlinkIncident("7"), a_context("bo")) == (IncidentUnlinked("7", was="3"),)
    assert decide(a_view(conversation), UnlinkIncident("7"), a_context("bo")) == ()
    other = replace(MAIL, id="4")
    (moved,) = decide(replace(again, incident=other), LinkIncident("7", "4"), a_context("bo"))
    assert moved.was == "3"
    assert after(again.conversation, (moved,)).informed == 0


@pytest.mark.parametrize(("body", "code"), [(" ", Code.UNSUPPORTED), ("Hello {{name}}", Code.UNSUPPORTED)])
def test_an_update_that_could_not_be_told_is_not_drafted(body: str, code: Code):
    assert refused(a_view(incident=MAIL), DraftUpdate("3", body)) is code


def test_each_update_has_its_number():
    (event,) = decide(a_view(incident=TOLD), DraftUpdate("3", "Solved, {{first}}."), a_context("ana"))
    assert event == UpdateDrafted("3", 3, "Solved, {{first}}.", "ana")
    assert decide(a_view(incident=TOLD), DraftUpdate("3", TOLD.update), a_context("ana")) == ()
    assert TOLD.words_for({"first": "Mara"}) == "Hello Mara, it is on its way again."


def test_telling_is_a_reply_and_on_record_in_the_same_step():
    said, told = decide(a_view(LINKED, incident=TOLD), Inform("7", "It is on its way."), a_context("ana"))
    assert isinstance(said, Replied)
    assert told == Informed("7", "3", 2)
    conversation = after(LINKED, (said, told))
    assert conversation.informed == 2
    assert conversation.last_line == "It is on its way."
    # The newest was told, so an older console's earlier number changes nothing.
    again = decide(a_view(conversation, incident=TOLD), Inform("7", "Once more.", 1), a_context("ana"))
    assert [type(each) for each in again] == [Replied]
    assert [line.body for line in lines(told, LINKED, NOW, "ana")] == ["told about incident 3, update 2"]


def test_what_a_reply_may_not_an_update_may_not_either():
    assert refused(a_view(LINKED, incident=TOLD), Inform("7", "x"), "bo") is Code.NOT_ASSIGNEE
    assert refused(a_view(LINKED, incident=TOLD), Inform("7", "by {{?when}}")) is Code.UNFILLED
    wrote = replace(LINKED, last_contact_k=4)
    assert refused(a_view(wrote, incident=TOLD), Inform("7", "x", seen=4)) is Code.NEWER_MESSAGE
    assert refused(a_view(LINKED, incident=MAIL), Inform("7", "x")) is Code.UNKNOWN_ENTRY
    assert refused(a_view(a_chat("7", held_by="ana")), Inform("7", "x")) is Code.UNKNOWN_ENTRY


def test_whoever_was_told_another_way_is_told():
    assert decide(a_view(LINKED, incident=TOLD), Inform("7", knows=True), a_context("ana")) == (Informed("7", "3", 2),)
    assert refused(a_view(LINKED, incident=TOLD), Inform("7", knows=True), "bo") is Code.NOT_ASSIGNEE
    knows = replace(LINKED, informed=2)
    assert decide(a_view(knows, incident=TOLD), Inform("7", knows=True), a_context("ana")) == ()


def test_words_that_are_missing_tell_nobody_anything():
    assert refused(a_view(LINKED, incident=TOLD), Inform("7", " ")) is Code.EMPTY


def test_what_was_told_about_another_one_counts_for_nothing():
    elsewhere = replace(LINKED, incident="4")
    assert after(elsewhere, (Informed("7", "3", 2),)).informed == 0
