"""The words on the screen: what they say at each moment, and that they say when they change."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.promises.clocks import Clock, ClockKind, clocks
from agentconsole.domain.promises.reminders import Stage
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.terms import FAR, Channel, MessageKind, Status, WaitsOn
from agentconsole.tui import present, times
from agentconsole.workspace.carried import Delivery
from tests.tui.rows import MINUTE, NOW, a_clock, a_line, a_row, own

HOUR = 60 * MINUTE


def said(clock: Clock, now: int = NOW) -> tuple[str, str]:
    due = present.due_cell(clock, now)
    return present.URGENCY[due.stage], due.text


@pytest.mark.parametrize(
    ("gone", "urgency", "text"),
    [
        (0, "  ", "upd 5m"),
        (179, "  ", "upd 2m"),
        (180, "! ", "upd 2m"),
        (239, "! ", "upd 1m"),
        (240, "!!", "upd 1:00"),
        (258, "!!", "upd 0:42"),
        (299, "!!", "upd 0:01"),
        (300, "!!", "DUE +0:00"),
        (310, "!!", "DUE +0:10"),
        (479, "!!", "DUE +2:59"),
        (480, "!!", "LATE +3m"),
        (300 + 7200, "!!", "LATE +2h"),
        (300 + 10**9, "!!", "LATE +999d"),
    ],
)
def test_an_update_is_nudged_at_three_alarmed_at_four_and_due_at_five_minutes(gone: int, urgency: str, text: str):
    assert said(a_clock(gone=gone)) == (urgency, text)


@pytest.mark.parametrize(
    ("kind", "gone", "text"),
    [
        (ClockKind.HOLD, 7, "hold 0:07"),
        (ClockKind.HOLD, 100, "hold 1:40"),
        (ClockKind.HOLD, 190, "hold 3:10"),
        (ClockKind.REPLY, 260, "reply 0:40"),
    ],
)
def test_who_is_on_hold_sees_the_time_waited_and_everybody_else_the_time_left(kind: ClockKind, gone: int, text: str):
    assert said(a_clock(kind, gone=gone))[1] == text


def test_a_ringing_phone_counts_up_from_the_first_second():
    ring = Clock(ClockKind.ANSWER, NOW, NOW + 30_000, NOW + 30_000, NOW + 60_000, NOW + 120_000)
    assert [said(ring, NOW + s * 1000)[1] for s in (0, 12, 59, 60)] == [
        "ring 0:00",
        "ring 0:12",
        "ring 0:59",
        "DUE +0:00",
    ]


def test_a_callback_shows_the_local_time_it_was_promised_for():
    due = NOW + 2 * HOUR
    back = Clock(ClockKind.CALLBACK, NOW, due - 5 * MINUTE, due - MINUTE, due, due + 3 * MINUTE)
    assert present.due_cell(back, NOW, 2 * HOUR).text == f"back {times.clock_time(due, 2 * HOUR)}"
    assert present.due_cell(replace(back, breach_at=NOW + 48 * HOUR), NOW).text == "back 2d"


running = st.builds(
    lambda kind, since, steps: Clock(kind, since, *(since + sum(steps[: n + 1]) for n in range(4))),
    st.sampled_from(list(ClockKind)),
    st.integers(NOW - 10**9, NOW),
    st.lists(st.integers(1, 3 * HOUR), min_size=4, max_size=4),
)


@given(running, st.integers(-(10**8), 10**9), st.data())
def test_a_cell_stays_true_until_the_instant_it_names(clock: Clock, later: int, data: st.DataObject):
    now = clock.since + later
    due = present.due_cell(clock, now)
    assert now < due.changes_at
    assert len(due.text) <= present.DUE_WIDTH
    between = data.draw(st.integers(now, due.changes_at - 1))
    assert present.due_cell(clock, between) == due


def test_only_the_last_minute_and_the_time_until_leads_see_it_tick():
    clock = a_clock()
    now, waits = clock.since, []
    while now < clock.lead_at + HOUR:
        changes_at = present.due_cell(clock, now).changes_at
        waits.append((now - clock.since, changes_at - now))
        now = changes_at
    ticking = [at for at, wait in waits if wait <= 1000]
    assert sum(at < 4 * MINUTE - 1000 for at in ticking) <= 4, "one at each full minute"
    assert ticking[-1] < 8 * MINUTE
    assert len(waits) < 4 * 60 + 70


def test_a_row_without_a_clock_names_its_status():
    assert present.row_due(a_row(1, status=Status.WRAP_UP), NOW) == present.DueCell("wrap-up", Stage.CALM)
    assert present.row_due(a_row(1, status=Status.ACTIVE, channel=Channel.PHONE), NOW).text == "live"


def test_a_row_says_whose_turn_it_is_as_the_conversation_does():
    for waits_on in WaitsOn:
        row = a_row(1, status=Status.ACTIVE, waits_on=waits_on)
        assert present.row_due(row, NOW).text == ("their turn" if waits_on is WaitsOn.CONTACT else "active")
    pended = a_row(1, status=Status.PENDING, waits_on=WaitsOn.CONTACT)
    assert present.row_due(pended, NOW).text == "pending"


def test_every_clock_of_the_domain_fits_its_cell():
    from tests.support.builders import NOW as START
    from tests.support.builders import a_call, a_chat, a_ticket

    for made in (a_chat(), a_ticket(), a_call()):
        for clock in clocks(made, DEFAULT_LEVELS):
            for later in range(0, 2 * HOUR, 7_777):
                assert len(present.due_cell(clock, START + later).text) <= present.DUE_WIDTH


def test_channels_are_letters_and_own_chats_have_numbers():
    assert present.channel_cell(Channel.PHONE) == "P "
    assert present.channel_cell(Channel.TICKET) == "T "
    assert [present.channel_cell(Channel.CHAT, slot) for slot in (0, 1, 2)] == ["C ", "C1", "C2"]


def test_a_chat_that_woke_up_names_who_had_it():
    assert present.topic(a_row(1, woken=True, former_assignee="Bo")) == "again, was Bo's: about 1"
    assert present.topic(a_row(1, subject="", last_line="hello?")) == "hello?"


@pytest.mark.parametrize(
    ("delivery", "receipt", "words"),
    [
        (Delivery.SAVED, 0, "saved"),
        (Delivery.SENDING, 0, "sending"),
        (Delivery.REFUSED, 0, "refused"),
        (Delivery.ACCEPTED, 48211, "✓ #48211"),
        (Delivery.ACCEPTED, 0, ""),
    ],
)
def test_delivery_is_told_in_words(delivery: Delivery, receipt: int, words: str):
    assert present.delivery_words(own(1, delivery=delivery, receipt=receipt)) == words


def test_a_receipt_can_tell_the_second_it_was_settled():
    line = own(1, receipt=7, accepted_at=NOW)
    assert present.delivery_words(line, is_long=True) == f"✓ #7 {times.clock_time(NOW, 0, seconds=True)}"


@pytest.mark.parametrize("name", ["you", "YOU again", "You GmbH", "Note", "sys"])
def test_a_contact_cannot_pass_for_one_of_us(name: str):
    assert present.author_words(a_line(1, author=name)).startswith('"')
    assert present.author_words(own(1)) == "you"
    assert present.author_words(a_line(1, kind=MessageKind.NOTE)) == "NOTE"


def test_unread_counts_fit_six_cells():
    assert [present.unread_words(n) for n in (0, 2, 99, 1000)] == ["", "2 new", "99 new", "99+new"]


@given(st.integers(-60_000_000_000_000, FAR), st.integers(-14 * HOUR, 14 * HOUR))
def test_times_of_day_and_days_agree_with_the_calendar(at: int, offset: int):
    second = (at + offset) // 1000
    if -62_135_596_800 <= second < 253_402_300_800:
        then = datetime.fromtimestamp(second, UTC)
        assert times.clock_time(at, offset, seconds=True) == then.strftime("%H:%M:%S")
        assert times.day(at, offset) == f"{then:%a} {then.year:04}-{then:%m-%d}"


def test_a_moment_of_today_is_a_time_and_any_other_has_its_date():
    assert times.moment(NOW, NOW + 1000, 0) == times.clock_time(NOW, 0)
    assert times.moment(NOW - 86_400_000, NOW, 0) == f"2026-09-20 {times.clock_time(NOW, 0)}"


def test_durations_are_told_in_one_unit():
    assert [times.roughly(s) for s in (-5, 42, 60, 3599, 7200, 90_000, 172_800)] == [
        "0s",
        "42s",
        "1m",
        "59m",
        "2h",
        "25h",
        "2d",
    ]
    assert [times.ago(NOW - s * 1000, NOW) for s in (3, 300)] == ["now", "5m ago"]
    assert [times.exactly(s) for s in (9, 190, 3725)] == ["0:09", "3:10", "1:02:05"]
