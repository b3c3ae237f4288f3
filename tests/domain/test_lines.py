"""The transcript: whose words stand where, what stays inside, and the console's own dry remarks."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import (
    Acknowledge,
    AdmitFault,
    Claim,
    Command,
    ContactLeft,
    Hold,
    Note,
    Pend,
    Receive,
    RecordBreaches,
    Release,
    Reply,
    Resolve,
    Transfer,
    Update,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.lines import lines
from agentconsole.domain.message import Message
from agentconsole.domain.terms import MessageKind, WaitsOn
from tests.domain.asking import accepted
from tests.support.builders import NOW, a_call, a_chat, a_context, a_ticket, a_view, answered

MINE = a_chat(held_by="ana")


def said(conversation: Conversation, command: Command) -> list[Message]:
    events = accepted(a_view(conversation), command, a_context())
    return [line for event in events for line in lines(event, conversation, NOW, "ana")]


@pytest.mark.parametrize(
    ("conversation", "command", "kind", "public"),
    [
        (MINE, Receive("1", "hi"), MessageKind.REPLY, True),
        (MINE, Reply("1", "hi"), MessageKind.REPLY, True),
        (MINE, Update("1", "hi"), MessageKind.UPDATE, True),
        (MINE, Note("1", "hi"), MessageKind.NOTE, False),
        (a_ticket(held_by="ana"), Acknowledge("1", "hi"), MessageKind.REPLY, True),
    ],
)
def test_words_stand_as_they_were_said_and_notes_stay_inside(conversation, command, kind, public: bool):
    (line,) = said(conversation, command)
    assert (line.body, line.kind, line.is_public, line.k, line.at) == ("hi", kind, public, 1, NOW)


@pytest.mark.parametrize(
    ("conversation", "command", "remark"),
    [
        (a_chat(), Claim("1"), "ana took it"),
        (MINE, Release("1"), "ana gave it back to the queue"),
        (MINE, Transfer("1", "bo", note="French"), "ana handed it to bo: French"),
        (MINE, Transfer("1", to_queue="billing"), "ana handed it to the queue billing"),
        (answered(MINE, "1m"), Pend("1"), "waiting for the contact"),
        (MINE, Pend("1", WaitsOn.OTHERS, "the registry"), "waiting for others: the registry"),
        (a_call(held_by="ana"), Hold("1"), "on hold"),
        (a_ticket(held_by="ana"), Resolve("1"), "ana resolved it"),
        (MINE, Resolve("1"), "ana ended it"),
        (a_call(), ContactLeft("1"), "nobody answered in time"),
        (MINE, ContactLeft("1"), "the contact left"),
        (a_ticket(held_by="ana"), Acknowledge("1"), "ana acknowledged it"),
        (MINE, WrapUp("1", "fixed"), "wrapped up: fixed"),
        (MINE, AdmitFault("1", "late", "", "a month"), "our fault: late: a month"),
        (a_chat(waiting="60s"), RecordBreaches("1"), "promise broken: first reply"),
    ],
)
def test_what_was_done_is_remarked_by_the_console_and_never_public(conversation, command, remark: str):
    (line,) = said(conversation, command)
    assert (line.body, line.kind, line.is_public) == (remark, MessageKind.SYSTEM, False)
