"""The courier's writing: outbox rows, own receipts, drafts and seen marks, each step durable in one unit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from agentconsole.domain.commands import Acknowledge, Note, OnConversation, Reply, ReportProgress, Update, WrapUp
from agentconsole.domain.knowledge.article import Article, write_article
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.incident_commands import Inform
from agentconsole.domain.leads.commands import AskForHelp, DeclineWhisper, Escalate, HandBack, PassOn, Whisper
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.commands import Broadcast
from agentconsole.domain.words.wording import apart, conversation_of, stands_in
from agentconsole.engine.erasing import is_erased
from agentconsole.engine.receipts import Answer
from agentconsole.store.own import drafts, outbox, questions
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.own.outbox import State
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.unsaying import unsay
from agentconsole.wire import Envelope, WireError, from_outbox, to_wire
from agentconsole.workspace.views import TEAM_WORDS

SETTLED = frozenset({Code.ERASED, Code.ALREADY_SENT})
"""Refusals after which the words are nobody's any more: the contact is gone, or has read them."""
LEASE = 10_000
"""Milliseconds for which a command taken for sending belongs to one console."""
HOUSE_LANE = "house"
"""The lane of what concerns no conversation."""


def lane_of(envelope: Envelope) -> str:
    """Commands of one lane are answered in the order they were pressed."""
    match envelope.command:
        case OnConversation(conversation_id):
            return conversation_id
        case SaveArticle(name) | ReviewArticle(name) | RemoveArticle(name):
            return article_lane(name)
        case Broadcast():
            return TEAM_WORDS
        case _:
            return HOUSE_LANE


def article_lane(name: str) -> str:
    """The lane of what concerns an article; a text of it that was not kept is the draft of that name."""
    return f"article:{name}"


def text_of(envelope: Envelope) -> tuple[str, Visibility] | None:
    """The typed text a command carries, and which draft it was; None when it carries none."""
    match envelope.command:
        case Note(body=body) | Broadcast(body):
            return body, Visibility.INTERNAL
        case Reply(body=body) | Update(body=body) | ReportProgress(body=body) if body:
            return body, Visibility.PUBLIC
        case Acknowledge(body=body) | Inform(body=body) if body:
            return body, Visibility.PUBLIC
        case SaveArticle(name, title, body, category, address):
            return write_article(Article(name, title, body, category=category, address=address)), Visibility.PUBLIC
        case _:
            return None


def words_of(envelope: Envelope) -> tuple[str, Visibility] | None:
    """What goes back to a draft when the command comes back, and to which: the typed text, or what was said to the
    team in a dialog, which is gone from the screen by then."""
    match envelope.command:
        case Whisper(body=words) | DeclineWhisper(body=words) | HandBack(summary=words) if words:
            return words, Visibility.INTERNAL
        case Escalate(line=words) | PassOn(line=words) | AskForHelp(line=words) | WrapUp(note=words) if words:
            return words, Visibility.INTERNAL
        case _:
            return text_of(envelope)


def draft_of(envelope: Envelope) -> tuple[str, str] | None:
    """The draft the command was written in, by conversation and visibility; None when it carries no words."""
    typed = text_of(envelope)
    return (lane_of(envelope), typed[1].value) if typed else None


def put_out(db: sqlite3.Connection, server: str, envelope: Envelope, now: int) -> None:
    """Saves the command and drops the draft it was written in: the text is always in one of the two."""
    with unit_of_work(db):
        add(db, server, envelope, now)
        typed = text_of(envelope)
        if typed:
            _drop_if_same(db, server, envelope, *typed)
            _overtake(db, server, envelope, now)


def add(db: sqlite3.Connection, server: str, envelope: Envelope, now: int) -> None:
    """Puts the command at the end of its lane. Belongs into a unit of work."""
    outbox.add(
        db,
        command_id=envelope.id,
        server=server,
        actor=envelope.actor,
        lane=lane_of(envelope),
        wire=to_wire(envelope),
        now=now,
        not_after_at=envelope.not_after,
    )


def _drop_if_same(db: sqlite3.Connection, server: str, envelope: Envelope, body: str, visibility: Visibility) -> None:
    """A draft that goes on with other words is left alone: the agent has begun the next message."""
    lane = lane_of(envelope)
    saved = drafts.load(db, server, envelope.actor, lane, visibility)
    if saved and saved.body.strip() == body.strip():
        drafts.discard(db, server, envelope.actor, lane, visibility)


def _overtake(db: sqlite3.Connection, server: str, envelope: Envelope, now: int) -> None:
    """The agent writes anew where a question about older words is open: that is the answer to it, and the old ones
    are not sent. They have been in the draft all the time."""
    rows = db.execute(
        "SELECT q.command_id FROM question q JOIN outbox o ON o.command_id = q.command_id WHERE q.server = ? "
        "AND q.actor = ? AND q.answer = '' AND q.why NOT IN ('lost', 'unreadable') AND o.lane = ? AND o.state = 'held'",
        (server, envelope.actor, lane_of(envelope)),
    ).fetchall()
    for (command_id,) in rows:
        questions.close(db, command_id, questions.Reply.KEEP, now)
        outbox.mark(db, command_id, State.EXPIRED)


def left_over(db: sqlite3.Connection, server: str, actor: str) -> list[Envelope]:
    """What was saved and has no answer yet, in the order it was pressed; without what nobody can read."""
    found = []
    for row in outbox.unfinished(db, server, actor):
        if row.state is not State.HELD:
            with suppress(WireError):
                found.append(from_outbox(row.wire, row.command_id, row.actor))
    return found


def take_due(db: sqlite3.Connection, server: str, actor: str, now: int) -> list[outbox.Waiting]:
    """The commands whose turn has come, taken for this console."""
    with unit_of_work(db):
        return outbox.take(db, server, actor, now, LEASE)


def settle(
    db: sqlite3.Connection,
    server: str,
    envelope: Envelope,
    answer: Answer,
    saved_at: int,
    now: int,
    also: Callable[[], None],
) -> str:
    """Files the receipt, and does `also` in the same unit; the text of a refused command goes back to its draft.
    Answers that text, if any."""
    receipt = answer.receipt
    # The text comes first: whoever is killed in between asks again, and hears the same refusal.
    text = "" if receipt.is_accepted else give_back(db, server, envelope, now, receipt.code)
    with unit_of_work(db):
        outbox.mark(db, envelope.id, State.ACCEPTED if receipt.is_accepted else State.REFUSED)
        took = max(0, now - saved_at)
        outbox.record_attempt(db, envelope.id, outbox.Attempt(saved_at, took, receipt.outcome.value))
        db.execute(
            "INSERT OR IGNORE INTO my_receipt(command_id, pressed_ms, saved_ms, settled_ms, body) VALUES (?,?,?,?,?)",
            (envelope.id, envelope.client_ms, saved_at, now, answer.text),
        )
        unsay(db, envelope, receipt)
        also()
    return text


def give_back(db: sqlite3.Connection, server: str, envelope: Envelope, now: int, code: str = "") -> str:
    """Puts the typed text back in front of what the draft holds by now, whatever the refusal's `code`; nothing typed is
    ever lost but what was meant for a contact who is erased. What has been sent already is in no draft again."""
    typed, lane = words_of(envelope), lane_of(envelope)
    if typed is None or code in SETTLED or is_erased(db, lane):
        return ""
    body, visibility = typed

    def whole(saved: str) -> str:
        if stands_in(body, saved):
            return saved
        return f"{body}\n\n{saved}" if saved.strip() else body

    drafts.amend(db, Draft(server, envelope.actor, lane, visibility, "", 0, now), whole)
    return body


def hold(db: sqlite3.Connection, server: str, envelope: Envelope, now: int) -> str:
    """A command that will never be taken as it is waits for the agent; its text is theirs again."""
    with unit_of_work(db):
        outbox.mark(db, envelope.id, State.HELD)
    return give_back(db, server, envelope, now)


def save_draft(db: sqlite3.Connection, draft: Draft, whole: Callable[[str], str]) -> None:
    """What `whole` makes of the text that is there, durable when this returns; nothing for a contact who is erased."""
    gone = is_erased(db, conversation_of(draft.conversation_id).removeprefix(apart("")))
    drafts.amend(db, draft, (lambda _: "") if gone else whole)


def save_seen(db: sqlite3.Connection, actor: str, conversation_id: str, k: int) -> None:
    """What the screen has shown; it never goes back."""
    with unit_of_work(db):
        db.execute(
            "INSERT INTO seen(actor, conv_id, k) VALUES (?,?,?) "
            "ON CONFLICT(actor, conv_id) DO UPDATE SET k = max(k, excluded.k)",
            (actor, conversation_id, k),
        )
