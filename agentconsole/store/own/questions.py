"""Questions only the agent can answer: commands that are not sent, or not sent again, without their yes.

Nothing here opens a transaction: call it inside `unit_of_work`, together with whatever else belongs to the same step.
"""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from agentconsole.domain.values import dataclass
from agentconsole.store.own.outbox import kept


class Why(StrEnum):
    """What the question is about."""

    TOO_OLD = "too_old"
    """It waited so long that it may not be meant any more."""
    NOT_TAKEN = "not_taken"
    """The server failed at it again and again while it took others."""
    LOST = "lost"
    """It was accepted, and the server was restored to a time before that."""
    UNREADABLE = "unreadable"
    """What is kept of it is damaged, or another version's: no command this one knows."""


class Reply(StrEnum):
    """What the agent said; nothing while the question is open."""

    OPEN = ""
    SEND = "send"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the command it is about. `receipt` is the text of the one the command had, empty where it
    never had any; `wire` is what would be sent, to the byte."""

    command_id: str
    server: str
    actor: str
    why: Why
    words: str
    receipt: str
    asked_at: int
    reply: Reply = Reply.OPEN
    wire: str = ""
    created_at: int = 0
    lane: str = ""


def ask(db: sqlite3.Connection, question: Question) -> None:
    """Opens the question, again where the same command was asked about before."""
    db.execute(
        "INSERT INTO question(command_id, server, actor, why, words, receipt, asked_ms, answer, answered_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, '', 0) ON CONFLICT(command_id) DO UPDATE SET why = excluded.why, "
        "words = excluded.words, receipt = excluded.receipt, asked_ms = excluded.asked_ms, answer = '', "
        "answered_ms = 0",
        (
            *(question.command_id, question.server, question.actor, question.why, question.words, question.receipt),
            question.asked_at,
        ),
    )


_SQL = (
    "SELECT q.command_id, q.server, q.actor, q.why, q.words, q.receipt, q.asked_ms, q.answer, "
    "CAST(o.wire AS BLOB), o.created_ms, o.lane "
    "FROM question q JOIN outbox o ON o.command_id = q.command_id WHERE q.server = ? AND q.actor = ? "
)


def open_questions(db: sqlite3.Connection, server: str, actor: str, limit: int = 1_000) -> list[Question]:
    """The agent's open questions, in the order their keys were pressed."""
    sql = f"{_SQL} AND q.answer = '' ORDER BY o.created_ms, o.n, q.command_id LIMIT ?"
    return [_question(row) for row in db.execute(sql, (server, actor, limit))]


def count_by_why(db: sqlite3.Connection, server: str, actor: str) -> dict[Why, int]:
    """How many questions wait for the agent, by what they are about."""
    sql = "SELECT why, count(*) FROM question WHERE server = ? AND actor = ? AND answer = '' GROUP BY why"
    return {Why(why): int(count) for why, count in db.execute(sql, (server, actor))}


def find(db: sqlite3.Connection, server: str, actor: str, command_id: str) -> Question | None:
    """The question about that command, answered or not; None when there was none."""
    row = db.execute(f"{_SQL} AND q.command_id = ?", (server, actor, command_id)).fetchone()
    return _question(row) if row else None


def close(db: sqlite3.Connection, command_id: str, reply: Reply, now: int) -> bool:
    """Writes the answer down; False when another console was faster."""
    sql = "UPDATE question SET answer = ?, answered_ms = ? WHERE command_id = ? AND answer = ''"
    return db.execute(sql, (reply, now, command_id)).rowcount > 0


def withdraw(db: sqlite3.Connection, command_id: str) -> None:
    """Takes an open question back: it has answered itself."""
    db.execute("DELETE FROM question WHERE command_id = ? AND answer = ''", (command_id,))


def was_meant(db: sqlite3.Connection, command_id: str) -> bool:
    """Whether the agent has said that the command is to be sent all the same."""
    sql = "SELECT 1 FROM question WHERE command_id = ? AND answer = 'send'"
    return db.execute(sql, (command_id,)).fetchone() is not None


def _question(row: tuple[str, str, str, str, str, str, int, str, bytes, int, str]) -> Question:
    command_id, server, actor, why, words, receipt, asked_at, reply, wire, created_at, lane = row
    asked = (command_id, server, actor, Why(why), words, receipt, asked_at, Reply(reply))
    return Question(*asked, kept(wire), created_at, lane)
