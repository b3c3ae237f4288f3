"""Commands the outbox keeps and nobody can read: damaged on the disk, or written by a newer console on the same file.

They stay as they are, to the byte, until the agent puts them away, and hold up nothing: neither their lane nor anything
else that is saved. A version that can read them asks whether they are still meant.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable

from agentconsole.engine.erasing import is_erased
from agentconsole.store.own import outbox, questions
from agentconsole.store.own.outbox import Attempt, State, Waiting
from agentconsole.store.own.questions import Question, Why
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.tray import Tray
from agentconsole.tongue import N_
from agentconsole.wire import UNREADABLE, WireError, from_outbox
from agentconsole.workspace.views import RefusalView

log = logging.getLogger(__name__)
WORDS = N_("It cannot be read (damaged, or a newer console's): kept, not sent. If it is missing, do it again.")


def set_aside(db: sqlite3.Connection, rows: Iterable[Waiting], tray: Tray, now: int) -> list[Waiting]:
    """Those of the rows taken for sending that can be read; each other is held, and the agent told and asked."""
    readable = []
    for row in rows:
        if is_readable(row):
            readable.append(row)
        else:
            _hold(db, row, now)
            if not is_erased(db, row.lane):
                tray.give_back(RefusalView(row.command_id, row.lane, UNREADABLE, WORDS, "", asks=True))
    return readable


def is_readable(row: Waiting) -> bool:
    """Whether it holds the command that was saved under its id."""
    try:
        from_outbox(row.wire, row.command_id, row.actor)
    except WireError:
        return False
    return True


def count(db: sqlite3.Connection) -> int:
    """How many there are in the file, whoever saved them."""
    return sum(not is_readable(row) for row in outbox.everybodys_unfinished(db))


def _hold(db: sqlite3.Connection, row: Waiting, now: int) -> None:
    log.warning("a saved command cannot be read and is not sent: %s", row.command_id)
    with unit_of_work(db):
        outbox.record_attempt(db, row.command_id, Attempt(now, 0, f"held: {Why.UNREADABLE.value}"))
        if is_erased(db, row.lane):
            # Nobody is asked about what may be words to a contact who is gone, and nothing of it stays.
            outbox.mark(db, row.command_id, State.EXPIRED)
            outbox.put_wire(db, row.command_id, "")
        else:
            outbox.mark(db, row.command_id, State.HELD)
            questions.ask(db, Question(row.command_id, row.server, row.actor, Why.UNREADABLE, WORDS, "", now))
