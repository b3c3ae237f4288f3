"""What an event makes of a conversation: pure, total, and the only way a row ever changes."""

from __future__ import annotations

from agentconsole.domain import effects
from agentconsole.domain import events as happened
from agentconsole.domain.calls import effects as call_effects
from agentconsole.domain.conversation import Conversation, Stamp, Stamps, changed
from agentconsole.domain.effect import EFFECTS
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge import incident_effects, mention_events
from agentconsole.domain.leads import effects as lead_effects
from agentconsole.domain.leads.effects import overseen
from agentconsole.domain.lines import lines, preview
from agentconsole.domain.terms import Author, Status, Voice, WaitsOn

IN_THE_QUEUE = frozenset({Voice.OWN, Voice.LEAD})
"""Voices whose words stand in the queue's row: what a lead and an agent say between them does not."""
ENTERED = (effects, call_effects, lead_effects, incident_effects, mention_events)
"""Importing the effects enters them; an event without one is a KeyError."""


def evolve(conversation: Conversation | None, event: happened.OfConversation, at: int, actor: str) -> Conversation:
    """The conversation after the event. Only `Opened` needs none before it; raises LookupError otherwise."""
    if isinstance(event, happened.Opened):
        return _heard(begin(event, at, actor), event, at, actor, rev=1)
    if conversation is None:
        raise LookupError(f"{event.type} happened to #{event.conversation_id}, which was never opened")
    after = overseen(EFFECTS[type(event)](conversation, event, at, actor))
    return _heard(after, event, at, actor, rev=conversation.rev + 1)


def _heard(conversation: Conversation, event: Event, at: int, actor: str, *, rev: int) -> Conversation:
    """Counts the lines the event adds to the transcript, and remembers who spoke last."""
    added = lines(event, conversation, at, actor)
    contact_k, agent_k, agent = (
        conversation.last_contact_k,
        conversation.last_agent_k,
        conversation.last_agent,
    )
    last_line = conversation.last_line
    for line in added:
        if line.author_kind is Author.CONTACT:
            contact_k = line.k
        elif line.author_kind is Author.AGENT and line.is_public:
            agent_k, agent = line.k, line.author
        if line.author_kind is not Author.SYSTEM and line.voice in IN_THE_QUEUE:
            last_line = preview(line.body)
    return changed(
        conversation,
        messages=conversation.messages + len(added),
        last_contact_k=contact_k,
        last_agent_k=agent_k,
        last_agent=agent,
        last_line=last_line,
        rev=rev,
    )


def begin(event: happened.Opened, at: int, actor: str) -> Conversation:
    """The row an opening makes. Clocks run from `at`, so that an import does not charge us for its past."""
    ended = event.status in (Status.RESOLVED, Status.CLOSED)
    spoken = [m.at for m in event.messages if m.author is Author.AGENT and m.kind == "reply"]
    pending = event.status is Status.PENDING
    return Conversation(
        id=event.conversation_id,
        channel=event.channel,
        status=event.status,
        contact_id=event.contact.id,
        contact_name=event.contact.name,
        received_at=event.received_at,
        waiting_since=at,
        subject=event.subject,
        category=event.category,
        queue=event.queue,
        source=event.source,
        external_id=event.external_id,
        waits_on=WaitsOn.CONTACT if pending else WaitsOn.US,
        first_reply_owed=not spoken,
        owed_since=None if ended or pending else at,
        owing_since=None if ended or pending else at,
        last_public_at=None if ended or not spoken else at,
        callback_at=event.callback_at,
        stamps=Stamps(received=Stamp(event.received_at, event.contact.id)),
    )
