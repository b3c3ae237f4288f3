"""A server that was restored to an older backup: what it no longer knows of this agent is found out, and asked for.

Nothing is sent again by itself but what nobody reads: reports of outages. Text stays in the outbox, to the byte.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator

from agentconsole.backends.api import LONGEST_QUESTION
from agentconsole.backends.base import BackendRejected, StartOver
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.domain.values import dataclass
from agentconsole.engine.writing import read_head
from agentconsole.store.own import outbox, questions
from agentconsole.store.own.questions import Question, Why
from agentconsole.store.own.receipts import WIRE_KEPT
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.jobs import Posted
from agentconsole.tongue import N_
from agentconsole.wire import WireError, from_wire

log = logging.getLogger(__name__)
LOST = N_("The server was restored to a time before it had accepted this.")


@dataclass(frozen=True, slots=True)
class _Accepted:
    command_id: str
    wire: bytes
    receipt: str


def notice(db: sqlite3.Connection, backend: RestBackend, posted: Posted) -> None:
    """The server tells another history than the copy here: notes, before the copy is forgotten, up to where both are
    the same. Raises BackendError."""
    shared = _last_shared(db, backend)
    _note(db, posted, shared)
    log.warning("the server tells another history; ours is the same up to %s", shared)


def suspect(db: sqlite3.Connection, posted: Posted) -> None:
    """The whole log is here, and something this console was told to be in it is not: the server was restored before
    this console had seen where its log went. Noted, to be compared."""
    _note(db, posted, read_head(db).clock_ms)


def _note(db: sqlite3.Connection, posted: Posted, to_ms: int) -> None:
    with unit_of_work(db):
        db.execute(
            "INSERT INTO rewound(server, actor, noticed_ms, to_ms, is_compared) VALUES (?, ?, ?, ?, 0) "
            "ON CONFLICT(server, actor) DO UPDATE SET noticed_ms = excluded.noticed_ms, to_ms = excluded.to_ms, "
            "is_compared = 0",
            (posted.server, posted.actor, posted.clock.now(), to_ms),
        )


def _last_shared(db: sqlite3.Connection, backend: RestBackend) -> int:
    """The instant of the last event both histories have, by the chain's hashes; 0 when they share none.

    A chain that agrees at an event agrees on everything before it: halving finds the last one in a few questions.
    """
    low, high = 0, read_head(db).seq
    while low < high:
        middle = (low + high + 1) // 2
        if _is_shared(db, backend, middle):
            low = middle
        else:
            high = middle - 1
    row = db.execute("SELECT at_ms FROM event WHERE seq <= ? ORDER BY seq DESC LIMIT 1", (low,)).fetchone()
    return int(row[0]) if row else 0


def _is_shared(db: sqlite3.Connection, backend: RestBackend, seq: int) -> bool:
    # Events that are not for this agent are not here: the one before them speaks for them.
    here = db.execute("SELECT seq, hash FROM event WHERE seq <= ? ORDER BY seq DESC LIMIT 1", (seq,)).fetchone()
    if here is None:
        return True
    try:
        there = backend.changes("", here[0] - 1, 1)
    except StartOver as error:
        # Before what the server tells as single events lies what both are taken to share.
        return error.reason in ("horizon", "scope")
    return there.to == here[0] and there.to_hash == bytes(here[1]).hex()


def compare(db: sqlite3.Connection, backend: RestBackend, posted: Posted) -> int:
    """Holds the last week's accepted commands against the server's receipts, once per restore; answers how many of
    them it asks the agent about. Raises BackendError."""
    row = db.execute(
        "SELECT to_ms FROM rewound WHERE server = ? AND actor = ? AND is_compared = 0", (posted.server, posted.actor)
    ).fetchone()
    if row is None:
        return 0
    now = posted.clock.now()
    accepted = _accepted(db, posted, now - WIRE_KEPT)
    try:
        known, told_ms = _known_there(backend, [each.command_id for each in accepted])
    except BackendRejected:
        # An older server cannot be asked; it is once it has been updated, and everything is kept until then.
        return 0
    with unit_of_work(db):
        # While the server was asked, a console on the same file may have sent one of them again.
        still = {each.command_id: each for each in _accepted(db, posted, now - WIRE_KEPT)}
        lost = [each for each in accepted if each.command_id not in known and still.get(each.command_id) == each]
        for each in known:
            questions.withdraw(db, each)
        asked = sum(_ask(db, posted, each, now) for each in lost)
        db.execute(
            "UPDATE rewound SET is_compared = 1, to_ms = ? WHERE server = ? AND actor = ?",
            (told_ms or row[0], posted.server, posted.actor),
        )
    return asked


def _known_there(backend: RestBackend, ids: list[str]) -> tuple[set[str], int]:
    """Which of these commands the server has, and to which instant it was restored, 0 where nothing was asked. Raises
    BackendError."""
    known, told_ms = set[str](), 0
    for some in _pages(ids):
        answer = backend.known(some)
        known.update(answer.known)
        told_ms = answer.restored_to_ms
    return known, told_ms


def _accepted(db: sqlite3.Connection, posted: Posted, since: int) -> list[_Accepted]:
    rows = db.execute(
        "SELECT o.command_id, CAST(o.wire AS BLOB), coalesce(m.body, '') FROM outbox o LEFT JOIN my_receipt m "
        "ON m.command_id = o.command_id WHERE o.server = ? AND o.actor = ? AND o.state = 'accepted' "
        "AND o.created_ms >= ? AND NOT EXISTS (SELECT 1 FROM question q WHERE q.command_id = o.command_id "
        "AND q.why = 'lost' AND q.answer = 'keep') ORDER BY o.created_ms, o.n",
        (posted.server, posted.actor, since),
    )
    return [_Accepted(*row) for row in rows.fetchall()]


def _pages(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), LONGEST_QUESTION):
        yield ids[start : start + LONGEST_QUESTION]


def _ask(db: sqlite3.Connection, posted: Posted, lost: _Accepted, now: int) -> bool:
    """Whether it is a question for the agent; a report nobody has to be asked about goes out again at once."""
    if _is_a_report(lost.wire):
        send_again(db, lost.command_id, now)
        return False
    it = Question(lost.command_id, posted.server, posted.actor, Why.LOST, LOST, lost.receipt, now)
    questions.ask(db, it)
    return True


def _is_a_report(wire: bytes) -> bool:
    try:
        return isinstance(from_wire(wire).command, ReportOutage)
    except WireError:
        return False


def send_again(db: sqlite3.Connection, command_id: str, now: int) -> None:
    """Makes an accepted command ready once more, same id and same bytes. Its receipt proves a history that is gone:
    it stays with the question, and makes room for the new one."""
    outbox.offer_again(db, command_id, now)
    db.execute("DELETE FROM my_receipt WHERE command_id = ?", (command_id,))
    db.execute("DELETE FROM receipt WHERE command_id = ?", (command_id,))


def restored_to(db: sqlite3.Connection, server: str, actor: str) -> int:
    """Up to when the restored server knows everything, in epoch ms; 0 when it was never restored."""
    row = db.execute("SELECT to_ms FROM rewound WHERE server = ? AND actor = ?", (server, actor)).fetchone()
    return int(row[0]) if row else 0


def noticed_at(db: sqlite3.Connection, server: str, actor: str) -> int:
    """When it was noticed last that the server was restored, in epoch ms; 0 when it never was."""
    row = db.execute("SELECT noticed_ms FROM rewound WHERE server = ? AND actor = ?", (server, actor)).fetchone()
    return int(row[0]) if row else 0
