"""Words a lead's take-over has overtaken, refused or never sent: they stay a draft, and are offered to the lead."""

from __future__ import annotations

import sqlite3

from agentconsole.clock import monotonic_ms
from agentconsole.domain.leads.commands import HandInText
from agentconsole.domain.refusals import Code
from agentconsole.domain.words.wording import aside, conversation_of, whole_reply
from agentconsole.engine.receipts import Receipt
from agentconsole.ids import Ids
from agentconsole.store.own import drafts
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.outbox import unfinished
from agentconsole.store.rows import find_conversation
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.jobs import Posted
from agentconsole.sync.ledger import add, lane_of, text_of
from agentconsole.wire import Envelope

SOON = 10_000
"""Milliseconds after its first pull in which a console may hear of a take-over that it began too late to notice."""


def follow(db: sqlite3.Connection, server: str, envelope: Envelope, receipt: Receipt, now: int, ids: Ids) -> None:
    """Puts the refused words into the outbox as unsent text, behind what waits in their lane.

    Belongs into the unit that files the refusal, so that it happens exactly once, whether or not a screen is open.
    """
    typed = text_of(envelope)
    if receipt.code != Code.TAKEN_OVER or typed is None or not typed[0].strip():
        return
    command = HandInText(lane_of(envelope), typed[0])
    handed = Envelope(ids.command_id(now), envelope.actor, envelope.terminal, command, now)
    add(db, server, handed, now)


class LeftBehind:
    """When one console looks for them: after its first pull, and after each that brings something soon after it, since
    the first may be answered with what the server knew a moment before. Belongs to the line's thread."""

    def __init__(self, posted: Posted) -> None:
        self._posted = posted
        self._until: int | None = None

    def look(self, db: sqlite3.Connection, *, has_news: bool) -> None:
        """A pull is done; `has_news` when it brought something."""
        now = monotonic_ms()
        if self._until is None:
            self._until, has_news = now + SOON, True
        if has_news and now <= self._until:
            what_was_left_behind(db, self._posted)


def what_was_left_behind(db: sqlite3.Connection, posted: Posted) -> None:
    """Hands in drafts whose conversations were taken over while no console of the agent's was there to notice. Each
    goes once: what a console notices itself it hands in as its editor holds it, which may be newer than the disk."""
    now = posted.clock.now()
    with unit_of_work(db):
        for conversation_id, body in _replies(db, posted).items():
            if body and _is_owed(db, posted, conversation_id, body):
                command = HandInText(conversation_id, body)
                add(
                    db,
                    posted.server,
                    Envelope(posted.ids.command_id(now), posted.actor, posted.terminal, command, now),
                    now,
                )


def _replies(db: sqlite3.Connection, posted: Posted) -> dict[str, str]:
    """What is typed to contacts and not sent, by conversation, each with what was set aside."""
    saved = drafts.of_actor(db, posted.server, posted.actor)
    typed = {draft.conversation_id: draft.body for draft in saved if draft.visibility is Visibility.PUBLIC}
    return {each: whole_reply(typed.get(each, ""), typed.get(aside(each), "")) for each in map(conversation_of, typed)}


_CAME = (
    "SELECT 1 FROM message WHERE conv_id = ? AND author = ? AND at_ms >= ? "
    "AND (voice = 'unsent' OR (voice = 'along' AND body = ?)) LIMIT 1"
)


def _is_owed(db: sqlite3.Connection, posted: Posted, conversation_id: str, body: str) -> bool:
    found = find_conversation(db, conversation_id)
    taken = found.conversation.oversight.taken if found else None
    if taken is None or taken.from_agent != posted.actor:
        return False
    waits = (each for each in unfinished(db, posted.server, posted.actor) if each.lane == conversation_id)
    came = db.execute(_CAME, (conversation_id, posted.actor, taken.at, body)).fetchone()
    return came is None and not any(HandInText.kind in each.wire for each in waits)
