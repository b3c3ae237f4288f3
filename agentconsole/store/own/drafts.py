"""What was typed and not sent: one draft per conversation and visibility, kept until it is sent or emptied."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from agentconsole.domain.values import dataclass
from agentconsole.domain.words.wording import besides
from agentconsole.store.errors import DiskFull
from agentconsole.store.files import reserve
from agentconsole.store.sqlite import file_of, unit_of_work


class Visibility(StrEnum):
    """Who will read it: the contact, or the team only."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in the making; `rev_seen` is the conversation's revision the agent saw while writing."""

    server: str
    actor: str
    conversation_id: str
    visibility: Visibility
    body: str
    rev_seen: int
    saved_at: int


def save(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep `draft` in place of the one before, on the disk when this returns; an empty body discards it.

    When the disk is full the store's reserve is given up for it. Raises a StoreError when it still cannot be
    saved; the text must then stay in the editor.
    """
    amend(connection, draft, lambda _: draft.body)


def amend(connection: sqlite3.Connection, draft: Draft, whole: Callable[[str], str]) -> None:
    """Keep what `whole` makes of the text that is there, as `save` does: nobody writes the draft in between."""
    try:
        _write(connection, draft, whole)
    except DiskFull:
        if not reserve.release(file_of(connection)):
            raise
        _write(connection, draft, whole)


def _write(connection: sqlite3.Connection, draft: Draft, whole: Callable[[str], str]) -> None:
    with unit_of_work(connection):
        saved = load(connection, draft.server, draft.actor, draft.conversation_id, draft.visibility)
        before = saved.body if saved else ""
        draft = replace(draft, body=whole(before))
        if draft.body == before:
            return
        if not draft.body:
            discard(connection, draft.server, draft.actor, draft.conversation_id, draft.visibility)
            return
        connection.execute(
            "INSERT INTO draft(server, actor, conv_id, visibility, body, rev_seen, saved_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(server, actor, conv_id, visibility) DO UPDATE "
            "SET body = excluded.body, rev_seen = excluded.rev_seen, saved_ms = excluded.saved_ms",
            (
                draft.server,
                draft.actor,
                draft.conversation_id,
                draft.visibility,
                draft.body,
                draft.rev_seen,
                draft.saved_at,
            ),
        )


_COLUMNS = "server, actor, conv_id, visibility, body, rev_seen, saved_ms"


def load(
    connection: sqlite3.Connection, server: str, actor: str, conversation_id: str, visibility: Visibility
) -> Draft | None:
    """The draft of that conversation and visibility; None when nothing was typed."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM draft WHERE server = ? AND actor = ? AND conv_id = ? AND visibility = ?",
        (server, actor, conversation_id, visibility),
    ).fetchone()
    return _draft(row) if row else None


def of_actor(connection: sqlite3.Connection, server: str, actor: str) -> list[Draft]:
    """Every text of that actor, the one saved last first; not what a response does besides."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM draft WHERE server = ? AND actor = ? AND conv_id NOT LIKE ? "
        "ORDER BY saved_ms DESC, conv_id, visibility",
        (server, actor, besides("%")),
    )
    return [_draft(row) for row in rows]


def touched_at(connection: sqlite3.Connection, server: str, actor: str, conversation_id: str) -> int:
    """When the actor last touched an unsent reply here; 0 when there is none."""
    row = connection.execute(
        "SELECT saved_ms FROM draft WHERE server = ? AND actor = ? AND conv_id = ? AND visibility = 'public'",
        (server, actor, conversation_id),
    ).fetchone()
    return int(row[0]) if row else 0


def discard(
    connection: sqlite3.Connection, server: str, actor: str, conversation_id: str, visibility: Visibility
) -> bool:
    """Drop that draft, because it was sent or emptied; False when there was none. What a response does besides a reply
    goes with it.

    Call it inside the `unit_of_work` that keeps the command, so that the text is always in one of the two.
    """
    sql = "DELETE FROM draft WHERE server = ? AND actor = ? AND conv_id = ? AND visibility = ?"
    dropped = connection.execute(sql, (server, actor, conversation_id, visibility))
    if visibility is Visibility.PUBLIC:
        connection.execute(sql, (server, actor, besides(conversation_id), visibility))
    return dropped.rowcount > 0


def _draft(row: tuple[str, str, str, str, str, int, int]) -> Draft:
    server, actor, conversation_id, visibility, body, rev_seen, saved_at = row
    return Draft(server, actor, conversation_id, Visibility(visibility), body, rev_seen, saved_at)
