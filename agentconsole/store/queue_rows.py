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


def conditions(
    channel: str = "",
    category: str = "",
    contact_id: str = "",
    place_before: int | None = None,
    text_match: str = "",
    number: str = "",
    more: More = NO_MORE,
) -> tuple[str, list[object]]:
    """What narrows the queue, as SQL over a conversation `c` and the values in it; what is empty or None narrows
    nothing."""
    sql, values = "open = 1", list[object]()
    for column, wanted in (("channel", channel), ("category", category), ("contact_id", contact_id), ("id", number)):
        if wanted:
            sql += f" AND {column} = ?"
            values.append(wanted)
    if place_before is not None:
        sql += " AND place_ms < ?"
        values.append(place_before)
    if text_match:
        # As a list of ids, so that the order still comes from the index and not from the search.
        sql += (
            " AND (rowid IN (SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ?) OR contact_id IN "
            "(SELECT id FROM contact WHERE rowid IN (SELECT rowid FROM contact_fts WHERE contact_fts MATCH ?)))"
        )
        values += [text_match] * 2
    if more[0]:
        sql += f" AND {more[0]}"
        values += more[1]
    return sql, values


def page(
    db: sqlite3.Connection,
    limit: int,
    assignees: tuple[str, ...] | None = None,
    channel: str = "",
    category: str = "",
    contact_id: str = "",
    place_before: int | None = None,
    text_match: str = "",
    number: str = "",
    more: More = NO_MORE,
    after: Key | None = None,
    before: Key | None = None,
) -> list[Row]:
    """At most `limit` rows of COLUMNS in the one order: behind `after`, or in front of `before`, or from the top.

    `assignees` names whose rows are wanted, the empty name standing for nobody's.
    """
    where, values = conditions(channel, category, contact_id, place_before, text_match, number, more)
    order = _REVERSED if before else _ORDER
    key = before or after
    if key:
        where += f" AND (place_ms, waiting_ms, id) {'<' if before else '>'} (?, ?, ?)"
        values += key
    if assignees is None:
        rows = db.execute(f"SELECT {COLUMNS} FROM conversation c WHERE {where} {order} LIMIT ?", (*values, limit))
    else:
        # One indexed range per holder, merged: an OR would walk through everybody else's rows.
        # Whoever asks for one contact's rows has few of them; the plus keeps the holder's index out of it.
        holder = "+assignee" if contact_id else "assignee"
        arm = f"SELECT {COLUMNS} FROM conversation c WHERE {holder} = ? AND {where} {order} LIMIT ?"
        union = " UNION ALL ".join(f"SELECT * FROM ({arm})" for _ in assignees)
        bound = [value for name in assignees for value in (name, *values, limit)]
        rows = db.execute(f"{union} {order} LIMIT ?", (*bound, limit))
    found: list[Row] = rows.fetchall()
    return found[::-1] if before else found
