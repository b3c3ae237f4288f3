"""Whose turn it is, said over the text: what a question in it does once it is sent, and what the last one did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import Status, WaitsOn
from agentconsole.domain.words.asking import asks
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation


def turn_words(conversation: Conversation, text: str) -> str:
    """Of a reply with these words, or of none; empty where the turn stays with us."""
    if text.strip():
        return _("a question: their turn then") if asks(text) else ""
    is_theirs = conversation.status is Status.ACTIVE and conversation.waits_on is WaitsOn.CONTACT
    return _("it is their turn") if is_theirs else ""
