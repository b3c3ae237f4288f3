"""Every event has one effect, one name and comes out of some rule; the six stamps say when first and by whom."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from pathlib import Path

import pytest

import agentconsole.domain
from agentconsole.domain.commands import Claim, Receive, Reply, ReportProgress, RequestClose, Resolve, StartWork
from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.effect import EFFECTS
from agentconsole.domain.events import OfConversation, Opened, Resolved
from agentconsole.domain.evolve import evolve
from agentconsole.domain.moves import Status
from agentconsole.domain.team.commands import SetLevels, SetPresence
from agentconsole.domain.vocabulary import COMMANDS, EVENTS
from tests.domain.asking import after
from tests.support.builders import NOW, a_call, a_chat, a_ticket, ms

OF_CONVERSATIONS = {kind for kind in EVENTS.values() if issubclass(kind, OfConversation)}
RULES = Path(agentconsole.domain.__file__).parent / "rules"


def test_every_event_of_a_conversation_has_an_effect():
    assert set(EFFECTS) == OF_CONVERSATIONS - {Opened}


def test_every_event_comes_out_of_some_rule():
    called = {
        node.func.id
        for path in RULES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {kind.__name__ for kind in EVENTS.values()} - called == set()


def test_names_of_commands_and_events_are_noun_dot_verb_and_each_is_used_once():
    for names in (COMMANDS, EVENTS):
        assert all(name.count(".") == 1 and name == name.lower() for name in names)
    assert {SetLevels.kind, SetPresence.kind} <= set(COMMANDS)


def test_a_changed_conversation_is_what_replacing_gives_for_every_field_and_the_old_one_stays():
    before = a_chat(held_by="ana", tags=("dns",))
    kept = replace(before)
    for field in fields(Conversation):
        assert changed(before, **{field.name: "other"}) == replace(before, **{field.name: "other"}), field.name
    assert changed(before) == before == kept
    with pytest.raises(KeyError):
        changed(before, mood="sunny")


def test_only_an_opening_needs_nothing_before_it():
    with pytest.raises(LookupError, match="#1, which was never opened"):
        evolve(None, Resolved("1", Status.CLOSED), NOW, "ana")


def test_the_stamps_keep_the_first_time_and_who():
    row = after(a_ticket(), Claim("1"))
    steps = (
        ("work_started", StartWork("1")),
        ("first_response", Reply("1", "I am on it.")),
        ("progress_reported", ReportProgress("1", "half", NOW + ms("9h"))),
        ("close_requested", RequestClose("1")),
        ("resolved", Resolve("1")),
    )
    for n, (name, command) in enumerate(steps):
        assert getattr(row.stamps, name) is None, name
        row = after(row, command, "ana", NOW + n)
        assert (getattr(row.stamps, name).at, getattr(row.stamps, name).by) == (NOW + n, "ana")
    assert row.stamps.received.by == "Tariq"
    assert row.stamps.work_started.at == NOW


def test_answering_a_call_is_its_first_response():
    stamps = after(a_call(), Claim("1")).stamps
    assert (stamps.first_response.at, stamps.work_started.by) == (NOW, "ana")
    assert after(a_chat(), Claim("1")).stamps.first_response is None


def test_the_last_line_of_a_row_is_what_somebody_said_last():
    row = after(after(a_chat(), Receive("1", "\n  my site is down\nplease")), Claim("1"))
    assert (row.last_line, row.messages) == ("my site is down", 3)
    assert after(row, Receive("1", "x" * 500)).last_line == "x" * 119 + "…"
