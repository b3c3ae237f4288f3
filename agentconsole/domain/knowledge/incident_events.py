"""What happened to incidents, and to conversations because of one."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.knowledge.incident import Incident, IncidentState
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class IncidentOpened(Event):
    """An incident is written down."""

    type: ClassVar[str] = "incident.opened"
    incident: Incident


@dataclass(frozen=True, slots=True)
class IncidentChanged(Event):
    """It stands otherwise, or is described otherwise: all of it as it is from now on."""

    type: ClassVar[str] = "incident.changed"
    incident_id: str
    state: IncidentState
    title: str
    details: str
    began_at: int


@dataclass(frozen=True, slots=True)
class UpdateDrafted(Event):
    """There is something to tell everybody concerned: the `number`-th update."""

    type: ClassVar[str] = "incident.updated"
    incident_id: str
    number: int
    body: str
    author: str


@dataclass(frozen=True, slots=True)
class IncidentLinked(OfConversation):
    """It is about this incident, as it was called then; `was` is the one before."""

    type: ClassVar[str] = "incident.linked"
    incident_id: str
    title: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class IncidentUnlinked(OfConversation):
    """It is about none; `was` is the one before."""

    type: ClassVar[str] = "incident.unlinked"
    was: str


@dataclass(frozen=True, slots=True)
class Informed(OfConversation):
    """The contact has heard the `number`-th update on the incident."""

    type: ClassVar[str] = "contact.informed"
    incident_id: str
    number: int
