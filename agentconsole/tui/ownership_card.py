"""The ownership card: who answers for a conversation, under which number, and the next word by when. Pure."""

from __future__ import annotations

from agentconsole.domain.agent import Agent
from agentconsole.domain.conversation import Channel
from agentconsole.tui import times
from agentconsole.workspace.views import ConversationView

NUMBERS = {Channel.PHONE: "call", Channel.CHAT: "chat", Channel.TICKET: "ticket"}


def ownership_card(view: ConversationView, me: Agent, now: int, offset: int) -> str:
    """`I am Dana Weber and I answer for this. It is ticket #4460; you will hear from me by 14:30.`

    The instant is what is promised already, or when the running clock demands a word; without either none is named.
    """
    it = view.conversation
    promised = it.promised_at or it.callback_at
    by = promised if promised and promised > now else view.clock.breach_at if view.clock else 0
    word = f" You will hear from me by {times.moment(by, now, offset)}." if by > now else ""
    return f"I am {me.full_name}, and I answer for this. It is {NUMBERS[it.channel]} #{it.id}.{word}"
