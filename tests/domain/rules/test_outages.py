"""Outages on record: who may report what, and for whom it counts."""

from __future__ import annotations

import pytest

from agentconsole.domain.promises.outages import LONGEST, OutageKind
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.domain.team.events import OutageReported
from tests.domain.asking import accepted, refused
from tests.support.builders import NOW, a_context, a_view

BEGAN = NOW - 60_000


def report(kind: OutageKind, began: int = BEGAN, ended: int = NOW - 1, console: str = "t-1") -> ReportOutage:
    return ReportOutage(kind, console, began, ended)


@pytest.mark.parametrize("kind", [OutageKind.CONSOLE_OFFLINE, OutageKind.SIGNED_OUT])
def test_an_agent_reports_what_their_own_console_lived_through(kind: OutageKind):
    assert accepted(a_view(), report(kind), a_context("ana")) == (OutageReported(kind, "ana", "t-1", BEGAN, NOW - 1),)
    refused(a_view(), report(kind), Code.NOT_ALLOWED, a_context("system"))


def test_what_the_server_lacked_only_the_server_tells_and_it_counts_for_everybody():
    told = report(OutageKind.STORE_UNAVAILABLE, console="")
    assert accepted(a_view(), told, a_context("system")) == (
        OutageReported(OutageKind.STORE_UNAVAILABLE, "", "", BEGAN, NOW - 1),
    )
    for actor in ("ana", "lea", "chat"):
        refused(a_view(), told, Code.NOT_ALLOWED, a_context(actor))


def test_an_end_that_lies_ahead_is_a_clock_a_little_fast():
    (event,) = accepted(a_view(), report(OutageKind.CONSOLE_OFFLINE, ended=NOW + 90_000), a_context("ana"))
    assert isinstance(event, OutageReported)
    assert event.ended_at == NOW


@pytest.mark.parametrize(("began", "ended"), [(NOW, NOW - 1), (NOW + 5, NOW + 9), (NOW - LONGEST - 9, NOW)])
def test_a_span_that_cannot_be_is_refused(began: int, ended: int):
    refused(a_view(), report(OutageKind.SIGNED_OUT, began, ended), Code.BAD_TIME, a_context("ana"))


def test_a_name_without_end_is_refused():
    refused(a_view(), report(OutageKind.SIGNED_OUT, console="t" * 65), Code.TOO_LONG, a_context("ana"))
