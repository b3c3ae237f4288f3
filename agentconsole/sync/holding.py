"""Commands that are held until the agent has decided: asked about, their text theirs again meanwhile."""

from __future__ import annotations

import sqlite3

from agentconsole.engine.erasing import is_erased
from agentconsole.store.own import outbox, questions
from agentconsole.store.own.outbox import Attempt, State, Waiting
from agentconsole.store.own.questions import Question, Why
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.ledger import give_back
from agentconsole.wire import Envelope, from_wire

POISON = 8
"""Failures of the server at a command sent alone after which it is held, when others got their answer meanwhile: it
would keep everything behind it waiting (protocol.md, 3.12)."""


def is_settled(db: sqlite3.Connection, row: Waiting) -> bool:
    """Whether there is nothing to ask the agent about an old command: they have said that it is to be sent, or its
    contact was erased. The server refuses that, and so its words go."""
    return questions.was_meant(db, row.command_id) or is_erased(db, row.lane)


def is_poison(db: sqlite3.Connection, row: Waiting) -> bool:
    """Whether the server always fails at this command: others were answered since its first try, or so many tries
    have failed that there is nothing left to wait for."""
    if row.tries + 1 < POISON:
        return False
    others = (
        "SELECT 1 FROM attempt WHERE rowid > (SELECT min(rowid) FROM attempt WHERE command_id = ?) "
        "AND result IN ('accepted', 'refused') AND command_id <> ? LIMIT 1"
    )
    others_went = db.execute(others, (row.command_id, row.command_id)).fetchone() is not None
    return others_went or row.tries + 1 >= 2 * POISON


def hold(db: sqlite3.Connection, row: Waiting, why: Why, words: str, began: int, now: int) -> tuple[Envelope, str]:
    """Holds the command and asks about it; its text is in the draft, too. Answers the envelope and that text."""
    envelope = from_wire(row.wire)
    text = give_back(db, row.server, envelope, now)
    with unit_of_work(db):
        outbox.mark(db, row.command_id, State.HELD)
        outbox.record_attempt(db, row.command_id, Attempt(began, max(0, now - began), f"held: {why.value}"))
        questions.ask(db, Question(row.command_id, row.server, row.actor, why, words, "", now))
    return envelope, text
