"""Views kept under a name: whose they are, what they may be called, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.decide import decide
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.keeping_views import MOST_VIEWS
from agentconsole.domain.saved_views import RemoveView, SavedView, SaveView, ViewRemoved, ViewSaved, fault_in
from tests.support.builders import a_context, a_view

LATE = SavedView("dns late", "tag:dns breached:yes", "ana")


def test_own_ones_are_everybodys_affair_and_the_teams_a_leads():
    assert decide(a_view(), SaveView(" dns late ", "tag:dns breached:yes "), a_context("ana")) == (ViewSaved(LATE),)
    for command in (SaveView("x", "tag:x", is_shared=True), RemoveView("x", is_shared=True)):
        refused = decide(a_view(), command, a_context("ana"))
        assert isinstance(refused, Refusal)
        assert refused.code is Code.NOT_ALLOWED
        assert "views" in refused.words
    shared = decide(a_view(), SaveView("x", "tag:x", is_shared=True), a_context("lea"))
    assert shared == (ViewSaved(SavedView("x", "tag:x")),)


def test_the_same_again_changes_nothing_another_filter_replaces_and_what_is_gone_cannot_go_again():
    kept = replace(a_view(), saved_views=(LATE,))
    assert decide(kept, SaveView(LATE.name, LATE.filter), a_context("ana")) == ()
    other = decide(kept, SaveView(LATE.name, "tag:mx"), a_context("ana"))
    assert other == (ViewSaved(replace(LATE, filter="tag:mx")),)
    assert decide(kept, RemoveView(LATE.name), a_context("ana")) == (ViewRemoved(LATE.name, "ana"),)
    assert decide(a_view(), RemoveView(LATE.name), a_context("ana")) == ()


@pytest.mark.parametrize(
    ("view", "because"),
    [
        (SavedView("", "tag:x"), "1 to 40"),
        (SavedView("  ", "tag:x"), "1 to 40"),
        (SavedView("x" * 41, "tag:x"), "1 to 40"),
        (SavedView("a\x1bb", "tag:x"), "one line"),
        (SavedView("x", " "), "whole queue"),
        (SavedView("x", "a\nb"), "whole queue"),
        (SavedView("x", "x" * 401), "400"),
    ],
)
def test_what_cannot_be_kept_is_said(view: SavedView, because: str):
    assert because in fault_in(view)
    refused = decide(a_view(), SaveView(view.name, view.filter), a_context("ana"))
    assert isinstance(refused, Refusal)


def test_so_many_and_no_more():
    full = replace(a_view(), saved_views=tuple(SavedView(f"v{n}", "tag:x", "ana") for n in range(MOST_VIEWS)))
    refused = decide(full, SaveView("one more", "tag:x"), a_context("ana"))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.TOO_LONG
    assert decide(full, SaveView("v1", "tag:y"), a_context("ana")) == (ViewSaved(SavedView("v1", "tag:y", "ana")),)
