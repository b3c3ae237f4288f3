"""Clocks: the wall's, one that is moved by hand, and one that runs fast."""

from datetime import UTC, datetime

import pytest

from agentconsole.clock import ManualClock, ScaledClock, SystemClock, monotonic_ms


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
