"""What events around incidents make of a conversation, and what the transcript remarks; importing it enters them."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.effect import effect
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge import incident_events as happened


@effect(happened.IncidentLinked)
def linked(c: Conversation, e: happened.IncidentLinked, at: int, actor: str) -> Conversation:
    """Nothing of this one has been told yet."""
    return changed(c, incident=e.incident_id, informed=0)


@effect(happened.IncidentUnlinked)
def unlinked(c: Conversation, e: happened.IncidentUnlinked, at: int, actor: str) -> Conversation:
    """Nothing has to be told."""
    return changed(c, incident="", informed=0)


@effect(happened.Informed)
def informed(c: Conversation, e: happened.Informed, at: int, actor: str) -> Conversation:
    """They know; where it is linked to another one by now, that one is still to be told."""
    return changed(c, informed=max(c.informed, e.number)) if c.incident == e.incident_id else c


def incident_remark(event: Event, actor: str) -> str:
    """The console's own dry remark; empty where there is nothing to remark."""
    match event:
        case happened.IncidentLinked():
            return f"{actor} linked it to incident {event.incident_id}: {event.title}"
        case happened.IncidentUnlinked():
            return f"{actor} unlinked it from incident {event.was}"
        case happened.Informed():
            return f"told about incident {event.incident_id}, update {event.number}"
        case _:
            return ""
