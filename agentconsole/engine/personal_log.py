"""What is an agent's own, in the log: colleagues are told that there was something, and the hash of what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from agentconsole.domain.personal import MAY_BE_PERSONAL, owner_of
from agentconsole.engine.canon import body_digest
from agentconsole.engine.logged import Logged
from agentconsole.store.connection import Connection
from agentconsole.store.searching import erased
from agentconsole.wire import WireError, event_from

NOTE = "own"
"""The setting that names whose own a copy holds; without it that is still to be asked for."""
OWNED = ("canned", "saved_view")
"""The tables in which a row has an `owner`, who is empty for the team's."""
_TYPES = ", ".join(repr(each) for each in sorted(MAY_BE_PERSONAL))


def for_reader(events: Iterable[Logged], reader: str) -> tuple[Logged, ...]:
    """The events as that agent is told of them: whole, but for what is a colleague's own. Nobody is called ''."""
    return tuple(_withheld(each) if _is_hidden(each, reader) else each for each in events)


def owners_in(events: Iterable[Logged]) -> frozenset[str]:
    """Who would be told more of events that were made for nobody's eyes."""
    return frozenset(each.actor for each in events if each.type in MAY_BE_PERSONAL and not each.body)


def count_withheld(db: Connection) -> int:
    """The events of a copy that came without what they say."""
    without = "NOT EXISTS (SELECT 1 FROM event_body b WHERE b.seq = e.seq)"
    return int(db.execute(f"SELECT count(*) FROM event e WHERE type IN ({_TYPES}) AND {without}").fetchone()[0])


def drop_others(db: sqlite3.Connection, reader: str) -> None:
    """Takes out of a copy what servers of before have told of colleagues' own. Belongs inside `unit_of_work`."""
    rows = db.execute(
        "SELECT e.seq, e.type, e.actor, b.body FROM event e JOIN event_body b ON b.seq = e.seq "
        f"WHERE e.type IN ({_TYPES})"
    )
    told = [(seq,) for seq, kind, actor, body in rows if _whose(kind, actor, body) not in ("", reader)]
    db.executemany("DELETE FROM event_body WHERE seq = ?", told)
    for table in OWNED:
        db.execute(f"DELETE FROM {table} WHERE owner NOT IN ('', ?)", (reader,))
    if told:
        erased.note(db)


def drop_own(db: sqlite3.Connection, owner: str) -> None:
    """Takes the rows of one owner out, to be put anew. Belongs inside `unit_of_work`."""
    for table in OWNED:
        db.execute(f"DELETE FROM {table} WHERE owner = ?", (owner,))


def _is_hidden(each: Logged, reader: str) -> bool:
    if each.type not in MAY_BE_PERSONAL or each.sha:
        return False
    return _whose(each.type, each.actor, each.body) not in ("", reader)


def _whose(kind: str, actor: str, body: str) -> str:
    """What cannot be read, such as a version to come may write, is taken for the own of whoever did it."""
    try:
        return owner_of(event_from(kind, body))
    except WireError:
        return actor


def _withheld(each: Logged) -> Logged:
    return replace(each, salt="", body="", sha=body_digest(bytes.fromhex(each.salt), each.body).hex())
