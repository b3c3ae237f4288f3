"""The rule book itself: which function answers which command, and the guards most rules begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from agentconsole.domain.commands import Command
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.moves import Move, is_legal
from agentconsole.domain.queue import span
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View
from agentconsole.domain.words.blanks import unfilled

MAX_BODY = 100_000
"""Characters in one public message or note; longer text belongs into an attachment."""

C = TypeVar("C", bound=Command)
Rule = Callable[[View, Any, Context], Decision]
RULES: dict[type[Command], Rule] = {}


def rule(command: type[C]) -> Callable[[Callable[[View, C, Context], Decision]], Callable[..., Decision]]:
    """Enters the decorated function as the rule for the command."""

    def enter(function: Callable[[View, C, Context], Decision]) -> Callable[..., Decision]:
        RULES[command] = function
        return function

    return enter


def subject(view: View) -> Conversation:
    """The conversation the command is about; `decide` has made sure that there is one."""
    if view.conversation is None:
        raise LookupError("a rule about a conversation was asked without one")
    return view.conversation


STATUS_WORDS = {
    Status.RINGING: "is ringing",
    Status.WAITING: "is waiting in the queue",
    Status.ACTIVE: "is active",
    Status.ON_HOLD: "is on hold",
    Status.PENDING: "is pending",
    Status.WRAP_UP: "is in wrap-up",
    Status.MISSED: "is a missed call",
    Status.CALLBACK_OWED: "is owed a callback",
    Status.RESOLVED: "is resolved",
    Status.CLOSED: "is closed",
}

MOVE_WORDS = {
    Move.CLAIM: "claimed",
    Move.RELEASE: "released",
    Move.HOLD: "put on hold",
    Move.RESUME: "resumed",
    Move.MISS: "missed",
    Move.END: "ended",
    Move.FINISH: "wrapped up",
    Move.PROMISE_CALLBACK: "promised a callback",
    Move.REACH: "called back",
    Move.PEND: "set to pending",
    Move.RESOLVE: "resolved",
    Move.REOPEN: "reopened",
    Move.WAKE: "woken",
}


def illegal(conversation: Conversation, move: Move) -> Refusal | None:
    """The refusal of a move the channel's table does not know."""
    if is_legal(conversation.channel, conversation.status, move):
        return None
    stands = STATUS_WORDS[conversation.status]
    words = f"#{conversation.id} {stands}, so it cannot be {MOVE_WORDS[move]}."
    if conversation.channel is Channel.TICKET and move in (Move.HOLD, Move.END):
        words = f"#{conversation.id} is a ticket; only calls and chats can be {MOVE_WORDS[move]}."
    return Refusal(Code.WRONG_STATUS, words)


def not_held(view: View, context: Context, *, lead_may: bool = False) -> Refusal | None:
    """The refusal of an agent who does not hold the conversation; leads may pass where the rule says so."""
    conversation = subject(view)
    if conversation.assignee == context.actor:
        return None
    actor = view.agents.get(context.actor)
    if lead_may and actor is not None and actor.is_lead:
        return None
    if not conversation.assignee:
        return Refusal(Code.NOT_ASSIGNEE, f"Nobody holds #{conversation.id} yet: take it first.")
    holder = view.name_of(conversation.assignee)
    taken = conversation.oversight.taken
    if taken is not None and taken.from_agent == context.actor:
        words = f"{holder} took #{conversation.id} over {span(context.now - taken.at)} ago; your text is kept."
        return Refusal(Code.TAKEN_OVER, words)
    return Refusal(Code.NOT_ASSIGNEE, f"{holder} holds #{conversation.id}; you can leave a note.")


def bad_text(body: str, what: str) -> Refusal | None:
    """The refusal of text that is empty or longer than a message may be."""
    if not body.strip():
        return Refusal(Code.EMPTY, f"The {what} is empty; nothing was sent.")
    if len(body) > MAX_BODY:
        return Refusal(Code.TOO_LONG, f"The {what} has {len(body):,} characters; at most {MAX_BODY:,} can be sent.")
    if left := unfilled(body):
        return Refusal(Code.UNFILLED, f"Still to be filled in: {left[0]}; nothing was sent.")
    return None


def first(*refusals: Refusal | None) -> Refusal | None:
    """The first refusal that is one."""
    return next((each for each in refusals if each is not None), None)
