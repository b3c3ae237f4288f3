"""What the agent can show afterwards: receipts with every instant, and what was found by searching."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from agentconsole.clock import local_offset
from agentconsole.domain.commands import Undo
from agentconsole.domain.taken_back import step_of
from agentconsole.engine.receipts import receipt_from
from agentconsole.store import queries
from agentconsole.store.own import outbox
from agentconsole.store.searching.filtered_search import search_filtered
from agentconsole.store.searching.filters import read
from agentconsole.store.searching.near_words import meant
from agentconsole.store.searching.newest_messages import MessageFound
from agentconsole.store.searching.search import TOP, ConversationFound, Found, Place, search
from agentconsole.store.team.rows import find_agents
from agentconsole.typed import converted
from agentconsole.workspace.carried import Carried, subject_of
from agentconsole.workspace.holders import by_id
from agentconsole.workspace.numbers import number_in
from agentconsole.workspace.search_views import SearchHit, SearchPage
from agentconsole.workspace.views import ReceiptView

_Row = tuple[str, str, str, str, str, int, int, int, int, int, str, str]


def find_receipts(
    db: sqlite3.Connection, actor: str, limit: int, since: int = 0, until: int = queries.FAR
) -> tuple[ReceiptView, ...]:
    """The agent's receipts (everybody's for an empty name), newest first."""
    rows = converted(queries.receipt_rows(db, actor, limit, since, until), list[_Row])
    return tuple(_view(row, queries.taken_back_by(db, row[0]) if row[1] == Undo.kind else "") for row in rows)


def _view(row: _Row, undone: str) -> ReceiptView:
    command_id, kind, conversation_id, outcome, code, seq, pressed, saved, settled, _at, body, _actor = row
    receipt = receipt_from(body)
    return ReceiptView(
        command_id, kind, conversation_id, outcome, code, receipt.words, seq, pressed, saved, settled, receipt.hash,
        step_of(undone),
    )  # fmt: skip


def receipt_to_come(db: sqlite3.Connection, carried: Carried) -> ReceiptView:
    """What is known of a command before its receipt: when it was pressed, and when it was saved, once it is."""
    it = carried.envelope
    try:
        saved_at = outbox.find(db, it.id).created_at
    except KeyError:
        saved_at = 0
    about = subject_of(carried)
    return ReceiptView(it.id, it.command.kind, about, carried.delivery.value, "", "", 0, it.client_ms, saved_at, 0, "")


def find_hits(db: sqlite3.Connection, text: str, limit: int, now: int, after: Place = TOP) -> SearchPage:
    """Contacts and conversations first, each a quarter at most, then messages, newest first; only what fits the
    filters among the words, where there are some. `after` is the last page's, and brings the next. A conversation whose
    number was typed comes besides."""
    try:
        text, complaint = by_id(text, find_agents(db).values()) if "by:" in text else text, ""
    except ValueError as error:
        complaint = str(error)
    asked = read(text, now, local_offset(now))
    if complaint := asked.complaint or complaint:
        return SearchPage((SearchHit("hint", "", complaint, "", 0, "", ()),))
    if asked.filters.narrows:
        return _page(db, search_filtered(db, asked.words, asked.filters, limit, after))
    numbered = _numbered(db, number_in(text)) if after == TOP else []
    page = _page(db, search(db, text, limit, after), numbered)
    return page if page.hits or page.after or after != TOP else SearchPage((), meant=meant(db, text))


def _page(db: sqlite3.Connection, found: Found, numbered: Sequence[SearchHit] = ()) -> SearchPage:
    hits = [*numbered]
    hits += [_contact_hit(db, c.id, c.name, f"{c.email} {c.phone}".strip()) for c in found.contacts]
    hits += [_conversation_hit(each) for each in found.conversations]
    hits += [_message_hit(db, message) for message in found.messages]
    return SearchPage(tuple(hit for hit in hits if hit.conversation_id), found.after)


def _conversation_hit(c: ConversationFound) -> SearchHit:
    return SearchHit("conversation", c.id, c.contact_name, c.subject, c.received_at, c.subject, ())


def _message_hit(db: sqlite3.Connection, message: MessageFound) -> SearchHit:
    about = db.execute(
        "SELECT contact_name, subject FROM conversation WHERE id = ?", (message.conversation_id,)
    ).fetchone()
    name, subject = about or (message.author, "")
    snippet = message.snippet
    return SearchHit("message", message.conversation_id, name, subject, message.at, snippet.text, snippet.found)


def _numbered(db: sqlite3.Connection, number: str) -> list[SearchHit]:
    entry = queries.queue_entry(db, number) if number else None
    if entry is None:
        return []
    about = f"#{entry.id} {entry.subject}"
    return [SearchHit("conversation", entry.id, entry.contact_name, entry.subject, entry.received_ms, about, ())]


def _contact_hit(db: sqlite3.Connection, contact_id: str, name: str, text: str) -> SearchHit:
    newest = queries.earlier_conversations(db, contact_id, 1)
    conversation_id, subject, at = (newest[0][0], newest[0][3], newest[0][4]) if newest else ("", "", 0)
    return SearchHit("contact", conversation_id, name, subject, at, text, ())
