"""Reading the queue and the transcript: indexed, limited, paged by key, and light enough for a one-shot command."""

import sqlite3
from typing import NamedTuple

from agentconsole.store.queue_rows import COLUMNS, Key, Narrow, conditions, page

FAR = 253_402_300_799_999
"""As in `domain.terms`, which a script that asks for the queue does not load."""
COUNT_CAP = 1_000
"""How far a count goes that no tally keeps; beyond it "more than" has to do."""
BODY_CAP = 40_000
"""Characters of one message a screen asks for: four times what it ever draws at once."""

PEEKED = 20
"""Newest lines among which the contact's last words are looked for."""
PEEK_CAP = 400
"""Characters of them that a line of the widest window could show."""


class QueueEntry(NamedTuple):
    """One row of the queue. `former` is who had a woken chat before, `calls_ms` since when a lead is called, `incident`
    the incident it is about, `waits_on` whose turn it is. Instants are epoch ms, UTC."""

    id: str
    channel: str
    status: str
    contact_id: str
    contact_name: str
    subject: str
    category: str
    assignee: str
    last_line: str
    place_ms: int
    waiting_ms: int
    due_ms: int
    due_kind: str
    messages: int
    received_ms: int
    former: str
    calls_ms: int
    incident: str
    waits_on: str


def queue_page(
    db: sqlite3.Connection, narrow: Narrow, limit: int, after: Key | None = None, before: Key | None = None
) -> list[QueueEntry]:
    """At most `limit` rows in the one order: behind `after`, or in front of `before`, or from the top."""
    rows = page(db, limit, narrow, after, before)
    return [QueueEntry(*row) for row in rows]


def queue_entry(db: sqlite3.Connection, conversation_id: str) -> QueueEntry | None:
    """The row of one conversation, open or not."""
    row = db.execute(f"SELECT {COLUMNS} FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    return QueueEntry(*row) if row else None


def count_rows(db: sqlite3.Connection, narrow: Narrow) -> int:
    """How many rows there are, counted up to COUNT_CAP."""
    where, values = conditions(narrow)
    if narrow.assignees is not None:
        where += f" AND assignee IN ({', '.join('?' * len(narrow.assignees))})"
        values += narrow.assignees
    sql = f"SELECT count(*) FROM (SELECT 1 FROM conversation c WHERE {where} LIMIT ?)"
    return int(db.execute(sql, (*values, COUNT_CAP)).fetchone()[0])


def tallies(db: sqlite3.Connection) -> dict[str, int]:
    """The counters the engine keeps: open, open:<channel>, waiting, held:<agent>."""
    return dict(db.execute("SELECT name, n FROM tally"))


def late_count(db: sqlite3.Connection, now: int) -> int:
    """How many open conversations have a broken promise, counted up to COUNT_CAP."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM conversation WHERE open = 1 AND place_ms > 0 AND place_ms <= ? LIMIT ?)"
    return int(db.execute(sql, (now, COUNT_CAP)).fetchone()[0])


def next_breach_at(db: sqlite3.Connection) -> int:
    """The instant of the next breach nobody has recorded; FAR when none is to come."""
    row = db.execute(
        "SELECT next_breach_ms FROM conversation WHERE next_breach_ms < 253402300799999 ORDER BY next_breach_ms LIMIT 1"
    ).fetchone()
    return int(row[0]) if row else FAR


OVERTAKEN = (
    "(m.voice = 'along' AND EXISTS (SELECT 1 FROM message n WHERE n.conv_id = m.conv_id AND n.k > m.k "
    "AND n.voice = 'unsent' AND n.author = m.author))"
)
"""What went along with a take-over, once its writer's console has handed in the text as it had become: nobody reads it
twice."""


def transcript_page(
    db: sqlite3.Connection, conversation_id: str, limit: int, before_k: int | None = None
) -> list[tuple[object, ...]]:
    """The newest messages (or those before `before_k`), oldest first: k, seq, kind, author_kind, author, at_ms,
    body cut at BODY_CAP, its whole length, attachments, voice."""
    rows = db.execute(
        "SELECT k, seq, kind, author_kind, author, at_ms, substr(body, 1, ?), length(body), attachments, voice "
        f"FROM message m WHERE conv_id = ? AND k < ? AND NOT {OVERTAKEN} ORDER BY k DESC LIMIT ?",
        (BODY_CAP, conversation_id, FAR if before_k is None else before_k, limit),
    ).fetchall()
    return rows[::-1]


def promised_in(db: sqlite3.Connection, conversation_id: str, since_seq: int) -> dict[int, int]:
    """By the number of its event, when a report on progress from there on says that there will be more."""
    sql = (
        "SELECT e.seq, json_extract(b.body, '$.promised_at') FROM event e JOIN event_body b ON b.seq = e.seq "
        "WHERE e.conv_id = ? AND e.seq >= ? AND e.type = 'progress.reported'"
    )
    return {seq: int(at) for seq, at in db.execute(sql, (conversation_id, since_seq)) if at}


def taken_back_in(db: sqlite3.Connection, conversation_id: str, since_seq: int) -> dict[int, tuple[str, str]]:
    """By the number of its event, from there on: who took something back, and the type of the event that it was."""
    sql = (
        "SELECT e.seq, e.actor, coalesce(json_extract(b.body, '$.undone'), '') FROM event e "
        "JOIN event_body b ON b.seq = e.seq WHERE e.conv_id = ? AND e.seq >= ? AND e.type = 'conversation.undone'"
    )
    return {seq: (actor, undone) for seq, actor, undone in db.execute(sql, (conversation_id, since_seq))}


def taken_back_by(db: sqlite3.Connection, command_id: str) -> str:
    """The type of the event this command took back; empty where the log does not tell it."""
    row = db.execute(
        "SELECT json_extract(b.body, '$.undone') FROM event e JOIN event_body b ON b.seq = e.seq "
        "WHERE e.command_id = ? AND e.type = 'conversation.undone'",
        (command_id,),
    ).fetchone()
    return str(row[0] or "") if row else ""


def unread_count(db: sqlite3.Connection, conversation_id: str, seen_k: int) -> int:
    """How many of the contact's messages came after the ones seen, counted up to 99."""
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM message WHERE conv_id = ? AND k > ? AND author_kind = 'contact' LIMIT 99)"
    )
    return int(db.execute(sql, (conversation_id, seen_k)).fetchone()[0])


def history(db: sqlite3.Connection) -> str:
    """Which history the store tells, by its epoch."""
    return str(db.execute("SELECT epoch FROM head WHERE ws = 1").fetchone()[0])


def is_asked(db: sqlite3.Connection, server: str, actor: str) -> bool:
    """Whether anything waits for this agent's yes or no."""
    asked = "SELECT 1 FROM question WHERE server = ? AND actor = ? AND answer = '' LIMIT 1"
    return db.execute(asked, (server, actor)).fetchone() is not None


def last_words(db: sqlite3.Connection, conversation_id: str) -> str:
    """What the contact said last; empty where that is further back than anybody looks."""
    row = db.execute(
        "SELECT body FROM (SELECT k, author_kind, substr(body, 1, ?) AS body FROM message WHERE conv_id = ? "
        "ORDER BY k DESC LIMIT ?) WHERE author_kind = 'contact' ORDER BY k DESC LIMIT 1",
        (PEEK_CAP, conversation_id, PEEKED),
    ).fetchone()
    return row[0] if row else ""


def drafts_of(db: sqlite3.Connection, server: str, actor: str, conversation_id: str) -> frozenset[str]:
    """Of which kinds there is a draft of this agent's: `public`, `internal`."""
    found = "SELECT visibility FROM draft WHERE server = ? AND actor = ? AND conv_id = ?"
    return frozenset(str(row[0]) for row in db.execute(found, (server, actor, conversation_id)))


def seen_marks(db: sqlite3.Connection, actor: str, conversation_ids: list[str]) -> dict[str, int]:
    """The last message each conversation's screen has shown this agent; those never shown are missing."""
    marks = ", ".join("?" * len(conversation_ids))
    rows = db.execute(
        f"SELECT conv_id, k FROM seen WHERE actor = ? AND conv_id IN ({marks})", (actor, *conversation_ids)
    )
    return dict(rows)


def earlier_conversations(
    db: sqlite3.Connection, contact_id: str, limit: int, besides: str = ""
) -> list[tuple[str, str, str, str, int]]:
    """What went before with this contact, newest first, `besides` left out: id, channel, status, subject,
    received_ms."""
    return db.execute(
        "SELECT id, channel, status, subject, received_ms FROM conversation WHERE contact_id = ? AND id <> ? "
        "ORDER BY received_ms DESC, id DESC LIMIT ?",
        (contact_id, besides, limit),
    ).fetchall()


def count_earlier(db: sqlite3.Connection, contact_id: str, besides: str = "") -> int:
    """How many conversations with this contact there are, `besides` left out."""
    sql = "SELECT count(*) FROM conversation WHERE contact_id = ? AND id <> ?"
    return int(db.execute(sql, (contact_id, besides)).fetchone()[0])


def receipt_rows(
    db: sqlite3.Connection, actor: str, limit: int, since: int = 0, until: int = FAR
) -> list[tuple[object, ...]]:
    """Receipts of one agent (or of everybody, for an empty name), newest first, with what this console saw of
    them: command_id, kind, conv_id, outcome, code, seq, client_ms, saved_ms, settled_ms, at_ms, body, actor."""
    sql = (
        "SELECT r.command_id, r.kind, r.conv_id, r.outcome, r.code, r.seq, r.client_ms, coalesce(m.saved_ms, r.at_ms), "
        "coalesce(m.settled_ms, r.at_ms), r.at_ms, r.body, r.actor FROM receipt r "
        "LEFT JOIN my_receipt m ON m.command_id = r.command_id WHERE r.at_ms >= ? AND r.at_ms <= ? "
        "AND (? = '' OR r.actor = ?) ORDER BY r.at_ms DESC, r.rowid DESC LIMIT ?"
    )
    return db.execute(sql, (since, until, actor, actor, limit)).fetchall()


def answered(db: sqlite3.Connection, command_ids: list[str]) -> frozenset[str]:
    """Which of these commands have a receipt."""
    marks = ", ".join("?" * len(command_ids))
    return frozenset(
        r[0] for r in db.execute(f"SELECT command_id FROM receipt WHERE command_id IN ({marks})", command_ids)
    )


def newest_done(
    db: sqlite3.Connection, actor: str, since: int, besides: frozenset[str]
) -> tuple[str, str, str, int] | None:
    """The agent's newest accepted command after `since` that changed something, and is of none of the kinds `besides`:
    id, kind, conv_id, at_ms."""
    row: tuple[str, str, str, int] | None = db.execute(
        "SELECT command_id, kind, conv_id, at_ms FROM receipt WHERE at_ms > ? AND actor = ? AND outcome = 'accepted' "
        f"AND code = '' AND kind NOT IN ({', '.join('?' * len(besides))}) ORDER BY at_ms DESC, seq DESC LIMIT 1",
        (since, actor, *besides),
    ).fetchone()
    return row


def contact_names(db: sqlite3.Connection, conversation_ids: list[str]) -> dict[str, str]:
    """By conversation, whose it is; of those that are not here, none."""
    marks = ", ".join("?" * len(conversation_ids))
    rows = db.execute(f"SELECT id, contact_name FROM conversation WHERE id IN ({marks})", conversation_ids)
    return dict(rows.fetchall())
