"""A console's copy of the team's log: each event is checked against the chain, and the rows follow as at the server."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from agentconsole import __version__
from agentconsole.domain.events import Event, Opened
from agentconsole.domain.vocabulary import EVENTS
from agentconsole.engine import origin, personal_log
from agentconsole.engine.canon import GENESIS, Entry, body_digest, columns, link
from agentconsole.engine.following_team import TEAM_SETTINGS, is_behind
from agentconsole.engine.logged import Arrival, Gap, Logged, Window
from agentconsole.engine.passing import come, go, know, know_products
from agentconsole.engine.snapshot import KNOWN
from agentconsole.engine.writing import Head, Rows, read_head
from agentconsole.store import newer_rows, strange
from agentconsole.store.connection import Connection
from agentconsole.store.searching import erased, indexing
from agentconsole.store.sqlite import unit_of_work
from agentconsole.store.team.rows import find_levels
from agentconsole.wire import WireError, event_body, event_from

COPIED = (
    *("event_body", "event", "receipt", "tally", "tombstone", "agent", "agent_queue", "agent_scope", "contact"),
    *("conversation", "message", "chat_slot", "call_slot", "product", *KNOWN),
)
"""The tables that hold nothing but what the log says."""


class OtherHistory(ValueError):
    """What came does not go on from where this copy ends: it has to be made anew."""


def place(db: Connection) -> tuple[str, int]:
    """Where the copy ends: the history's name, empty while nothing was copied, and the last event's number."""
    head = read_head(db)
    return (head.epoch if head.seq else ""), head.seq


def follow(db: sqlite3.Connection, news: Window) -> int:
    """Copies the events in one transaction, the place included; answers how many were new.

    Raises OtherHistory when they belong to another history, leave a gap, or were changed on the way.
    """
    if _is_old(read_head(db), news):
        # Looking often must not keep others from writing.
        return 0
    with unit_of_work(db):
        head = read_head(db)
        _require_same(head, news)
        if not head.seq:
            origin.note(db, origin.beginning(news.epoch))
        if news.to < head.seq:
            # Another console on this file asked later and was answered sooner.
            return 0
        try:
            chain, opened, at = _copy(db, news, head.seq, head.chain)
        except sqlite3.IntegrityError as error:
            # A server that was set back has given numbers anew, or has been told again what it had lost: what is here
            # already comes a second time, further on.
            raise OtherHistory(f"the server tells again what is here: {error}") from error
        if chain.hex() != news.to_hash:
            raise OtherHistory("the server's log is not the one it was")
        if head.seq and news.to == head.seq and not news.contacts:
            # Looking often must not write often.
            return 0
        db.execute(
            "UPDATE head SET epoch = ?, seq = ?, chain = ?, clock_ms = ?, next_number = next_number + ? WHERE ws = 1",
            (news.epoch, max(head.seq, news.to), chain, max(head.clock_ms, at), opened),
        )
        for contact in news.contacts:
            know(db, contact)
        for known in news.products:
            know_products(db, known)
        return sum(seq > head.seq for seq in (*(e.seq for e in news.events), *(g.seq for g in news.gaps)))


def _is_old(head: Head, news: Window) -> bool:
    """Whether nothing has happened since this copy was told last, and it still ends where the server says."""
    is_empty = not (news.events or news.gaps or news.contacts or news.products)
    told = news.epoch, news.since, news.to, news.to_hash
    return is_empty and bool(head.seq) and told == (head.epoch, head.seq, head.seq, head.chain.hex())


def _require_same(head: Head, news: Window) -> None:
    """Raises OtherHistory for news of another history, and for those that leave a gap."""
    if head.seq and head.epoch != news.epoch:
        raise OtherHistory("the server tells another history")
    if news.since > head.seq:
        raise OtherHistory("the server's news begin somewhere else")


def forget(db: sqlite3.Connection) -> None:
    """Empties the copy, to be made anew. What the agent typed, sent and was answered stays."""
    indexing.complete(db)
    with unit_of_work(db):
        for table in (*COPIED, "gap"):
            db.execute(f"DELETE FROM {table}")
        names = (*TEAM_SETTINGS, origin.NAME, newer_rows.NOTE, personal_log.NOTE)
        db.execute(f"DELETE FROM setting WHERE name IN ({', '.join('?' * len(names))})", names)
        begun = "seq = 0, chain = ?, oldest_seq = 1, clock_ms = 0, next_number = 1001"
        db.execute(f"UPDATE head SET {begun} WHERE ws = 1", (GENESIS,))
        erased.note(db)


def is_outgrown(db: Connection) -> bool:
    """Whether an event nothing could follow from is one this version knows, or another version could not keep all that
    it was told: the copy has to be made anew."""
    if newer_rows.dropped_by(db) not in ("", __version__):
        return True
    for kind, body in strange.bodies(db):
        with suppress(WireError):
            event_from(kind, body)
            return kind in EVENTS
    return is_behind(db)


def _copy(db: sqlite3.Connection, news: Window, here: int, chain: bytes) -> tuple[bytes, int, int]:
    """Raises OtherHistory when something happened to a conversation that is not here."""
    rows, command = _rows(db), ""
    opened = at = 0
    arrivals = {each.seq: each for each in news.arrivals}
    both: list[Logged | Gap] = [*news.events, *news.gaps]
    for each in sorted((each for each in both if each.seq > here), key=lambda each: each.seq):
        if isinstance(each, Gap):
            rows.write()
            rows, command = _rows(db), ""
            chain = _skip(db, each)
            continue
        chain = _keep(db, each, chain)
        if each.command_id != command:
            # As at the server: who holds what is read from rows the commands before have written.
            rows.write()
            rows, command = _rows(db), each.command_id
        if each.seq in arrivals:
            rows.write()
            _come(db, arrivals[each.seq])
            rows = _rows(db)
        opened += issubclass(EVENTS.get(each.type, Event), Opened)
        at = each.at_ms
        if not _follow(db, rows, each):
            strange.remember(db, each.conv_id, each.seq)
    rows.write()
    return chain, opened, at


def _rows(db: sqlite3.Connection) -> Rows:
    """A copy goes on without what only a newer version knows: the authority has it."""
    return Rows(db, find_levels(db), (), lambda _: newer_rows.note_dropped(db, __version__))


def _follow(db: sqlite3.Connection, rows: Rows, each: Logged) -> bool:
    """Whether the rows could follow. An event of a version to come is kept, and nothing follows from it here: neither
    do later ones that build upon it, and none of them stops the feed. An erased one is nothing strange."""
    try:
        event = event_from(each.type, each.body)
    except WireError:
        return not each.body
    if event_body(event) != each.body and newer_rows.is_more(each.body, type(event)):
        newer_rows.note_dropped(db, __version__)
    try:
        with newer_rows.understood(f"event {each.seq}"):
            rows.follow(event, each.at_ms, each.actor, each.seq)
    except newer_rows.RowTooNew:
        newer_rows.note_dropped(db, __version__)
    except sqlite3.IntegrityError:
        return False
    except LookupError as error:
        # Where an event that could not be followed came before, it is that one's doing; else something is missing here.
        if strange.of_conversation(db, each.conv_id, 0, 1):
            return False
        raise OtherHistory(f"the server tells of something that is not here: {error}") from error
    return True


def _come(db: sqlite3.Connection, arrival: Arrival) -> None:
    try:
        come(db, arrival)
    except LookupError as error:
        raise OtherHistory(f"the server tells of something that has no beginning: {error}") from error


def _skip(db: sqlite3.Connection, gap: Gap) -> bytes:
    """What is not for this agent: where the chain goes on, and what went out of sight meanwhile."""
    digest = bytes.fromhex(gap.hash)
    db.execute("INSERT INTO gap(seq, since, hash) VALUES (?, ?, ?)", (gap.seq, gap.since, digest))
    for conversation_id in gap.gone:
        go(db, conversation_id)
    return digest


def _keep(db: Connection, each: Logged, chain: bytes) -> bytes:
    sha = bytes.fromhex(each.sha) if each.sha else body_digest(bytes.fromhex(each.salt), each.body)
    entry = Entry(
        *(each.seq, each.command_id, each.part, each.conv_id, each.type, each.v, each.actor, each.terminal),
        *(each.at_ms, each.client_ms, each.scope, sha),
    )
    digest = link(chain, entry)
    db.execute(
        "INSERT INTO event(seq, command_id, part, conv_id, type, v, actor, terminal, at_ms, client_ms, scope, "
        "body_sha, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (*columns(entry), chain, digest),
    )
    if not each.sha:
        db.execute(
            "INSERT INTO event_body(seq, salt, body) VALUES (?,?,?)", (each.seq, bytes.fromhex(each.salt), each.body)
        )
    return digest
