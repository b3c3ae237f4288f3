"""Clocks: the wall's, one that is moved by hand, and one that runs fast."""

from datetime import UTC, datetime

import pytest

from agentconsole.clock import ManualClock, ScaledClock, ServerClock, Steps, SystemClock, monotonic_ms


def test_the_system_clock_counts_milliseconds_since_1970():
    now = datetime.fromtimestamp(SystemClock().now() / 1000, UTC)
    assert 2020 < now.year < 2200


def test_a_manual_clock_moves_only_when_told_and_also_back():
    clock = ManualClock(1_000)
    assert clock.now() == clock.now() == 1_000
    assert clock.advance(500) == 1_500
    assert clock.advance(-2_000) == clock.now() == -500


def test_a_scaled_clock_starts_where_told_and_runs_as_fast_as_told():
    base = ManualClock(77)
    clock = ScaledClock(base, 10_000, 2.5)
    assert clock.now() == 10_000
    base.advance(1_000)
    assert clock.now() == 12_500


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_a_clock_that_would_stand_or_run_back_is_refused(speed: float):
    with pytest.raises(ValueError, match="speed above zero"):
        ScaledClock(ManualClock(0), 0, speed)


def test_monotonic_time_does_not_go_back():
    times = [monotonic_ms() for _ in range(1_000)]
    assert times == sorted(times)


class Steady:
    """What never steps, moved by hand."""

    def __init__(self) -> None:
        self.at = 5_000

    def __call__(self) -> int:
        return self.at


def test_the_servers_clock_is_as_far_off_as_half_an_answers_way_at_most():
    steady = Steady()
    clock = ServerClock(ManualClock(1_000_000), steady)
    assert clock.now() == 1_000_000
    clock.hear(1_060_000, 80)
    assert clock.now() == 1_060_040
    clock.hear(1_060_000, 200)
    assert clock.now() == 1_060_040
    clock.hear(1_060_030, 10)
    assert clock.now() == 1_060_035
    assert clock.ahead == 60_035


def test_setting_this_machines_clock_moves_the_servers_by_nothing():
    steady, here = Steady(), ManualClock(1_000_000)
    clock = ServerClock(here, steady)
    clock.hear(1_000_000, 0)
    here.advance(3_600_000)
    steady.at += 500
    assert clock.now() == 1_000_500
    assert clock.ahead == -3_599_500


def test_a_server_whose_clock_was_set_is_believed_with_the_next_answer():
    steady = Steady()
    clock = ServerClock(ManualClock(0), steady)
    clock.hear(1_000_000, 1)
    clock.hear(1_002_000, 900)
    assert clock.now() == 1_000_000
    clock.hear(1_660_000, 900)
    assert clock.now() == 1_660_450


def test_a_step_of_more_than_two_seconds_is_noticed_once_and_a_suspend_is_none():
    steady, here = Steady(), ManualClock(1_000_000)
    steps = Steps(here, steady)
    here.advance(8 * 3_600_000)
    steady.at += 8 * 3_600_000
    assert steps.look() == 0
    here.advance(2_000)
    assert steps.look() == 0
    here.advance(-7_200_000)
    assert steps.look() == -7_200_000
    assert steps.look() == 0
