"""The log as it is copied to consoles, page by page: to each agent what they may see of it."""

from __future__ import annotations

from agentconsole.engine.canon import GENESIS
from agentconsole.engine.logged import SELECT as _SELECT
from agentconsole.engine.logged import OutOfReach, Window, logged_from
from agentconsole.engine.personal_log import for_reader
from agentconsole.engine.scoped_log import tell
from agentconsole.engine.sight import Sight, read_version
from agentconsole.engine.writing import read_head
from agentconsole.store.connection import Connection

LONGEST_PAGE = 500
_SQL = f"{_SELECT} FROM event e LEFT JOIN event_body b ON b.seq = e.seq WHERE e.seq > ? ORDER BY e.seq LIMIT ?"


class SightChanged(Exception):
    """Who may see what has changed since the caller's sight was read: it has to be read again."""


def window(db: Connection, epoch: str, since: int, limit: int = LONGEST_PAGE, sight: Sight | None = None) -> Window:
    """At most `limit` events after `since` of the history called `epoch`, oldest first; any history when it is empty.

    With a `sight`, what its reader may see of them; all of it without one. Raises OutOfReach, and SightChanged.
    """
    db.execute("BEGIN")
    try:
        head = read_head(db)
        oldest = db.execute("SELECT oldest_seq FROM head WHERE ws = 1").fetchone()[0]
        if epoch and epoch != head.epoch:
            raise OutOfReach("epoch")
        if since > head.seq:
            raise OutOfReach("ahead")
        if since + 1 < oldest:
            raise OutOfReach("horizon")
        if sight is not None:
            _check(sight, db, since)
        if sight is not None and sight.queues:
            told = tell(db, since, limit, sight)
            to, to_hash = told.to, told.to_hash or _hash_at(db, since)
            events = tuple(told.events)
            scoped = (tuple(told.gaps), tuple(told.arrivals), told.contacts, told.products)
        else:
            events = tuple(logged_from(row) for row in db.execute(_SQL, (since, limit)).fetchall())
            to = events[-1].seq if events else since
            to_hash, scoped = _hash_at(db, to), ((), (), (), ())
    finally:
        db.execute("COMMIT")
    if sight is not None:
        events = for_reader(events, sight.reader)
    is_more = to < head.seq
    return Window(head.epoch, since, to, to_hash.hex(), is_more, head.seq, head.chain.hex(), events, *scoped)


def _check(sight: Sight, db: Connection, since: int) -> None:
    """Raises SightChanged, and OutOfReach where the reader has begun to see more since."""
    if sight.version != read_version(db):
        raise SightChanged
    if sight.begins_after(since):
        raise OutOfReach("scope")


def _hash_at(db: Connection, seq: int) -> bytes:
    row = db.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
    return bytes(row[0]) if row else GENESIS
