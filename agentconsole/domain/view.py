"""What the rules look at when they decide: the conversation, who holds what, and the circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.customer.identity import ANY_WAY, IdentityPolicy
from agentconsole.domain.customer.products import Products
from agentconsole.domain.dispositions import ANY_ENDING, Dispositions
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.leads.ladder import DEFAULT_LADDER, Ladder
from agentconsole.domain.leads.supervision import OPENLY, Supervision
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.saved_views import SavedView
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.capacity import Held
from agentconsole.domain.values import dataclass

SYSTEM = "system"
"""The actor of what the console does by itself, and of line commands that set a store up."""

CHANNEL_ACTORS = frozenset({"phone", "ticket", "chat", "import", SYSTEM})
"""Actors that bring what contacts do."""


NOTHING_TOLD = Products("")


@dataclass(frozen=True, slots=True)
class Past:
    """An accepted command that may be taken back: whose it was, what it did, and the revision it left."""

    command_id: str
    actor: str
    at: int
    events: tuple[Event, ...]
    rev: int


@dataclass(frozen=True, slots=True)
class Said:
    """The newest public word of an agent's in a conversation: from which of their consoles, when, and its number in the
    log."""

    body: str
    terminal: str
    at: int
    seq: int


@dataclass(frozen=True, slots=True)
class View:
    """The rows a decision needs. `chats` and `calls` are keyed by agent id and hold what those agents have."""

    conversation: Conversation | None = None
    other: Conversation | None = None
    agents: Mapping[str, Agent] = field(default_factory=dict)
    chats: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    calls: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    contact: Contact | None = None
    known_as: str = ""
    """The id of a conversation that already carries the same (source, external id)."""
    message_known: bool = False
    """Whether this conversation already has a message with the same external id, or has the same text handed in since
    it was taken over."""
    said: Said | None = None
    """The actor's own newest public word, where another one is about to follow."""
    past: Past | None = None
    canned: tuple[Canned, ...] = ()
    """The responses of the owner a command about one names."""
    saved_views: tuple[SavedView, ...] = ()
    """The views of the owner a command about one names."""
    article: Article | None = None
    """The article a command names."""
    articles: int = 0
    """How many there are."""
    incident: Incident | None = None
    """The incident a command names, or its conversation is linked to."""
    next_incident: str = "1"
    """The number of the next one that is opened."""
    heard_at: int = 0
    """When a console of the lead was last heard of who is asked about; 0 where nobody keeps that."""
    unsent: str = ""
    """What the holder has typed and not sent, as far as it is known here; asked for where it would go along."""
    ladder: Ladder = DEFAULT_LADDER
    supervision: Supervision = OPENLY
    identity: IdentityPolicy = ANY_WAY
    dispositions: Dispositions = ANY_ENDING
    products: Products = NOTHING_TOLD
    """What is known of the contact whom a source tells about."""
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By agent, the chats they have been offered and not answered for."""
    theirs: tuple[Conversation, ...] = ()
    """Everything open in the hands of the agent whom the command is about, or everything of the contact's."""
    is_erased: bool = False
    """Whether the conversation is not there because its contact was erased."""

    def name_of(self, agent_id: str) -> str:
        """The name colleagues use for the agent; the id itself when they are unknown."""
        agent = self.agents.get(agent_id)
        return agent.short_name if agent else agent_id


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances: who asks, when, what they had seen, and the numbers in force."""

    now: int
    actor: str
    levels: ServiceLevels = DEFAULT_LEVELS
    next_number: int = 1001
    if_rev: int | None = None
    not_after: int | None = None
    terminal: str = ""
    """Which of the actor's consoles asks; empty where that makes no difference."""


Decision = tuple[Event, ...] | Refusal
