"""Gathering what a decision needs from the store, and nothing more."""

from __future__ import annotations

from agentconsole.domain.calls.commands import LogCall
from agentconsole.domain.commands import (
    CheckIdentity,
    Command,
    Link,
    Merge,
    Note,
    OnConversation,
    Open,
    Receive,
    Reply,
    Undo,
    Update,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.commands import DescribeContact, EraseContact, SetIdentityPolicy
from agentconsole.domain.customer.contact import Contact, contact_key
from agentconsole.domain.customer.identity import ANY_WAY
from agentconsole.domain.customer.products import Products
from agentconsole.domain.dispositions import ANY_ENDING
from agentconsole.domain.events import Event, PromiseBroken
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.incident_commands import (
    ChangeIncident,
    DraftUpdate,
    Inform,
    LinkIncident,
    OpenIncident,
)
from agentconsole.domain.knowledge.mention_events import MentionsSeen
from agentconsole.domain.leads.commands import (
    AcknowledgeEscalation,
    Escalate,
    HandInText,
    LapseReading,
    Monitor,
    Offer,
    PassOn,
    TakeOver,
)
from agentconsole.domain.leads.events import Looked, MonitoringLapsed, MonitoringStarted, MonitoringStopped
from agentconsole.domain.leads.ladder import DEFAULT_LADDER
from agentconsole.domain.leads.supervision import OPENLY
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.saved_views import RemoveView, SavedView, SaveView
from agentconsole.domain.team.commands import LimitQueues, ReassignAll, SetDispositions, SetLadder, SetSupervision
from agentconsole.domain.view import NOTHING_TOLD, Past, Said, View
from agentconsole.engine.erasing import is_erased
from agentconsole.store.by_id import agents_by_id, calls_by_agent, chats_by_agent
from agentconsole.store.connection import Connection
from agentconsole.store.contacts import find_contact
from agentconsole.store.knowing.articles import count_articles, find_article
from agentconsole.store.knowing.canned import canned_of
from agentconsole.store.knowing.incidents import find_incident, next_incident
from agentconsole.store.own import unsent
from agentconsole.store.own.saved_views import views_of
from agentconsole.store.products import find_products
from agentconsole.store.rows import find_all_of, find_conversation, find_offered, find_open_of, find_tied_to
from agentconsole.store.team.policy import find_dispositions, find_identity_policy, find_ladder, find_supervision
from agentconsole.store.team.reading_along import heard_at
from agentconsole.wire import WireError, event_from

UNFELT = tuple(
    each.type for each in (PromiseBroken, MonitoringStarted, MonitoringStopped, MonitoringLapsed, Looked, MentionsSeen)
)
"""Events that change a conversation's revision and nothing anybody could want to take back."""
ON_THE_LADDER = frozenset({Escalate, AcknowledgeEscalation, PassOn, SetLadder})
"""Commands whose rules ask who is on which rung."""
ABOUT_AN_ARTICLE = (SaveArticle, ReviewArticle, RemoveArticle)
ABOUT_ENDINGS = (WrapUp, LogCall, SetDispositions)
ONLY_WORDS = frozenset({Receive, Reply, Update, Note})
"""Commands that give nobody anything to hold: their rules never ask who has room."""


def look(db: Connection, command: Command, actor: str) -> View:
    """The rows the rules look at for this command of this actor."""
    chats, calls = ({}, {}) if type(command) in ONLY_WORDS else (chats_by_agent(db), calls_by_agent(db))
    conversation = other = None
    past = None
    if isinstance(command, OnConversation):
        conversation = _conversation(db, command.conversation_id)
    elif isinstance(command, OpenIncident) and command.about:
        conversation = _conversation(db, command.about)
    match command:
        case Merge(into=other_id) | Link(other=other_id):
            other = _conversation(db, other_id)
        case Undo():
            past = find_past(db, command.conversation_id, actor, command.command_id)
        case _:
            pass
    return View(
        conversation=conversation,
        other=other,
        agents=agents_by_id(db),
        chats=chats,
        calls=calls,
        contact=_contact(db, command, conversation),
        known_as=_known_as(db, command),
        message_known=_message_known(db, command, conversation),
        said=_said(db, command, actor),
        past=past,
        heard_at=heard_at(db, command.lead) if isinstance(command, LapseReading) else 0,
        unsent=_unsent(db, command, conversation),
        ladder=find_ladder(db) if type(command) in ON_THE_LADDER else DEFAULT_LADDER,
        supervision=find_supervision(db) if isinstance(command, Monitor | SetSupervision) else OPENLY,
        identity=find_identity_policy(db) if isinstance(command, CheckIdentity | SetIdentityPolicy) else ANY_WAY,
        dispositions=find_dispositions(db) if isinstance(command, ABOUT_ENDINGS) else ANY_ENDING,
        products=_products(db, command),
        offered=find_offered(db, command.to_agent) if isinstance(command, Offer) else {},
        canned=_canned(db, command, actor),
        saved_views=_saved_views(db, command, actor),
        article=find_article(db, command.name) if isinstance(command, ABOUT_AN_ARTICLE) else None,
        incident=_incident(db, command, conversation),
        next_incident=next_incident(db) if isinstance(command, OpenIncident) else "1",
        articles=count_articles(db) if isinstance(command, SaveArticle) else 0,
        theirs=_theirs(db, command, conversation),
        is_erased=conversation is None and _is_erased(db, command),
    )


def _contact(db: Connection, command: Command, conversation: Conversation | None) -> Contact | None:
    return find_contact(db, conversation.contact_id) if conversation and isinstance(command, FollowUp) else None


def _canned(db: Connection, command: Command, actor: str) -> tuple[Canned, ...]:
    if not isinstance(command, SaveCanned | RemoveCanned):
        return ()
    return canned_of(db, "" if command.is_shared else actor)


def _saved_views(db: Connection, command: Command, actor: str) -> tuple[SavedView, ...]:
    if not isinstance(command, SaveView | RemoveView):
        return ()
    return views_of(db, "" if command.is_shared else actor)


def _products(db: Connection, command: Command) -> Products:
    if not isinstance(command, DescribeContact):
        return NOTHING_TOLD
    who = command.contact
    return find_products(db, contact_key(who.name, who.email, who.phone))


def _incident(db: Connection, command: Command, conversation: Conversation | None) -> Incident | None:
    match command:
        case ChangeIncident(incident_id=about) | DraftUpdate(incident_id=about) | LinkIncident(incident_id=about):
            return find_incident(db, about)
        case Inform() if conversation is not None and conversation.incident:
            return find_incident(db, conversation.incident)
        case _:
            return None


def _unsent(db: Connection, command: Command, conversation: Conversation | None) -> str:
    if conversation is None or not isinstance(command, TakeOver):
        return ""
    return unsent.words(db, conversation.id, conversation.assignee)


def _theirs(db: Connection, command: Command, conversation: Conversation | None) -> tuple[Conversation, ...]:
    match command:
        case EraseContact() if conversation is not None:
            return find_all_of(db, conversation.contact_id)
        case ReassignAll(agent_id=agent_id):
            return find_open_of(db, agent_id)
        case LimitQueues(agent_id=agent_id):
            return find_tied_to(db, agent_id)
        case _:
            return ()


def _is_erased(db: Connection, command: Command) -> bool:
    return isinstance(command, OnConversation) and is_erased(db, command.conversation_id)


def _conversation(db: Connection, conversation_id: str) -> Conversation | None:
    stored = find_conversation(db, conversation_id)
    return stored.conversation if stored else None


def _known_as(db: Connection, command: Command) -> str:
    if not isinstance(command, Open) or not command.incoming.external_id:
        return ""
    key = (command.incoming.source, command.incoming.external_id)
    row = db.execute(
        "SELECT id FROM conversation WHERE source = ? AND external_id = ? AND external_id <> ''", key
    ).fetchone()
    return str(row[0]) if row else ""


def _said(db: Connection, command: Command, actor: str) -> Said | None:
    if not isinstance(command, Reply | Update):
        return None
    row = db.execute(
        "SELECT m.body, e.terminal, m.at_ms, m.seq FROM message m JOIN event e ON e.seq = m.seq "
        "WHERE m.conv_id = ? AND m.author = ? AND m.kind IN ('reply', 'update') ORDER BY m.k DESC LIMIT 1",
        (command.conversation_id, actor),
    ).fetchone()
    return Said(*row) if row else None


def _message_known(db: Connection, command: Command, conversation: Conversation | None) -> bool:
    if isinstance(command, HandInText):
        return conversation is not None and unsent.came(db, conversation, command.body.rstrip())
    if not isinstance(command, Receive) or not command.external_id:
        return False
    key = (command.external_id, command.conversation_id)
    found = db.execute(
        "SELECT 1 FROM message WHERE external_id = ? AND external_id <> '' AND conv_id = ?", key
    ).fetchone()
    return found is not None


def find_past(db: Connection, conversation_id: str, actor: str, command_id: str = "") -> Past | None:
    """The actor's newest accepted command on the conversation (or the named one), with what it did."""
    row = db.execute(
        "SELECT command_id, at_ms, rev, seq FROM receipt WHERE conv_id = ? AND actor = ? AND outcome = 'accepted' "
        "AND code = '' AND (? = '' OR command_id = ?) ORDER BY at_ms DESC, seq DESC LIMIT 1",
        (conversation_id, actor, command_id, command_id),
    ).fetchone()
    if row is None:
        return None
    found_id, at, rev, seq = row
    # A breach put on record since, or a lead's look, is nothing done to it and does not stand in the way.
    marks = ", ".join("?" * len(UNFELT))
    breaches = db.execute(
        f"SELECT count(*) FROM event WHERE conv_id = ? AND seq > ? AND type IN ({marks})",
        (conversation_id, seq, *UNFELT),
    ).fetchone()[0]
    return Past(found_id, actor, at, _events(db, found_id), rev + breaches)


def _events(db: Connection, command_id: str) -> tuple[Event, ...]:
    rows = db.execute(
        "SELECT e.type, b.body FROM event e JOIN event_body b ON b.seq = e.seq WHERE e.command_id = ? ORDER BY e.part",
        (command_id,),
    )
    try:
        return tuple(event_from(*row) for row in rows)
    except WireError:
        # An event of a version to come: what it did cannot be taken back by this one.
        return ()
