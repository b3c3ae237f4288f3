"""The queue as one JSON document, and the shortest way to it: no parser, no rules, one read of an open store."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence

try:
    from _json import encode_basestring_ascii as quoted
except ImportError:
    # A Python without the C part of its JSON: slower, and the same text.
    from json.encoder import py_encode_basestring_ascii as quoted

from agentconsole.store.errors import StoreError
from agentconsole.store.queue_rows import Narrow, Row, page
from agentconsole.store.sqlite import open_store

NAME = "queue"
LIMIT = 100
MOST = 100_000
CHANNELS = ("", "phone", "ticket", "chat")


Fields = dict[str, str | int | None]
Asked = tuple[str, str, bool, str, int]
"""The store, the agent (empty when none is named), whether only theirs, the channel, and how many rows."""


def fields_of(row: Row) -> Fields:
    """One row of the queue as JSON promises it; `due_ms` is null when nothing is owed."""
    (
        number, channel, status, contact_id, contact_name, subject, category, assignee, last_line, _place, waiting_ms,
        due_ms, due_kind, messages, received_ms, former, _calls, incident, waits_on,
    ) = row  # fmt: skip
    return {
        "id": number,
        "channel": channel,
        "status": status,
        "contact_id": contact_id,
        "contact_name": contact_name,
        "subject": subject,
        "category": category,
        "assignee": assignee,
        "last_line": last_line,
        "due_ms": due_ms if due_kind else None,
        "due_kind": due_kind,
        "waiting_since_ms": waiting_ms,
        "received_ms": received_ms,
        "messages": messages,
        "former_assignee": former or "",
        "incident": incident,
        "waits_on": waits_on,
    }


def answer(arguments: Sequence[str]) -> bool:
    """Prints the queue if the arguments are exactly of the usual shape; whatever is in doubt is left to the parser."""
    asked = shape_of(arguments)
    if asked is None:
        return False
    try:
        rows = _rows(asked)
        if rows is None:
            return False
        sys.stdout.write(document(rows))
        sys.stdout.flush()
    except (StoreError, sqlite3.Error, OSError):
        # The whole program knows what to say, what to mend, and which exit code it is.
        return False
    return True


def _rows(asked: Asked) -> list[Fields] | None:
    """The rows; None when `me` is nobody, which is not for here to explain."""
    store, me, mine, channel, limit = asked
    db = open_store(store, read_only=True)
    if me and db.execute("SELECT 1 FROM agent WHERE id = ?", (me,)).fetchone() is None:
        return None
    return [fields_of(row) for row in page(db, limit, Narrow((me,) if mine else None, channel))]


def document(rows: list[Fields]) -> str:
    """What `json.dumps` makes of the rows, without the milliseconds it takes to load its reader."""
    return "[" + ", ".join(f"{{{', '.join(_pair(*each) for each in row.items())}}}" for row in rows) + "]\n"


def _pair(name: str, value: str | int | None) -> str:
    plain = "null" if value is None else quoted(value) if isinstance(value, str) else str(value)
    return f"{quoted(name)}: {plain}"


def shape_of(arguments: Sequence[str]) -> Asked | None:
    """What was asked, when every word is known, in its place and without a setting to look up; else None."""
    place = arguments.index(NAME)
    before, after = (
        _read(arguments[:place], ("--store", "--as")),
        _read(arguments[place + 1 :], ("--channel", "--limit")),
    )
    if before is None or after is None or "--mine" in before or "--json" not in before | after:
        return None
    channel, limit, store = after.get("--channel", ""), after.get("--limit", str(LIMIT)), before.get("--store", "")
    is_sound = channel in CHANNELS and limit.isascii() and limit.isdigit() and 1 <= int(limit) <= MOST
    if not is_sound or (not store and has_settings()) or ("--mine" in after and "--as" not in before):
        return None
    return store or _default_store(), before.get("--as", ""), "--mine" in after, channel, int(limit)


def _read(words: Sequence[str], with_value: tuple[str, ...]) -> dict[str, str] | None:
    """The options with their values, each at most once; None for a word that is none of them."""
    found: dict[str, str] = {}
    left = iter(words)
    for word in left:
        value = next(left, "") if word in with_value else "yes"
        if word in found or not value or value[0] == "-" or word not in (*with_value, "--json", "--mine"):
            return None
        found[word] = value
    return found


def _default_store() -> str:
    from agentconsole.paths import default_store

    return str(default_store())


def has_settings() -> bool:
    """Whether the store's place may have been set, in the environment or in the file, or is a team's copy."""
    # Imported only where no --store is given: finding the user's folders costs as much as the rest.
    from agentconsole.paths import config_file, team_note

    return "AGENTCONSOLE_STORE" in os.environ or os.path.lexists(config_file()) or os.path.lexists(team_note())
