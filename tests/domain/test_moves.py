"""Every legal and every illegal move of each channel, as the rule book has them, spelled out a second time."""

import pytest

from agentconsole.domain.moves import MOVES, Move, after, is_legal
from agentconsole.domain.terms import Channel, Status

PHONE = """
ringing        claim: active, miss: missed
active         hold: on_hold, release: ringing, end: wrap_up, promise_callback: active
on_hold        resume: active, release: ringing, end: wrap_up, promise_callback: on_hold
wrap_up        finish: closed, promise_callback: wrap_up
missed         claim: callback_owed, promise_callback: callback_owed, resolve: closed
callback_owed  claim: callback_owed, release: callback_owed, promise_callback: callback_owed, reach: wrap_up, \
resolve: closed
closed         reopen: callback_owed
"""
TICKET = """
waiting   claim: active
active    release: waiting, pend: pending, resolve: resolved
pending   claim: active, release: waiting, pend: pending, resume: active, wake: active, resolve: resolved
resolved  reopen: active, wake: waiting
closed    reopen: active, wake: waiting
"""
CHAT = """
waiting  claim: active, end: closed
active   release: waiting, pend: active, resume: active, end: wrap_up, resolve: wrap_up
wrap_up  finish: closed, reopen: active, wake: waiting
closed   reopen: active, wake: waiting
"""


def table(text: str) -> dict[tuple[Status, Move], Status]:
    rows = (line.split(maxsplit=1) for line in text.strip().splitlines())
    cells = ((status, *cell.strip().split(": ")) for status, line in rows for cell in line.split(","))
    return {(Status(status), Move(move)): Status(to) for status, move, to in cells}


EXPECTED = {Channel.PHONE: table(PHONE), Channel.TICKET: table(TICKET), Channel.CHAT: table(CHAT)}
EVERY = [(channel, status, move) for channel in Channel for status in Status for move in Move]


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_knows_these_moves_and_no_other(channel: Channel):
    assert dict(MOVES[channel]) == EXPECTED[channel]
    legal = {(s, m) for c, s, m in EVERY if c is channel and is_legal(c, s, m)}
    assert legal == set(EXPECTED[channel])


def test_an_illegal_move_leads_nowhere():
    illegal = [(c, s, m) for c, s, m in EVERY if (s, m) not in EXPECTED[c]]
    assert len(illegal) == len(EVERY) - sum(map(len, EXPECTED.values()))
    for channel, status, move in illegal:
        with pytest.raises(KeyError):
            after(channel, status, move)


@pytest.mark.parametrize("channel", list(Channel))
def test_every_status_a_move_leads_to_can_be_left_again(channel: Channel):
    left = {status for status, _ in MOVES[channel]}
    assert set(MOVES[channel].values()) <= left


def test_nothing_but_a_claim_or_reopening_leads_out_of_the_queue_into_a_live_chat():
    into = {move for (status, move), to in MOVES[Channel.CHAT].items() if to is Status.ACTIVE is not status}
    assert into == {Move.CLAIM, Move.REOPEN}


def test_the_tables_cannot_be_changed_by_accident():
    with pytest.raises(TypeError):
        MOVES[Channel.CHAT][(Status.CLOSED, Move.HOLD)] = Status.ACTIVE
