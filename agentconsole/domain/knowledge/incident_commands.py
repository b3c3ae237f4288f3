"""What is asked for around incidents: to open one, to link conversations to it, to tell everybody concerned."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command, OnConversation
from agentconsole.domain.knowledge.incident import IncidentState
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class OpenIncident(Command):
    """Write down an incident: what fails and where, and since when (now, unless `began_at` says it). `about` is the
    conversation it was seen in, which is linked to it."""

    kind: ClassVar[str] = "incident.open"
    title: str
    details: str = ""
    began_at: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class ChangeIncident(Command):
    """Say how an incident stands, or put right what is written about it. What is not named stays as it is."""

    kind: ClassVar[str] = "incident.change"
    incident_id: str
    state: IncidentState | None = None
    title: str = ""
    details: str = ""
    began_at: int | None = None


@dataclass(frozen=True, slots=True)
class DraftUpdate(Command):
    """One text for every contact concerned. Whoever holds a linked conversation has it as a ready draft, and sends it
    themselves; {{first}}, {{number}} and their like are filled in for each."""

    kind: ClassVar[str] = "incident.update"
    incident_id: str
    body: str


@dataclass(frozen=True, slots=True)
class LinkIncident(OnConversation):
    """The conversation is about this incident; the one it was linked to before is not meant any more."""

    kind: ClassVar[str] = "conversation.link_incident"
    incident_id: str


@dataclass(frozen=True, slots=True)
class UnlinkIncident(OnConversation):
    """The conversation is about no incident after all."""

    kind: ClassVar[str] = "conversation.unlink_incident"


@dataclass(frozen=True, slots=True)
class Inform(OnConversation):
    """Send the contact the update on their incident, in these words; with `knows` and without words, put on record
    that they have heard it another way. `update` is its number, the newest unless said; `seen` is how many messages the
    agent had on screen."""

    kind: ClassVar[str] = "conversation.inform"
    body: str = ""
    update: int | None = None
    seen: int | None = None
    knows: bool = False
