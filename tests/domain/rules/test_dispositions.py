"""How a contact may end is the team's own list: what is not on it is refused, and what it promises the list says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.calls.commands import LogCall, PromiseCallback
from agentconsole.domain.commands import WrapUp
from agentconsole.domain.dispositions import (
    ANY_ENDING,
    MOST_OFFERED,
    USUAL,
    Disposition,
    Dispositions,
    Keeper,
    fault_in,
)
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.domain.team.events import DispositionsSet
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, a_call, a_chat, a_context, a_view, ms

DONE = Disposition("dns-done", "DNS change done")
RING = Disposition("ring", "We ring back", Keeper.CALLBACK)
GONE = Disposition("migrated", "Migrated", is_retired=True)
OWN = Dispositions((DONE, RING, GONE))


def told(now: Dispositions, command: SetDispositions) -> tuple[Disposition, ...]:
    (event,) = accepted(a_view(dispositions=now), command, a_context("lea"))
    assert isinstance(event, DispositionsSet)
    return event.dispositions


def test_a_lead_and_whoever_sets_the_store_up_name_the_list_and_nobody_else():
    command = SetDispositions((DONE,), beside=True)
    assert accepted(a_view(), command, a_context("system")) == accepted(a_view(), command, a_context("lea"))
    refused(a_view(), command, Code.NOT_ALLOWED)
    assert accepted(a_view(dispositions=OWN), SetDispositions(OWN.offered), a_context("lea")) == ()


def test_what_is_named_no_more_is_retired_and_never_lost():
    found = told(ANY_ENDING, SetDispositions((RING, DONE)))
    assert found[:2] == (RING, DONE)
    assert {each.code for each in found if each.is_retired} == {each.code for each in USUAL}
    assert Dispositions(found).offered == (RING, DONE)


def test_beside_what_there_is_each_keeps_its_place_and_a_retired_one_comes_back():
    again = Disposition("migrated", "Moved to us")
    assert told(OWN, SetDispositions((again,), beside=True)) == (DONE, RING, again)
    new = Disposition("abuse-told", "Abuse reported")
    found = told(OWN, SetDispositions((new,), ("ring",), beside=True))
    assert [(each.code, each.is_retired) for each in found] == [
        *(("dns-done", False), ("ring", True), ("migrated", True), ("abuse-told", False)),
    ]
    words = refused(a_view(dispositions=OWN), SetDispositions((), ("rign",)), Code.UNKNOWN_ENTRY, a_context("lea"))
    assert words == "No disposition is called 'rign'; there are dns-done, ring."


@pytest.mark.parametrize(
    "named",
    [
        (Disposition("DNS", "done"),),
        (Disposition("a:b", "done"),),
        (Disposition("x" * 41, "done"),),
        (DONE, DONE),
        (Disposition("done", " "),),
        (Disposition("done", "on two\nlines"),),
        (Disposition("done", "x" * 61),),
        (GONE,),
        (RING,),
        tuple(Disposition(f"d{n}", "done") for n in range(MOST_OFFERED + 1)),
        (DONE, *(Disposition(f"d{n}", "done", is_retired=True) for n in range(300))),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_in_a_sentence(named: tuple[Disposition, ...]):
    assert fault_in(named).endswith(".")
    view = a_view(dispositions=Dispositions(named[:1]))
    refused(view, SetDispositions(named, beside=True), Code.UNSUPPORTED, a_context("lea"))


def test_an_ending_that_is_not_on_the_list_or_no_longer_is_refused_with_those_that_are():
    view = a_view(a_chat(held_by="ana"), dispositions=OWN)
    assert accepted(view, WrapUp("1", " dns-done "))[0].disposition == "dns-done"
    words = refused(view, WrapUp("1", "solved"), Code.UNKNOWN_ENTRY)
    assert words == "No disposition is called 'solved'; there are dns-done, ring."
    words = refused(view, WrapUp("1", "migrated"), Code.UNKNOWN_ENTRY)
    assert words == "The team has retired the disposition migrated; there are dns-done, ring."


def test_a_team_that_has_named_no_list_takes_any_word():
    accepted(a_view(a_chat(held_by="ana")), WrapUp("1", "will ring"))


def test_what_an_ending_promises_the_list_says_and_not_the_command():
    view = a_view(a_call(held_by="ana"), dispositions=OWN)
    refused(view, WrapUp("1", "ring"), Code.NEEDS_TIME)
    accepted(view, WrapUp("1", "dns-done", owes=True))
    promised = after(a_call(held_by="ana"), PromiseCallback("1", NOW + ms("1h")))
    accepted(a_view(promised, dispositions=OWN), WrapUp("1", "ring"))


def test_a_call_that_is_logged_ends_as_one_of_the_team_does_or_says_nothing_of_it():
    view, call = a_view(dispositions=OWN), LogCall("incoming", "Mara", "", NOW - 2_000, NOW - 1_000)
    for disposition in ("", "dns-done"):
        accepted(view, replace(call, disposition=disposition))
    refused(view, replace(call, disposition="solved"), Code.UNKNOWN_ENTRY)
