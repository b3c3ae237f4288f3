"""The rows of the one order as SQL gives them.

Nothing is imported here but SQLite: scripts ask for the queue many times a minute, and what gives the columns their
names would cost as much as the whole question.
"""

import sqlite3

COLUMNS = (
    "id, channel, status, contact_id, contact_name, subject, category, assignee, last_line, place_ms, waiting_ms, "
    "due_ms, due_kind, messages, received_ms, CASE place_ms WHEN 0 THEN json_extract(facts, '$.assignee_before') "
    "ELSE '' END, calls_ms, incident, coalesce(json_extract(facts, '$.waits_on'), 'us')"
)
_ORDER = "ORDER BY place_ms, waiting_ms, id"
_REVERSED = "ORDER BY place_ms DESC, waiting_ms DESC, id DESC"
Key = tuple[int, int, str]
Row = tuple[str, str, str, str, str, str, str, str, str, int, int, int, str, int, int, str, int, str, str]
More = tuple[str, tuple[object, ...]]
"""Conditions of whoever asks, over a conversation `c`, and the values in them."""
NO_MORE: More = ("", ())


class Narrow:
    """What narrows the queue; None and empty strings narrow nothing. `assignees` names whose rows are shown,
    the empty name standing for nobody's; `place_before` keeps what breaks before that instant; `more` is what was
    typed as filters. Nobody changes one: what would make it a frozen value would have to be imported."""

    __slots__ = "assignees", "category", "channel", "contact_id", "more", "number", "place_before", "text_match"

    def __init__(
        self,
        assignees: tuple[str, ...] | None = None,
        channel: str = "",
        category: str = "",
        contact_id: str = "",
        place_before: int | None = None,
        text_match: str = "",
        number: str = "",
        more: More = NO_MORE,
    ) -> None:
        self.assignees, self.channel, self.category, self.contact_id = assignees, channel, category, contact_id
        self.place_before, self.text_match, self.number, self.more = place_before, text_match, number, more


EVERYTHING = Narrow()


def conditions(narrow: Narrow) -> tuple[str, list[object]]:
    """What narrows the queue besides whose it is, as SQL over a conversation `c` and the values in it."""
    sql, values = "open = 1", list[object]()
    for column, wanted in (
        *(("channel", narrow.channel), ("category", narrow.category)),
        *(("contact_id", narrow.contact_id), ("id", narrow.number)),
    ):
        if wanted:
            sql += f" AND {column} = ?"
            values.append(wanted)
    if narrow.place_before is not None:
        sql += " AND place_ms < ?"
        values.append(narrow.place_before)
    if narrow.text_match:
        # As a list of ids, so that the order still comes from the index and not from the search.
        sql += (
            " AND (rowid IN (SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ?) OR contact_id IN "
            "(SELECT id FROM contact WHERE rowid IN (SELECT rowid FROM contact_fts WHERE contact_fts MATCH ?)))"
        )
        values += [narrow.text_match] * 2
    if narrow.more[0]:
        sql += f" AND {narrow.more[0]}"
        values += narrow.more[1]
    return sql, values


def page(
    db: sqlite3.Connection,
    limit: int,
    narrow: Narrow = EVERYTHING,
    after: Key | None = None,
    before: Key | None = None,
) -> list[Row]:
    """At most `limit` rows of COLUMNS in the one order: behind `after`, or in front of `before`, or from the top."""
    where, values = conditions(narrow)
    order = _REVERSED if before else _ORDER
    key = before or after
    if key:
        where += f" AND (place_ms, waiting_ms, id) {'<' if before else '>'} (?, ?, ?)"
        values += key
    if narrow.assignees is None:
        rows = db.execute(f"SELECT {COLUMNS} FROM conversation c WHERE {where} {order} LIMIT ?", (*values, limit))
    else:
        # One indexed range per holder, merged: an OR would walk through everybody else's rows.
        # Whoever asks for one contact's rows has few of them; the plus keeps the holder's index out of it.
        holder = "+assignee" if narrow.contact_id else "assignee"
        arm = f"SELECT {COLUMNS} FROM conversation c WHERE {holder} = ? AND {where} {order} LIMIT ?"
        union = " UNION ALL ".join(f"SELECT * FROM ({arm})" for _ in narrow.assignees)
        bound = [value for name in narrow.assignees for value in (name, *values, limit)]
        rows = db.execute(f"{union} {order} LIMIT ?", (*bound, limit))
    found: list[Row] = rows.fetchall()
    return found[::-1] if before else found
