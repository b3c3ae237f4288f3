"""The legal moves of each channel, as tables: which status follows which, and nothing else."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from agentconsole.domain.terms import Channel, Status


class Move(StrEnum):
    """What can happen to a status."""

    CLAIM = "claim"
    RELEASE = "release"
    HOLD = "hold"
    RESUME = "resume"
    MISS = "miss"
    END = "end"
    FINISH = "finish"
    PROMISE_CALLBACK = "promise_callback"
    REACH = "reach"
    PEND = "pend"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    WAKE = "wake"


_S, _M = Status, Move

PHONE = {
    (_S.RINGING, _M.CLAIM): _S.ACTIVE,
    (_S.RINGING, _M.MISS): _S.MISSED,
    (_S.ACTIVE, _M.HOLD): _S.ON_HOLD,
    (_S.ON_HOLD, _M.RESUME): _S.ACTIVE,
    (_S.ACTIVE, _M.RELEASE): _S.RINGING,
    (_S.ON_HOLD, _M.RELEASE): _S.RINGING,
    (_S.ACTIVE, _M.END): _S.WRAP_UP,
    (_S.ON_HOLD, _M.END): _S.WRAP_UP,
    (_S.ACTIVE, _M.PROMISE_CALLBACK): _S.ACTIVE,
    (_S.ON_HOLD, _M.PROMISE_CALLBACK): _S.ON_HOLD,
    (_S.WRAP_UP, _M.PROMISE_CALLBACK): _S.WRAP_UP,
    (_S.MISSED, _M.PROMISE_CALLBACK): _S.CALLBACK_OWED,
    (_S.CALLBACK_OWED, _M.PROMISE_CALLBACK): _S.CALLBACK_OWED,
    (_S.MISSED, _M.CLAIM): _S.CALLBACK_OWED,
    (_S.CALLBACK_OWED, _M.CLAIM): _S.CALLBACK_OWED,
    (_S.CALLBACK_OWED, _M.RELEASE): _S.CALLBACK_OWED,
    (_S.CALLBACK_OWED, _M.REACH): _S.WRAP_UP,
    (_S.WRAP_UP, _M.FINISH): _S.CLOSED,
    (_S.MISSED, _M.RESOLVE): _S.CLOSED,
    (_S.CALLBACK_OWED, _M.RESOLVE): _S.CLOSED,
    (_S.CLOSED, _M.REOPEN): _S.CALLBACK_OWED,
}

TICKET = {
    (_S.WAITING, _M.CLAIM): _S.ACTIVE,
    (_S.PENDING, _M.CLAIM): _S.ACTIVE,
    (_S.ACTIVE, _M.RELEASE): _S.WAITING,
    (_S.PENDING, _M.RELEASE): _S.WAITING,
    (_S.ACTIVE, _M.PEND): _S.PENDING,
    (_S.PENDING, _M.PEND): _S.PENDING,
    (_S.PENDING, _M.RESUME): _S.ACTIVE,
    (_S.PENDING, _M.WAKE): _S.ACTIVE,
    (_S.ACTIVE, _M.RESOLVE): _S.RESOLVED,
    (_S.PENDING, _M.RESOLVE): _S.RESOLVED,
    (_S.RESOLVED, _M.REOPEN): _S.ACTIVE,
    (_S.RESOLVED, _M.WAKE): _S.WAITING,
    (_S.CLOSED, _M.REOPEN): _S.ACTIVE,
    (_S.CLOSED, _M.WAKE): _S.WAITING,
}

CHAT = {
    (_S.WAITING, _M.CLAIM): _S.ACTIVE,
    (_S.WAITING, _M.END): _S.CLOSED,
    (_S.ACTIVE, _M.RELEASE): _S.WAITING,
    (_S.ACTIVE, _M.PEND): _S.ACTIVE,
    (_S.ACTIVE, _M.RESUME): _S.ACTIVE,
    (_S.ACTIVE, _M.END): _S.WRAP_UP,
    (_S.ACTIVE, _M.RESOLVE): _S.WRAP_UP,
    (_S.WRAP_UP, _M.FINISH): _S.CLOSED,
    (_S.WRAP_UP, _M.REOPEN): _S.ACTIVE,
    (_S.WRAP_UP, _M.WAKE): _S.WAITING,
    (_S.CLOSED, _M.REOPEN): _S.ACTIVE,
    (_S.CLOSED, _M.WAKE): _S.WAITING,
}

MOVES = MappingProxyType(
    {
        Channel.PHONE: MappingProxyType(PHONE),
        Channel.TICKET: MappingProxyType(TICKET),
        Channel.CHAT: MappingProxyType(CHAT),
    }
)


def is_legal(channel: Channel, status: Status, move: Move) -> bool:
    """Whether the move may be made from this status on this channel."""
    return (status, move) in MOVES[channel]


def after(channel: Channel, status: Status, move: Move) -> Status:
    """The status the move leads to. Raises KeyError when the table does not know the move."""
    return MOVES[channel][(status, move)]
