"""Builders: a conversation, an agent, a view and a context in one line each, with sensible defaults.

`a_chat(waiting="4m")` is a chat whose contact wrote four minutes before NOW and has no answer;
`held_by="ana"` puts it into Ana's hands; any field of Conversation can be given by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from agentconsole.domain.conversation import Conversation, Stamp, Stamps
from agentconsole.domain.incoming import IncomingContact, IncomingConversation
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.domain.team.capacity import MAX_CHATS, Held, call_holder, chat_holder
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.domain.view import Context, View

NOW = 1_763_780_400_000
"""The instant all builders count back from: 22 November 2025, 03:00 UTC."""

_UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_PART = re.compile(r"(\d+)(ms|s|m|h|d)\s*")


def ms(duration: str) -> int:
    """Milliseconds of a duration such as `4m`, `2m 59s 999ms` or `1h`. Raises ValueError for anything else."""
    parts = _PART.findall(duration)
    if not parts or _PART.sub("", duration).strip():
        raise ValueError(f"{duration!r} is no duration")
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def an_agent(agent_id: str = "ana", full_name: str = "", *, is_lead: bool = False) -> Agent:
    """A colleague who is here; the name follows from the id unless given."""
    role = Role.LEAD if is_lead else Role.AGENT
    return Agent(agent_id, full_name or f"{agent_id.capitalize()} Example", role, Presence.AVAILABLE)


ANA, BO, LEA = an_agent("ana"), an_agent("bo"), an_agent("lea", is_lead=True)
TEAM = {each.id: each for each in (ANA, BO, LEA)}
MO = an_agent("mo", is_lead=True)
WITH_MO = TEAM | {"mo": MO}
"""The team with a second lead."""


def _conversation(
    channel: Channel,
    status: Status,
    conversation_id: str,
    name: str,
    waiting: str,
    held_by: str,
    fields: dict[str, Any],
) -> Conversation:
    since = NOW - ms(waiting)
    plain = Conversation(
        id=conversation_id,
        channel=channel,
        status=status,
        contact_id=f"name:{name.casefold()}",
        contact_name=name,
        received_at=since,
        waiting_since=since,
        owed_since=since,
        owing_since=since,
        assignee=held_by,
        assigned_at=since if held_by else None,
        messages=1,
        last_contact_k=0,
        stamps=Stamps(received=Stamp(since, name)),
        rev=1,
    )
    return replace(plain, **fields)


def answered(conversation: Conversation, ago: str, **fields: Any) -> Conversation:
    """The same conversation after our public word that long before NOW; the turn stays ours."""
    at = NOW - ms(ago)
    said = replace(conversation, first_reply_owed=False, owed_since=None, last_public_at=at, acknowledged_at=at)
    return replace(said, **{"owing_since": min(at, said.owing_since or at), **fields})


def their_turn(conversation: Conversation, **fields: Any) -> Conversation:
    """The same conversation while we wait for the contact."""
    paused = replace(conversation, waits_on=WaitsOn.CONTACT, owed_since=None, owing_since=None, first_reply_owed=False)
    return replace(paused, **fields)


def a_chat(
    conversation_id: str = "1", name: str = "Mara", *, waiting: str = "0s", held_by: str = "", **fields: Any
) -> Conversation:
    """A chat: waiting in the queue, or active in the hands of `held_by`."""
    status = fields.pop("status", Status.ACTIVE if held_by else Status.WAITING)
    return _conversation(Channel.CHAT, status, conversation_id, name, waiting, held_by, fields)


def a_ticket(
    conversation_id: str = "1", name: str = "Tariq", *, waiting: str = "0s", held_by: str = "", **fields: Any
) -> Conversation:
    """A ticket: waiting in the queue, or active in the hands of `held_by`."""
    status = fields.pop("status", Status.ACTIVE if held_by else Status.WAITING)
    return _conversation(Channel.TICKET, status, conversation_id, name, waiting, held_by, fields)


def a_call(
    conversation_id: str = "1", name: str = "Rosa", *, waiting: str = "0s", held_by: str = "", **fields: Any
) -> Conversation:
    """A call: ringing, or active in the hands of `held_by`."""
    status = fields.pop("status", Status.ACTIVE if held_by else Status.RINGING)
    return _conversation(Channel.PHONE, status, conversation_id, name, waiting, held_by, fields)


A = {Channel.PHONE: a_call, Channel.TICKET: a_ticket, Channel.CHAT: a_chat}
"""The builder of each channel."""


def held_chats(conversations: Iterable[Conversation]) -> dict[str, tuple[Held, ...]]:
    """Who holds which chats, in slots counted from 1; a third one, which no table could hold, gets slot 3."""
    held: dict[str, tuple[Held, ...]] = {}
    for each in conversations:
        agent = chat_holder(each)
        if agent:
            taken = {h.slot_no for h in held.get(agent, ())}
            slot = next(n for n in range(1, MAX_CHATS + 100) if n not in taken)
            held[agent] = (*held.get(agent, ()), Held(each.id, each.contact_name, slot))
    return held


def held_calls(conversations: Iterable[Conversation]) -> dict[str, tuple[Held, ...]]:
    """Who is on which call."""
    held: dict[str, tuple[Held, ...]] = {}
    for each in conversations:
        agent = call_holder(each)
        if agent:
            held[agent] = (*held.get(agent, ()), Held(each.id, each.contact_name))
    return held


def a_view(
    conversation: Conversation | None = None,
    *beside: Conversation,
    agents: Mapping[str, Agent] = TEAM,
    **fields: Any,
) -> View:
    """What the rules see of this conversation and of those beside it in other hands; the team is Ana, Bo and Lea."""
    everything = (*((conversation,) if conversation else ()), *beside)
    return View(
        conversation=conversation,
        agents=agents,
        chats=held_chats(everything),
        calls=held_calls(everything),
        **fields,
    )


def a_context(actor: str = "ana", *, now: int = NOW, levels: ServiceLevels = DEFAULT_LEVELS, **fields: Any) -> Context:
    """This agent, at NOW, under the default levels."""
    return Context(now=now, actor=actor, levels=levels, **fields)


def an_incoming(channel: str = "chat", name: str = "Mara", **fields: Any) -> IncomingConversation:
    """What a contact brings who rings, writes or starts a chat, with no message yet."""
    plain = IncomingConversation(
        source="demo",
        external_id="",
        channel=channel,
        subject="Mail does not arrive",
        category="",
        contact=IncomingContact(name),
        received_at=NOW,
        status="waiting",
        messages=(),
    )
    return replace(plain, **fields)
