"""The full-text index of a store whose rows came all at once: it is made behind, in pieces, the newest messages first.

What is written meanwhile is indexed by the triggers as always; a note in the store says what is still missing. Once
everything can be found the parts of the index are put together, which makes a search quicker and is in no hurry.
"""

from __future__ import annotations

import json
import sqlite3

from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreDamaged
from agentconsole.store.message_rows import AUTOMERGE, set_index
from agentconsole.store.setting import drop_setting, find_setting, put_setting
from agentconsole.store.sqlite import file_of, unit_of_work

NOTE = "indexing"
PIECE = 16_000
"""Messages indexed at once: a tenth of a second, for which another writer waits."""
TIDIED = 500
"""Pages of the index that are put together at once, for which another writer waits as long."""
_GROWING = {"automerge": 0, "crisismerge": 1_000, "hashsize": 4 << 20}
"""How FTS5 makes the index of a million messages with two thirds of the work: it gathers a whole piece in memory before
it writes a part, and puts none together meanwhile."""
_WHOLE = {"automerge": AUTOMERGE, "crisismerge": 16, "hashsize": 1 << 20}
"""FTS5's own defaults."""
_SMALL = (
    *(("contact", ("name", "email", "phone")), ("conversation", ("subject", "category", "tags"))),
    ("article", ("title", "category", "body")),
)
_STRANGE = (
    "typeof(conv_id) <> 'text' OR typeof(k) <> 'integer' OR typeof(seq) <> 'integer' OR typeof(author) <> 'text' OR "
    "typeof(at_ms) <> 'integer' OR typeof(body) <> 'text' OR typeof(external_id) <> 'text' OR "
    "typeof(voice) <> 'text' OR typeof(attachments) <> 'text' OR "
    "(attachments <> '' AND NOT json_valid(attachments)) OR "
    "kind NOT IN ('reply','note','update','system') OR author_kind NOT IN ('contact','agent','system')"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not indexed yet: messages up to number `to` of `of`, and, while `small` is not empty, the rows of those
    tables behind the row number beside their name. Where nothing is, the index is still in many parts."""

    to: int
    of: int
    small: dict[str, int]

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 - 100 * self.to // max(1, self.of)

    @property
    def finds_all(self) -> bool:
        """Whether everything can be found."""
        return not self.small and self.to <= 0


def begin(db: sqlite3.Connection) -> None:
    """Notes that nothing is indexed yet. Belongs inside a transaction."""
    set_index(db, **_GROWING)
    newest = int(db.execute("SELECT coalesce(max(n), 0) FROM message").fetchone()[0])
    _note(db, Missing(newest, newest, {name: 0 for name, _ in _SMALL}))


def missing(db: sqlite3.Connection) -> Missing | None:
    """What is not indexed yet; None when everything is."""
    told = find_setting(db, NOTE)
    return Missing(**json.loads(told)) if told else None


def step(db: sqlite3.Connection) -> Missing | None:
    """Indexes one piece more, or puts one together; what is missing then. Contacts and conversations come first, for
    their rows change.

    Raises StoreDamaged for a message whose row is none.
    """
    if missing(db) is None:
        # Asked at every turn of the line: whoever has nothing to write locks nobody out.
        return None
    with unit_of_work(db):
        found = missing(db)
        if found is None:
            return None
        if not found.finds_all:
            left = _small_step(db, found) if found.small else _message_step(db, found)
            _note(db, left)
            return left
        if _tidy(db):
            return found
        drop_setting(db, NOTE)
        set_index(db, **_WHOLE)
        return None


def complete(db: sqlite3.Connection) -> None:
    """Indexes all that is missing."""
    while (left := step(db)) and not left.finds_all:
        pass


def small_first(db: sqlite3.Connection) -> None:
    """Indexes what may change under the feed: until then nothing may be written to contacts and conversations."""
    while (found := missing(db)) and found.small:
        step(db)


def cover(db: Connection, conversation_id: str) -> None:
    """Indexes the conversation's messages now, so that they can be taken out again. Belongs inside `unit_of_work`."""
    if isinstance(db, sqlite3.Connection) and (found := missing(db)) is not None:
        _learn(db, "conv_id = ? AND n <= ?", (conversation_id, found.to))


def _small_step(db: sqlite3.Connection, found: Missing) -> Missing:
    table, names = next((name, names) for name, names in _SMALL if name in found.small)
    since, small = found.small[table], dict(found.small)
    (last,) = db.execute(
        f"SELECT max(rowid) FROM (SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?)", (since, PIECE)
    ).fetchone()
    if last is None:
        del small[table]
    else:
        told = ", ".join(names)
        db.execute(
            f"INSERT INTO {table}_fts(rowid, {told}) SELECT rowid, {told} FROM {table} "
            "WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
            (since, last),
        )
        small[table] = last
    return Missing(found.to, found.of, small)


def _message_step(db: sqlite3.Connection, found: Missing) -> Missing:
    sql = "SELECT min(n) FROM (SELECT n FROM message WHERE n <= ? ORDER BY n DESC LIMIT ?)"
    (first,) = db.execute(sql, (found.to, PIECE)).fetchone()
    if first is None:
        return Missing(0, found.of, {})
    strange = f"SELECT 1 FROM message WHERE n BETWEEN ? AND ? AND ({_STRANGE}) LIMIT 1"
    if db.execute(strange, (first, found.to)).fetchone():
        raise StoreDamaged(file_of(db), "the copy holds messages that are none")
    _learn(db, "n BETWEEN ? AND ?", (first, found.to))
    return Missing(first - 1, found.of, {})


def _learn(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> None:
    db.execute(f"INSERT INTO message_fts(rowid, body) SELECT n, body FROM message WHERE {where} ORDER BY n", values)


def _tidy(db: sqlite3.Connection) -> bool:
    """Whether there was something to put together: FTS5 tells by writing two rows or more."""
    before = db.total_changes
    db.execute("INSERT INTO message_fts(message_fts, rank) VALUES ('merge', ?)", (TIDIED,))
    return db.total_changes - before >= 2


def _note(db: sqlite3.Connection, found: Missing) -> None:
    put_setting(db, NOTE, json.dumps({"to": found.to, "of": found.of, "small": found.small}))
