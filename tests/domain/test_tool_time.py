"""Tool time is not agent time, and an outage is counted once, whoever tells of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.promises.outages import (
    LONGEST,
    SHORTEST,
    Outage,
    OutageKind,
    covering,
    is_worth_telling,
    length,
)
from agentconsole.domain.promises.tool_time import (
    UNREMARKABLE,
    Instants,
    Split,
    Vouched,
    explains_breach,
    split,
    vouched,
)

T = 1_790_000_000_000
MINUTE = 60_000
instants = st.integers(T - 3 * LONGEST, T + 3 * LONGEST)


def offline(began: int, ended: int, agent: str = "ana", *, is_seen: bool = False) -> Outage:
    kind = OutageKind.STORE_UNAVAILABLE if is_seen else OutageKind.CONSOLE_OFFLINE
    return Outage(kind, "" if is_seen else agent, "t-1", T + began, T + ended, is_seen)


def test_what_passes_before_the_key_is_the_agents_and_everything_after_it_the_tools():
    told = split(Instants(T + 60_000, T + 190_000, T + 60_020, T + 65_000), since=T)
    assert told == Split(agent=60_000, saving=20, waiting=4_980, carrying=125_000)
    assert told.tool == 130_000


def test_a_server_that_knows_two_instants_only_still_knows_the_tools_share():
    assert split(Instants(T + 60_000, T + 190_000), since=T) == Split(60_000, 0, 0, 130_000)


@given(st.builds(Instants, instants, instants, st.none() | instants, st.none() | instants), instants)
def test_however_wrong_a_clock_is_the_shares_are_never_negative_and_always_the_whole(told: Instants, since: int):
    shares = split(told, since)
    assert min(shares.agent, shares.saving, shares.waiting, shares.carrying) >= 0
    assert shares.agent + shares.tool == max(since, told.accepted_at) - since


@given(instants, instants, instants)
def test_a_console_that_says_it_was_pressed_before_the_clock_ran_wins_nothing_by_it(
    pressed: int, accepted: int, since: int
):
    assert split(Instants(pressed, accepted), since).tool <= max(0, accepted - since)


@pytest.mark.parametrize(
    ("due", "is_explained"), [(59, False), (60, True), (90, True), (119, True), (120, False)], ids=str
)
def test_a_breach_is_the_tools_when_the_key_was_in_time_and_the_acceptance_was_not(due: int, is_explained: bool):
    assert explains_breach(Instants(T + 60, T + 120), T + due) is is_explained


def test_what_speaks_for_tool_time_is_named():
    late = Instants(T, T + 10 * MINUTE)
    assert vouched(Instants(T, T + UNREMARKABLE), "ana", ()) is Vouched.SHORT
    assert vouched(late, "ana", ()) is Vouched.TOLD
    assert vouched(late, "ana", [offline(0, 9 * MINUTE + 40_000)]) is Vouched.REPORTED
    assert vouched(late, "ana", [offline(0, 9 * MINUTE + 40_000, is_seen=True)]) is Vouched.SEEN
    assert vouched(late, "ana", [offline(0, 5 * MINUTE)]) is Vouched.TOLD
    assert vouched(late, "ana", [offline(0, 10 * MINUTE, "bo")]) is Vouched.TOLD


def test_an_outage_told_by_two_consoles_and_seen_by_the_server_is_counted_once():
    told = [offline(0, 100), offline(50, 120), offline(20, 60, is_seen=True), offline(200, 300), offline(0, 999, "bo")]
    assert length(told, "ana", T, T + 250) == 120 + 50
    assert length(told, "ana", T + 110, T + 205) == 10 + 5
    assert length([], "ana", T, T + 5) == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8), st.integers(0, 50), st.integers(0, 50))
def test_the_length_is_that_of_the_union(spans: list[tuple[int, int]], began: int, ended: int):
    told = [offline(a, b) for a, b in spans if a < b]
    expected = sum(any(each.covers(T + at) for each in told) for at in range(began, ended))
    assert length(told, "ana", T + began, T + ended) == expected


def test_what_the_server_saw_is_cited_first():
    told = [offline(0, 100), offline(50, 120, is_seen=True), offline(300, 400)]
    assert [each.is_seen for each in covering(told, "ana", T + 60)] == [True, False]
    assert covering(told, "ana", T + 120) == ()


def test_a_blink_is_no_outage_and_neither_is_a_clock_gone_wrong():
    assert not is_worth_telling(T, T + SHORTEST - 1)
    assert is_worth_telling(T, T + SHORTEST)
    assert not is_worth_telling(T, T + LONGEST + 1)
