"""The lead board as a real store gives it: need first, names for holders, and the load of the last half hour."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.workspace.board_reader import BoardReader
from agentconsole.workspace.board_views import OnPhone
from agentconsole.workspace.load import BUCKETS
from agentconsole.workspace.queue_reader import QueueReader
from tests.workspace.conftest import START, desk_of


@contextmanager
def board_of(shift, me="lea"):
    with desk_of(shift, me) as desk:
        yield BoardReader(desk, QueueReader(desk, pytest.fail))


def test_whoever_is_late_stands_first_and_what_is_latest_above_all(shift):
    mine = shift.comes("chat", "Mara", "mail bounces", "hello")
    shift.clock.advance(MINUTE)
    theirs = shift.comes("chat", "Li", "error 403", "hello")
    shift.does("dana", ask.Claim(mine))
    shift.does("bo", ask.Claim(theirs))
    shift.does("dana", ask.Reply(mine, "I am looking."))
    shift.clock.advance(2 * MINUTE)
    with board_of(shift) as reader:
        view = reader.read()
    assert [(each.row.id, each.holder) for each in view.late] == [(theirs, "Bo")]
    assert [row.agent.id for row in view.team] == ["bo", "dana", "lea"]
    assert view.team[0].due_id == theirs
    assert view.team[0].due_name == "Li"


def test_a_line_shows_chats_phone_and_tickets(shift):
    for channel in ("chat", "chat", "phone", "ticket", "ticket"):
        shift.does("dana", ask.Claim(shift.comes(channel, "Mara", "all is down", "hello")))
    call = shift.rows("SELECT conv_id FROM call_slot")[0][0]
    with board_of(shift) as reader:
        dana = next(row for row in reader.read().team if row.agent.id == "dana")
        assert (dana.chats, dana.phone, dana.tickets) == (2, OnPhone.LIVE, 2)
        shift.does("dana", ask.Hold(call))
        assert next(row for row in reader.read().team if row.agent.id == "dana").phone is OnPhone.HOLD


def test_the_load_counts_what_was_done_in_each_five_minutes_and_forgets_after_thirty(shift):
    own = shift.comes("ticket", "Mara", "mail bounces", "hello")
    shift.does("dana", ask.Claim(own))
    shift.clock.advance(7 * MINUTE)
    shift.does("dana", ask.Note(own, "looking"))
    with board_of(shift) as reader:

        def load():
            return next(row.load for row in reader.read().team if row.agent.id == "dana")

        assert load() == (0, 0, 0, 0, 1, 1)
        shift.does("dana", ask.Note(own, "still looking"))
        assert load() == (0, 0, 0, 0, 1, 2)
        shift.clock.advance(25 * MINUTE)
        assert load() == (2, 0, 0, 0, 0, 0)
        shift.clock.advance(10 * MINUTE)
        assert load() == (0,) * BUCKETS


def test_the_load_of_others_is_not_for_an_agent(shift):
    with board_of(shift, "dana") as reader:
        loads = {row.agent.id: row.load for row in reader.read().team}
    assert loads["dana"] == (0,) * BUCKETS
    assert loads["bo"] is None
    assert loads["lea"] is None


def test_who_waits_longest_is_told_by_channel(shift):
    shift.comes("chat", "Mara", "mail bounces", "hello")
    shift.clock.advance(MINUTE)
    shift.comes("chat", "Li", "error 403", "hello")
    with board_of(shift) as reader:
        view = reader.read()
    assert view.chat_waits_since == START
    assert view.phone_rings_since == 0
    assert view.waiting == 2


def test_a_promise_that_is_near_stands_above_a_fuller_agent_with_time_left(shift):
    near = shift.comes("chat", "Mara", "mail bounces", "hello")
    shift.does("bo", ask.Claim(near))
    shift.does("bo", ask.Reply(near, "I am looking."))
    shift.clock.advance(3 * MINUTE)
    for name in ("Li", "Noor"):
        calm = shift.comes("chat", name, "error 403", "hello")
        shift.does("dana", ask.Claim(calm))
        shift.does("dana", ask.Reply(calm, "I am looking."))
    with board_of(shift) as reader:
        assert [row.agent.id for row in reader.read().team][:2] == ["bo", "dana"]


def test_an_agent_of_whom_nothing_is_due_leads_to_what_they_hold(shift):
    theirs = shift.comes("chat", "Li", "error 403", "hello")
    shift.does("bo", ask.Claim(theirs))
    shift.does("bo", ask.Reply(theirs, "Could you tell me your number?"))
    with board_of(shift) as reader:
        bo = next(row for row in reader.read().team if row.agent.id == "bo")
    assert (bo.chats, bo.due_id, bo.held_id) == (1, "", theirs)
