"""Every command there is, tried by an agent and by a lead on what is theirs, a colleague's and nobody's."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, replace
from enum import Enum
from itertools import product
from typing import Any, Union, get_origin, get_type_hints

from agentconsole.domain.commands import Command
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.commands import EraseContact
from agentconsole.domain.customer.identity import Identity, IdentityPolicy
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.decide import decide
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.mentions import Mention
from agentconsole.domain.leads.ladder import DEFAULT_LADDER
from agentconsole.domain.leads.oversight import (
    UNSEEN,
    Escalation,
    EscalationReason,
    HelpCall,
    Offer,
    Oversight,
    Returning,
    Summary,
    Supervisor,
    Taken,
    Whisper,
)
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.moves import MOVES
from agentconsole.domain.promises.outages import OutageKind
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.saved_views import SavedView
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.terms import Channel, Mode, Status
from agentconsole.domain.view import Past
from agentconsole.domain.vocabulary import COMMANDS
from agentconsole.server.policy import may_send
from tests.support.builders import NOW, a_call, a_chat, a_context, a_ticket, a_view, an_agent, an_incoming

ACTOR, COLLEAGUE, LEAD = "ana", "bo", "mo"
RELATIONS = {"own": ACTOR, "colleague's": COLLEAGUE, "nobody's": ""}
CELLS = tuple(product((Role.AGENT, Role.LEAD), RELATIONS))
EARLIER, LATER = NOW - 60_000, NOW + 3_600_000
CANNED = (Canned("mara", "other words"),)
ARTICLE = Article("mara", "Other words", "Other words.", COLLEAGUE, EARLIER)
INCIDENT = Incident("1", "Mail is delayed", EARLIER, updates=1, update="It is on its way again.")
LADDER = (*DEFAULT_LADDER, replace(DEFAULT_LADDER[0], id="above", name="Above"))
GIVEN: dict[str, object] = {
    **{"conversation_id": "1", "direction": "outgoing", "to_agent": LEAD, "agent_id": COLLEAGUE, "into": "2"},
    **{
        "other": "2",
        "rung": "",
        "to_queue": "",
        "command_id": "c-1",
        "incident_id": "1",
        "about": "",
        "address": "",
        "rungs": DEFAULT_LADDER,
        "add": ("billing",),
    },
    **{"started_at": EARLIER - 30_000, "began_at": EARLIER - 30_000, "ended_at": EARLIER, "incoming": an_incoming()},
    **{"levels": replace(DEFAULT_LEVELS, quiet_after=DEFAULT_LEVELS.quiet_after + 60_000)},
    **{"policy": Supervision(30_000), "role": Role.LEAD, "name": "mara"},
    **{"identity": IdentityPolicy(needed_in=("account",)), "contact": IncomingContact("Mara", "mara@example.org")},
    **{"facts": (Fact("domain", "example.org"),)},
    **{"outage": OutageKind.SIGNED_OUT, "presence": Presence.BREAK, "result": Identity.PASSED},
}
"""What a field gets by its name; the others by their type."""


def sample(kind: type[Command]) -> Command:
    """A command of the kind with something plausible in every field."""
    hints = get_type_hints(kind)
    values = {each.name: _value(each.name, hints[each.name]) for each in fields(kind) if each.init}
    # A colleague nobody knows yet, and the queue they work in.
    apart: dict[str, dict[str, object]] = {"agent.add": {"agent_id": "zoe"}, "agent.queues": {"only": ("support",)}}
    return replace(kind(**values), **apart.get(kind.kind, {}))


def _value(name: str, hint: Any) -> object:
    if hint is bool:
        return name in ("reached", "is_shared")
    return GIVEN.get(name, _by_type(hint))


def _by_type(hint: Any) -> object:
    if get_origin(hint) in (Union, types.UnionType):
        return None
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)[-1]
    plain: dict[object, object] = {int: LATER, str: "some words"}
    return plain.get(hint)


def conversations(holder: str, role: Role) -> Iterator[Conversation]:
    """Conversations in every state, held by the holder where the state knows one, and with leads in every part."""
    for make, status, seen in product((a_chat, a_ticket, a_call), Status, _oversights(holder, role)):
        if status in _states(make().channel) and (seen.offer is None or make is a_chat):
            more = {"status": status, "assignee": holder, "oversight": seen, "callback_at": LATER, "last_agent_k": 0}
            yield make("1", held_by=holder, incident="1", mentions=(Mention(ACTOR, LEAD, 0, EARLIER),), **more)
            yield make("1", held_by=holder, mentions=(Mention(ACTOR, LEAD, 0, EARLIER, is_seen=True),), **more)


def _states(channel: Channel) -> set[Status]:
    """Those a conversation of the channel can be in."""
    return {status for (before, _), after in MOVES[channel].items() for status in (before, after)}


def _oversights(holder: str, role: Role) -> Iterator[Oversight]:
    """What is possible for a holder, and for an actor of that role."""
    raised = Escalation(EscalationReason.OTHER, "words", COLLEAGUE, EARLIER, LADDER[0].id, EARLIER)
    yield UNSEEN
    yield replace(UNSEEN, escalation=raised)
    yield replace(UNSEEN, escalation=replace(raised, by=ACTOR), help=HelpCall(ACTOR, "", EARLIER))
    yield replace(UNSEEN, offer=Offer(ACTOR, LEAD, EARLIER, LATER, holder))
    yield replace(UNSEEN, offer=Offer(COLLEAGUE, LEAD, EARLIER, LATER, holder))
    if role is Role.LEAD and holder != ACTOR:
        for mode in Mode:
            yield replace(UNSEEN, supervisors=(Supervisor(ACTOR, mode, EARLIER, EARLIER),))
    if holder:
        yield replace(UNSEEN, whisper=Whisper(LEAD, holder, EARLIER, 0), summary=Summary(LEAD, EARLIER, 0))
    if holder == COLLEAGUE or (holder == ACTOR and role is Role.LEAD):
        taken = Taken(holder, ACTOR if holder == COLLEAGUE else COLLEAGUE, EARLIER)
        yield replace(UNSEEN, taken=taken)
        yield replace(UNSEEN, taken=taken, returning=Returning(taken.from_agent, "words", holder, EARLIER))


def may(kind: type[Command], role: Role, relation: str) -> bool:
    """Whether there is any state of the conversation in which this agent changes something by it."""
    team = {each.id: each for each in (an_agent(COLLEAGUE), an_agent(LEAD, is_lead=True))}
    team[ACTOR] = an_agent(ACTOR, is_lead=role is Role.LEAD)
    command, other = sample(kind), a_ticket("2", held_by=RELATIONS[relation])
    for about in conversations(RELATIONS[relation], role):
        past = Past("c-1", ACTOR, EARLIER, (), about.rev)
        view = a_view(
            about,
            agents=team,
            other=other,
            past=past,
            ladder=LADDER,
            canned=CANNED,
            saved_views=(SavedView("mara", "tag:other"),),
            article=ARTICLE,
            incident=INCIDENT,
            theirs=(about if kind is EraseContact else replace(other, assignee=COLLEAGUE),),
        )
        decision = decide(view, command, a_context(ACTOR))
        if decision and not isinstance(decision, Refusal):
            return True
    return False


def row(kind: type[Command]) -> str:
    """The kind's row of the table: `own colleague's nobody's` for an agent, then for a lead; `-` where never."""
    shown = [relation if may(kind, role, relation) else "-" for role, relation in CELLS]
    who = "console" if may_send(kind.kind) else "house"
    return f"{kind.kind:<28} {who:<8} {' '.join(shown[:3]):<25} | {' '.join(shown[3:])}".rstrip()


if __name__ == "__main__":
    for each in COMMANDS.values():
        print(row(each))
