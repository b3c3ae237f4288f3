"""Reminders under clocks that jump and machines that sleep: nothing early, one for each, and no burst of bells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises import reminders
from agentconsole.domain.promises.clocks import Clock, clocks, next_promise
from agentconsole.domain.promises.reminders import (
    BELL_GAP,
    BELLS_PER_HOUR,
    HOUR,
    STEP,
    Bells,
    Stage,
    next_stage_at,
    ring,
    stage,
)
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from tests.support.builders import NOW, a_chat, a_ticket, answered, ms

Running = tuple[tuple[str, Clock], ...]


@dataclass(frozen=True)
class Look:
    """One glance of the console at the clocks: how the two clocks moved since the last."""

    steady: int
    step: int = 0


def looks() -> st.SearchStrategy[list[Look]]:
    """A shift in glances: seconds apart, with steps of two hours either way and sleeps of up to ten hours."""
    tick = st.builds(Look, st.integers(1_000, 40_000), st.just(0))
    jump = st.builds(Look, st.just(1_000), st.integers(-ms("2h"), ms("2h")))
    sleep = st.builds(Look, st.just(1_000), st.integers(0, ms("10h")))
    return st.lists(st.one_of(tick, tick, tick, jump, sleep), min_size=1, max_size=60)


def chats(count: int) -> st.SearchStrategy[list[Conversation]]:
    made = st.builds(lambda ago: a_chat(held_by="ana", first_reply_owed=False, **since(ago)), st.integers(0, ms("9m")))
    return st.lists(made, min_size=1, max_size=count)


def since(ago: int) -> dict[str, int]:
    return {"owed_since": NOW - ago, "owing_since": NOW - ago}


def running(rows: list[Conversation]) -> Running:
    return tuple((str(n), next_promise(row, DEFAULT_LEVELS)) for n, row in enumerate(rows))


def heard(glances: list[Look], due: Running) -> list[tuple[int, int, bool]]:
    """(steady, wall, was stepped) of every bell."""
    bells, wall, steady, rung = Bells(), NOW, 0, []
    for look in glances:
        wall, steady = wall + look.steady + look.step, steady + look.steady
        stepped = bells.stepped(wall, steady)
        rang, bells = ring(bells, due, wall, steady)
        if rang:
            rung.append((steady, wall, stepped))
    return rung


def test_whatever_the_clock_does_bells_keep_their_budget(figure: Callable[..., int]):
    settings(max_examples=figure(120, 5_000))(given(looks(), chats(25))(assert_bells_keep_their_budget))()


def assert_bells_keep_their_budget(glances: list[Look], rows: list[Conversation]) -> None:
    rung = heard(glances, running(rows))
    at = [steady for steady, _, _ in rung]
    assert all(b - a >= BELL_GAP for a, b in pairwise(at))
    assert all(sum(0 <= t - s < HOUR for s in at if s <= t) <= BELLS_PER_HOUR for t in at)
    assert not any(stepped for _, _, stepped in rung), "a bell at the very moment the clock jumped"


def test_nothing_is_shown_or_heard_before_three_minutes_and_each_conversation_has_one_reminder(
    figure: Callable[..., int],
):
    settings(max_examples=figure(120, 5_000))(given(looks(), chats(8))(assert_one_reminder_and_none_early))()


def assert_one_reminder_and_none_early(glances: list[Look], rows: list[Conversation]) -> None:
    wall = NOW
    for look in glances:
        wall += look.steady + look.step
        for row in rows:
            shown = stage(next_promise(row, DEFAULT_LEVELS), wall)
            waited = wall - row.owed_since
            assert (shown is Stage.CALM) == (waited < ms("3m"))
            assert (shown >= Stage.BREACH) == (waited >= ms("5m"))
            assert shown is max(stage(clock, wall) for clock in clocks(row, DEFAULT_LEVELS)), "the highest is shown"
    for _, at, _ in heard(glances, running(rows)):
        assert any(at - row.owed_since >= ms("4m") for row in rows), "a bell with nothing to alarm about"


@given(st.lists(st.integers(0, ms("2h")), min_size=1, max_size=40))
def test_looking_more_often_shows_nothing_else(moments: list[int]):
    clock = next_promise(a_chat(held_by="ana", first_reply_owed=False), DEFAULT_LEVELS)
    stages = [stage(clock, NOW + moment) for moment in sorted(moments)]
    assert stages == sorted(stages)


def test_ten_late_chats_ring_once_and_not_again():
    due = running([a_chat(held_by="ana", first_reply_owed=False, waiting="4m")] * 10)
    rang, bells = ring(Bells(), due, NOW, 0)
    assert rang
    for second in range(1, 55):
        rang, bells = ring(bells, due, NOW + second * 1_000, second * 1_000)
        assert not rang
    assert ring(bells, due, NOW + ms("60s"), ms("60s"))[0], "the breach is told as well"


def test_waking_up_after_a_night_is_silent_and_the_next_alarm_is_not():
    due = running([a_chat(held_by="ana", first_reply_owed=False)])
    _, bells = ring(Bells(), due, NOW, 0)
    morning = NOW + ms("4m 30s")
    rang, bells = ring(bells, due, morning, 1_000)
    assert not rang
    assert ring(bells, due, NOW + ms("5m"), 31_000)[0]


def test_leads_are_shown_what_agents_are_not_nagged_with_further():
    due = running([a_chat(held_by="ana", first_reply_owed=False, waiting="8m")])
    assert not ring(Bells(), due, NOW, 0)[0]


def test_of_several_clocks_of_one_conversation_the_worst_rings():
    broken = next_promise(a_ticket(waiting="10m"), DEFAULT_LEVELS)
    alarming = next_promise(answered(a_chat(held_by="ana"), "4m"), DEFAULT_LEVELS)
    for due in ((("1", broken), ("1", alarming)), (("1", alarming), ("1", broken))):
        _, bells = ring(Bells(), due, NOW, 0)
        assert bells.heard == (("1", broken.mark, Stage.BREACH),)


def test_the_next_change_of_stage_is_known_and_ends_with_the_leads():
    clock = next_promise(a_chat(held_by="ana", first_reply_owed=False), DEFAULT_LEVELS)
    at, seen = NOW, []
    while (later := next_stage_at(clock, at)) is not None:
        seen.append(later - NOW)
        assert stage(clock, later - 1) < stage(clock, later)
        at = later
    assert seen == [ms("3m"), ms("4m"), ms("5m"), ms("8m")]


def test_a_small_drift_is_no_step():
    bells = Bells(wall=NOW, steady=0)
    assert not bells.stepped(NOW + 1_000 + STEP, 1_000)
    assert bells.stepped(NOW + 1_001 + STEP, 1_000)
    assert not Bells().stepped(NOW, 0)


OVERDUE = [a_chat(held_by="ana", first_reply_owed=False, **since(ms("4m") - n * 31_000)) for n in range(20)]


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("BELL_GAP", 0),
        ("BELLS_PER_HOUR", 10_000),
    ],
)
def test_a_bell_without_its_budget_is_caught(monkeypatch, name: str, planted: int):
    glances = [Look(1_000)] * 1_100
    budget = (BELL_GAP, BELLS_PER_HOUR)
    monkeypatch.setattr(reminders, name, planted)
    at = [steady for steady, _, _ in heard(glances, running(OVERDUE))]
    kept = all(b - a >= budget[0] for a, b in pairwise(at)) and len(at) <= budget[1]
    assert not kept


def test_a_bell_that_ignores_steps_is_caught(monkeypatch):
    monkeypatch.setattr(Bells, "stepped", lambda self, wall, steady: False)
    quiet = [Look(1_000), Look(1_000, ms("4m"))]
    rows = [a_chat(held_by="ana", first_reply_owed=False)]
    assert heard(quiet, running(rows)), "without the look at both clocks the jump would ring"
    monkeypatch.undo()
    assert not heard(quiet, running(rows))
