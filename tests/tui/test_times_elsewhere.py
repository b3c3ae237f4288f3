"""Times, counts and durations in the other language and by twelve hours; English ones stand in test_present.py."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole import tongue
from agentconsole.domain.leads.oversight import Oversight, Supervisor
from agentconsole.domain.promises.clocks import Clock, ClockKind
from agentconsole.domain.terms import Mode
from agentconsole.tui import present, times
from agentconsole.tui.customer_words import about, earlier_words
from agentconsole.tui.oversight_words import told
from tests.tui.rows import MINUTE, NOW, a_clock
from tests.tui.test_contact_card import a_customer
from tests.tui.test_oversight_words import around

HOUR = 60 * MINUTE
TUESDAY = 1_793_720_700_000
"""3 November 2026, 15:45:00 UTC."""
YEAR_1, YEAR_9999 = -62_135_596_800_000, 253_402_300_799_999


@pytest.fixture
def german() -> Iterator[None]:
    tongue.speak("de")
    yield
    tongue.speak("en")


@pytest.fixture
def by_twelve() -> Iterator[None]:
    times.set_clock("12")
    yield
    times.set_clock("auto")


@pytest.mark.usefixtures("german")
def test_a_day_is_written_in_the_language_s_own_order():
    assert times.day(TUESDAY, 0) == "Di., 3.11.2026"
    assert (times.date(TUESDAY, 0), times.short_date(TUESDAY, 0)) == ("03.11.2026", "03.11.")
    assert times.moment(TUESDAY, TUESDAY + 48 * HOUR, 0) == "03.11.2026 15:45"
    assert times.moment(TUESDAY, TUESDAY, HOUR) == "16:45"


def test_english_days_are_written_without_a_catalogue():
    assert (times.day(TUESDAY, 0), times.date(TUESDAY, 0)) == ("Tue 2026-11-03", "2026-11-03")
    assert times.short_date(TUESDAY, 0) == "11-03"


def test_english_times_load_no_catalogue():
    asked = "import sys; from agentconsole.tui import times; times.day(0, 0); print('babel' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


@pytest.mark.usefixtures("german")
@given(st.integers(YEAR_1 - 10**12, YEAR_9999 + 10**12), st.integers(-14 * HOUR, 14 * HOUR))
def test_no_instant_is_too_far_off_for_a_calendar(at: int, offset: int):
    assert times.day(at, offset)
    assert times.short_date(at, offset)
    assert times.moment(at, TUESDAY, offset)


@pytest.mark.usefixtures("german")
def test_the_first_and_the_last_year_are_written_too():
    assert (times.date(YEAR_9999, 0), times.date(YEAR_9999, HOUR)) == ("31.12.9999", "10000-01-01")
    assert times.day(YEAR_1, 0) == "Mo., 1.1.1"


@pytest.mark.usefixtures("by_twelve")
@pytest.mark.parametrize(
    ("hour", "shown"), [(0, "12:05a"), (1, "1:05a"), (11, "11:05a"), (12, "12:05p"), (13, "1:05p"), (23, "11:05p")]
)
def test_the_clock_goes_round_twice_a_day_where_that_is_wanted(hour: int, shown: str):
    at = hour * HOUR + 5 * MINUTE
    assert times.clock_time(at, 0) == shown
    assert times.clock_time(at + 9_000, 0, seconds=True) == shown.replace(":05", ":05:09")


@pytest.mark.usefixtures("german")
def test_by_itself_the_clock_follows_the_language():
    assert times.clock_time(TUESDAY, 0) == "15:45"


@pytest.mark.usefixtures("by_twelve")
def test_a_callback_keeps_to_its_cell_and_tells_the_time_whole():
    assert [_callback(hour).text for hour in (14, 23)] == ["back 2:00p", "11:00p"]


def _callback(hour: int) -> present.DueCell:
    due = hour * HOUR
    return present.due_cell(Clock(ClockKind.CALLBACK, 0, due - 3, due - 2, due, due + 3), due - 2 * HOUR)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("way", ["24", "12"])
@given(st.sampled_from(list(ClockKind)), st.integers(0, 10**9))
def test_every_promise_fits_its_cell_in_the_other_language(way: times.ClockWay, kind: ClockKind, later: int):
    times.set_clock(way)
    try:
        clock = a_clock(kind)
        assert len(present.due_cell(clock, clock.since + later).text) <= present.DUE_WIDTH
    finally:
        times.set_clock("auto")


@pytest.mark.usefixtures("german")
def test_durations_have_the_language_s_short_words():
    assert [times.roughly(s) for s in (42, 150, 7_200, 200_000)] == ["42s", "2m", "2h", "2T"]
    assert [times.ago(0, s * 1000) for s in (3, 300)] == ["jetzt", "vor 5m"]


@pytest.mark.usefixtures("german")
def test_counts_have_the_forms_and_the_points_of_the_language():
    found = [earlier_words(a_customer(earlier=n)) for n in (0, 1, 2, 12_345)]
    assert found == ["erster Kontakt", "1 früheres", "2 frühere", "12.345 frühere"]
    again = [about(replace(a_customer(), reopened=n)).words for n in (0, 1, 3)]
    assert again == ["", "einmal wieder geöffnet", "3-mal wieder geöffnet"]


@pytest.mark.usefixtures("german")
def test_one_reads_and_two_read():
    def words(*agents: str) -> list[str]:
        readers = tuple(Supervisor(each, Mode.READING, NOW, NOW) for each in agents)
        return [each.words for each in told(around(Oversight(supervisors=readers)), lambda command: command, NOW, 0)]

    assert (words("mo"), words("mo", "lea")) == (["Mo liest mit"], ["Mo und Lea lesen mit"])
