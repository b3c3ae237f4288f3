"""The audit trail in words: who did what to whom, and when; what it says of an agent the agent may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from agentconsole.backends.api import AuditLine as AuditLine
from agentconsole.domain.events import Event
from agentconsole.domain.leads.oversight import REASON_WORDS, EscalationReason
from agentconsole.store.audit import SHOWN, AuditRow, audit_rows
from agentconsole.store.connection import Connection
from agentconsole.wire import WireError, event_from

CONCERNED = ("agent_id", "agent", "from_agent", "to_agent", "holder", "lead", "by")
"""Fields of events that name an agent."""
WORDS = {
    "agent.added": "added {agent_id} as {role}",
    "agent.relieved": "gave all that {agent_id} held back to the queue ({count}): {reason}",
    "role.set": "made {agent_id} {role}, who was {was}",
    "scope.granted": "let {agent_id} see more queues: {only}",
    "scope.revoked": "let {agent_id} see fewer queues: {only}",
    "levels.set": "changed the service levels",
    "ladder.set": "changed the escalation ladder",
    "supervision.set": "changed how reading along is shown",
    "identity.set": "changed how identity is checked",
    "dispositions.set": "changed how a contact may end",
    "contact.erased": "erased a contact for good, and with them {conversations}",
    "team.told": "told the team: {body}",
    "conversation.escalated": "asked for a lead ({reason}): {line}",
    "escalation.acknowledged": "answered the call for a lead",
    "escalation.passed_on": "passed it on from {from_rung} to {rung}: {line}",
    "escalation.withdrawn": "took the call for a lead back",
    "help.asked": "asked a lead to whisper: {line}",
    "monitoring.started": "began to read along with {holder}",
    "monitoring.stopped": "stopped reading along with {holder}",
    "monitoring.lapsed": "{lead} was not heard of any more: reading along with {holder} ended",
    "conversation.looked_at": "looked at it",
    "whisper.sent": "whispered to {to_agent}",
    "whisper.declined": "thanked {lead} for the whisper and went on alone",
    "conversation.joined": "joined {holder} in public",
    "conversation.left": "left {holder} alone again",
    "conversation.taken_over": "took it over from {from_agent}",
    "unsent.taken_along": "had what {from_agent} had not sent go along",
    "unsent.handed_in": "handed in what was not sent",
    "handback.waits": "will give it back to {to_agent} once they have room",
    "handback.cancelled": "kept it from going back to {to_agent}",
    "conversation.handed_back": "gave it back to {to_agent}",
    "summary.seen": "read the summary of {by}",
    "conversation.transferred": "handed it to {to_agent}{to_queue}",
    "agent.reminded": "reminded {to_agent}",
    "conversation.offered": "offered it to {to_agent}",
    "offer.accepted": "accepted it",
    "offer.declined": "declined the offer of {by}: {reason}",
    "offer.lapsed": "the offer to {to_agent} ran out",
    "store.exported": "exported {what}: {count} records",
}


def audit(
    db: Connection,
    since: int,
    until: int,
    *,
    conversation_id: str = "",
    agent: str = "",
    only_for: str = "",
    limit: int = SHOWN,
    sees: Callable[[str], bool] = lambda _queue: True,
) -> tuple[AuditLine, ...]:
    """The trail between two instants, the newest first. `agent` narrows it to what they did or what concerns them;
    `only_for` does the same for whoever may see no more than that, and `sees` says which queues they may see."""
    rows = audit_rows(db, since, until, conversation_id, agent or only_for, limit)
    lines = (_line(row) for row in rows if sees(row.scope))
    wanted = {each for each in (agent, only_for) if each}
    return tuple(line for line in lines if all(name == line.actor or name in line.concerns for name in wanted))


def _line(row: AuditRow) -> AuditLine:
    try:
        event = event_from(row.type, row.body)
    except WireError:
        return AuditLine(row.seq, row.at_ms, row.actor, row.type, row.conv_id, "its text was erased", ())
    told = {field.name: _in_words(getattr(event, field.name)) for field in fields(event)}
    words = WORDS[row.type].format(**told).strip().removesuffix(":")
    return AuditLine(row.seq, row.at_ms, row.actor, row.type, row.conv_id, words or row.type, _concerned(event))


def _in_words(value: object) -> object:
    """Names as a list, a reason as its sentence; a tuple of anything else, as a ladder's rungs are, stands in none."""
    if isinstance(value, EscalationReason):
        return REASON_WORDS[value]
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        return value
    return ", ".join(value) or "all"


def _concerned(event: Event) -> tuple[str, ...]:
    named = (getattr(event, name, "") for name in CONCERNED)
    return tuple(dict.fromkeys(each for each in named if each))
