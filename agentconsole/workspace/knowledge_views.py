"""What the screens show of what the team knows; frozen."""

from __future__ import annotations

from agentconsole.domain.knowledge.article import Standing
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its people by the names colleagues use; `body` and `address` are empty in a list."""

    name: str
    title: str
    category: str
    standing: Standing
    author: str
    written_at: int
    reviewer: str
    reviewed_at: int
    is_own: bool
    """Whether the agent wrote it, and so cannot review it."""
    body: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident, who wrote about it by the names colleagues use, and how many conversations are linked to it."""

    incident: Incident
    opened_by: str
    updated_by: str
    linked: int


@dataclass(frozen=True, slots=True)
class LinkedView:
    """A conversation that is linked to an incident, and whether its contact has heard the newest update."""

    conversation_id: str
    contact_name: str
    subject: str
    channel: Channel
    status: Status
    holder: str
    is_mine: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class ReadyUpdate:
    """The newest update on the incident of a conversation, in the words for its contact, who has not heard it yet."""

    conversation_id: str
    incident_id: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class MentionView:
    """A note that names the agent: who wrote it, when, on which conversation, and its words."""

    conversation_id: str
    contact_name: str
    subject: str
    by: str
    at: int
    k: int
    words: str
