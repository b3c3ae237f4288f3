"""Asking the rules in one line: accepted with these events, or refused with this code and these words."""

from __future__ import annotations

from agentconsole.domain.commands import Command
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.evolve import evolve
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.view import Context, View
from tests.support.builders import NOW, a_context, a_view


def accepted(view: View, command: Command, context: Context | None = None) -> tuple[Event, ...]:
    """The events of a command that has to be accepted."""
    decision = decide(view, command, context or a_context())
    assert not isinstance(decision, Refusal), f"refused: {decision.words}"
    return decision


def refused(view: View, command: Command, code: Code, context: Context | None = None) -> str:
    """The words of a command that has to be refused for this reason."""
    decision = decide(view, command, context or a_context())
    assert isinstance(decision, Refusal), f"accepted: {decision}"
    assert decision.code is code, decision
    assert decision.words.endswith((".", "?")), f"no sentence: {decision.words}"
    return decision.words


def after(
    conversation: Conversation, command: Command, actor: str = "ana", now: int = NOW, *beside: Conversation
) -> Conversation:
    """The conversation after a command that has to be accepted."""
    row = conversation
    for event in accepted(a_view(conversation, *beside), command, a_context(actor, now=now)):
        if isinstance(event, OfConversation) and event.conversation_id == row.id:
            row = evolve(row, event, now, actor)
    return row
