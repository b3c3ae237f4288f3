"""The log as it is copied to consoles, page by page: to each agent what they may see of it."""

from __future__ import annotations

from agentconsole.engine.canon import GENESIS
from agentconsole.engine.logged import SELECT as _SELECT
from agentconsole.engine.logged import OutOfReach, Window, logged_from
from agentconsole.engine.personal_log import for_reader
from agentconsole.engine.scoped_log import Told, tell
from agentconsole.engine.sight import Sight, read_version
from agentconsole.engine.writing import Head
from agentconsole.store.connection import Connection

LONGEST_PAGE = 500
_HEAD = "SELECT epoch, seq, chain, clock_ms, next_number, oldest_seq FROM head WHERE ws = 1"
_SQL = f"{_SELECT} FROM event e LEFT JOIN event_body b ON b.seq = e.seq WHERE e.seq > ? ORDER BY e.seq LIMIT ?"


class SightChanged(Exception):
    """Who may see what has changed since the caller's sight was read: it has to be read again."""


def window(db: Connection, epoch: str, since: int, limit: int = LONGEST_PAGE, sight: Sight | None = None) -> Window:
    """At most `limit` events after `since` of the history called `epoch`, oldest first; any history when it is empty.

    With a `sight`, what its reader may see of them; all of it without one. Raises OutOfReach, and SightChanged.
    """
    db.execute("BEGIN")
    try:
        *place, oldest = db.execute(_HEAD).fetchone()
        head = Head(*place)
        if epoch and epoch != head.epoch:
            raise OutOfReach("epoch")
        if since > head.seq:
            raise OutOfReach("ahead")
        if since + 1 < oldest:
            raise OutOfReach("horizon")
        if sight is not None:
            _check(sight, db, since)
        told = _page(db, head.seq, since, limit, sight)
        # Nearly every question is asked by whoever has nearly everything.
        to_hash = head.chain if told.to == head.seq else told.to_hash or _hash_at(db, told.to)
    finally:
        db.execute("COMMIT")
    events = tuple(told.events)
    if sight is not None:
        events = for_reader(events, sight.reader)
    return Window(
        *(head.epoch, since, told.to, to_hash.hex(), told.to < head.seq, head.seq, head.chain.hex(), events),
        *(tuple(told.gaps), tuple(told.arrivals), told.contacts, told.products),
    )


def _page(db: Connection, end: int, since: int, limit: int, sight: Sight | None) -> Told:
    if since == end:
        return Told(since)
    if sight is not None and sight.queues:
        return tell(db, since, limit, sight)
    events = [logged_from(row) for row in db.execute(_SQL, (since, limit)).fetchall()]
    return Told(events[-1].seq if events else since, events=events)


def _check(sight: Sight, db: Connection, since: int) -> None:
    """Raises SightChanged, and OutOfReach where the reader has begun to see more since."""
    if sight.version != read_version(db):
        raise SightChanged
    if sight.begins_after(since):
        raise OutOfReach("scope")


def _hash_at(db: Connection, seq: int) -> bytes:
    row = db.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
    return bytes(row[0]) if row else GENESIS
