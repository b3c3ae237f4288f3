"""The door of the rule book: who may ask, about what, how late, and that every command finds its rule."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Claim, Command, Note, Receive, Release, Reply
from agentconsole.domain.decide import BY_CHANNELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.rules.book import RULES
from agentconsole.domain.view import View
from agentconsole.domain.vocabulary import COMMANDS
from tests.domain.asking import accepted, refused
from tests.support.builders import NOW, a_call, a_chat, a_context, a_view


def test_every_command_has_one_rule_and_every_rule_one_command():
    assert set(COMMANDS.values()) == set(RULES)


def test_a_command_that_came_too_late_is_not_carried_out():
    view = a_view(a_chat())
    accepted(view, Claim("1"), a_context(not_after=NOW))
    words = refused(view, Claim("1"), Code.TOO_LATE, a_context(not_after=NOW - 1))
    assert words == "It reached us too late to be meant as it was; look again and decide anew."


def test_a_stranger_is_told_how_to_become_a_colleague():
    words = refused(a_view(a_chat()), Claim("1"), Code.UNKNOWN_AGENT, a_context("nils"))
    assert words == "No agent is called nils: a lead can add them with `agentconsole agent add`."


@pytest.mark.parametrize("command", [Claim("1"), Reply("1", "hi"), Note("1", "hi"), Release("1")])
def test_channels_cannot_do_what_agents_do(command: Command):
    assert type(command) not in BY_CHANNELS
    refused(a_view(a_chat()), command, Code.UNKNOWN_AGENT, a_context("chat"))


def test_a_conversation_that_does_not_exist_is_named():
    assert (
        refused(View(agents=a_view().agents), Claim("9"), Code.UNKNOWN_CONVERSATION) == "There is no conversation #9."
    )


def test_a_name_where_a_conversation_is_meant_is_answered_with_what_goes_there():
    words = refused(View(agents=a_view().agents), Claim("ana"), Code.UNKNOWN_CONVERSATION)
    assert words == "There is no conversation #ana: say its number, as the queue shows it."


def test_a_hard_guard_stops_what_was_meant_for_an_older_revision():
    view = a_view(a_call(status="on_hold", assignee="ana", rev=7))
    accepted(view, Note("1", "hi"), a_context(if_rev=7))
    words = refused(view, Note("1", "hi"), Code.STALE, a_context(if_rev=6))
    assert words == "#1 has changed since you looked: it is on hold now."


def test_asking_changes_nothing_and_twice_gives_the_same_answer():
    view = a_view(a_chat())
    before = repr(view)
    assert accepted(view, Receive("1", "hi"), a_context("chat")) == accepted(
        view, Receive("1", "hi"), a_context("chat")
    )
    assert repr(view) == before
