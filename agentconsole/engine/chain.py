"""Whether the log is whole: every event follows the one before it, and every receipt its events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agentconsole.domain.values import dataclass
from agentconsole.engine.canon import GENESIS, Entry, body_digest, link
from agentconsole.engine.faults import LOOK_EVERY, Faults, Progress
from agentconsole.engine.receipts import receipt_from
from agentconsole.engine.snapshot import Place
from agentconsole.engine.writing import Head
from agentconsole.store.connection import Connection
from agentconsole.wire import WireError

_ENTRY = "seq, command_id, part, conv_id, type, v, actor, terminal, at_ms, client_ms, scope, body_sha"
_ENTRY_TYPES = (int, str, int, str, str, int, str, str, int, int, str, bytes)
_EVENTS = (
    f"SELECT {', '.join('e.' + column for column in _ENTRY.split(', '))}, e.prev, e.hash, b.salt, b.body "
    "FROM event e LEFT JOIN event_body b ON b.seq = e.seq ORDER BY e.seq"
)


UNKNOWN = -2
"""The part of a command whose other events may lie in a gap."""


@dataclass(slots=True)
class _Tail:
    """The end of what has been read so far."""

    seq: int = 0
    hash: bytes = GENESIS
    at_ms: int = 0
    command_id: str = ""
    part: int = -1
    opened: int = 0


def check_chain(db: Connection, head: Head, faults: Faults, progress: Progress, began: Place | None = None) -> int:
    """Reads the log from its beginning to the head; answers how many events there are. Erased bodies are no fault.

    A copy `began` at some place of the team's log, and what was not for its agent are gaps in it: their hashes are
    taken at the server's word, and every event must follow from them.
    """
    tail, count = _Tail(began.seq, began.chain) if began else _Tail(), 0
    gaps = _Gaps(db if began else None)
    for row in db.execute(_EVENTS):
        entry, (prev, digest, salt, body) = Entry(*row[:12]), row[12:]
        tail = gaps.behind(tail)
        _check_event(entry, prev, digest, tail, faults)
        _check_body(entry, salt, body, faults)
        # What the row claims is what the next one is measured by: one bad event is one fault, not a thousand.
        tail = _Tail(entry.seq, digest, entry.at_ms, entry.command_id, _part(entry), tail.opened)
        tail.opened += entry.type == "conversation.opened"
        count += 1
        if count % LOOK_EVERY == 0:
            progress("events", count, head.seq)
    tail = gaps.behind(tail)
    _check_head(tail, head, faults)
    if began is None:
        _check_number(db, tail, head, faults)
    _check_loose_bodies(db, faults)
    return count


class _Gaps:
    """The gaps of a copy's log, in their order; none in a log that is nobody's copy."""

    def __init__(self, copy: Connection | None) -> None:
        rows = copy.execute("SELECT since, seq, hash FROM gap").fetchall() if copy else []
        self._by_start = {since: (seq, digest) for since, seq, digest in rows}

    def behind(self, tail: _Tail) -> _Tail:
        """The end of what was read, moved on to the end of the gap that begins there."""
        while gap := self._by_start.pop(tail.seq, None):
            tail = replace(tail, seq=gap[0], hash=gap[1], command_id="", part=UNKNOWN)
        return tail


def _check_event(entry: Entry, prev: Any, digest: Any, tail: _Tail, faults: Faults) -> None:
    where = f"event {entry.seq}"
    if not _is_well_typed(entry) or not isinstance(prev, bytes):
        faults.add(where, "a field has become something else than it was written as")
        return
    if entry.seq != tail.seq + 1:
        faults.add(where, f"it follows event {tail.seq}: what stood between is gone")
    if prev != tail.hash:
        faults.add(where, "it does not follow the event before it")
    if link(prev, entry) != digest:
        faults.add(where, "its fields are not the ones that were hashed")
    if isinstance(tail.at_ms, int) and entry.at_ms < tail.at_ms:
        faults.add(where, "it lies before the event before it")
    expected = tail.part + 1 if entry.command_id == tail.command_id and tail.part != -1 else 0
    if tail.part != UNKNOWN and entry.part != expected:
        faults.add(where, f"it is part {entry.part} of its command where part {expected} belongs")


def _part(entry: Entry) -> int:
    return entry.part if type(entry.part) is int else -1


def _is_well_typed(entry: Entry) -> bool:
    values = [getattr(entry, name) for name in Entry.__slots__]
    return all(type(value) is kind for value, kind in zip(values, _ENTRY_TYPES, strict=True))


def _check_body(entry: Entry, salt: Any, body: Any, faults: Faults) -> None:
    if salt is None and body is None:
        return
    if not isinstance(salt, bytes) or not isinstance(body, str) or not _is_body(entry, salt, body):
        faults.add(f"event {entry.seq}", "its text is not the one that was hashed")


def _is_body(entry: Entry, salt: bytes, body: str) -> bool:
    try:
        return body_digest(salt, body) == entry.body_sha
    except UnicodeEncodeError:
        return False


def _check_head(tail: _Tail, head: Head, faults: Faults) -> None:
    if tail.seq != head.seq:
        faults.add("head", f"the log ends at event {tail.seq}, the head says {head.seq}")
    if tail.hash != head.chain:
        faults.add("head", "the last event's hash is not the head's")


def _check_number(db: Connection, tail: _Tail, head: Head, faults: Faults) -> None:
    from agentconsole.store.migrations import FIRST_CONVERSATION_NUMBER

    left_out = head.next_number - FIRST_CONVERSATION_NUMBER - tail.opened
    # A restore leaves out the numbers of what it may have lost.
    may_leave_out = db.execute("SELECT 1 FROM restored LIMIT 1").fetchone() is not None
    if left_out < 0 or (left_out and not may_leave_out):
        faults.add("head", f"the next conversation would be #{head.next_number} after {tail.opened} were opened")


def _check_loose_bodies(db: Connection, faults: Faults) -> None:
    sql = "SELECT seq FROM event_body b WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = b.seq)"
    for (seq,) in db.execute(sql):
        faults.add(f"body {seq}", "it belongs to no event")


_RECEIPTS = (
    "SELECT r.body, r.command_id, r.actor, r.kind, r.conv_id, r.outcome, r.code, r.seq, r.rev, r.at_ms, r.client_ms, "
    "e.hash, (SELECT count(*) FROM event p WHERE p.command_id = r.command_id), "
    "(SELECT max(p.seq) FROM event p WHERE p.command_id = r.command_id) "
    "FROM receipt r LEFT JOIN event e ON e.seq = r.seq"
)


def check_receipts(db: Connection, head: Head, faults: Faults, progress: Progress, began: Place | None = None) -> int:
    """Every accepted command has its events, every event its receipt; answers how many receipts there are.

    A refusal leaves nothing but its receipt: one that was changed is seen, one that is gone is not. A copy, which
    `began` somewhere, has its own agent's receipts only, and not every event they speak of.
    """
    total = int(db.execute("SELECT count(*) FROM receipt").fetchone()[0])
    count = 0
    for row in db.execute(_RECEIPTS):
        _check_receipt(row, began is not None, faults)
        count += 1
        if count % LOOK_EVERY == 0:
            progress("receipts", count, total)
    if began is not None:
        return count
    loose = "SELECT min(seq) FROM event e WHERE NOT EXISTS (SELECT 1 FROM receipt r WHERE r.command_id = e.command_id) "
    for (seq,) in db.execute(loose + "GROUP BY command_id"):
        faults.add(f"event {seq}", "no receipt was handed out for its command")
    latest = db.execute("SELECT coalesce(max(at_ms), 0) FROM receipt").fetchone()[0]
    if latest != head.clock_ms:
        faults.add("head", "its clock is not that of the last receipt")
    return count


def _check_receipt(row: tuple[Any, ...], is_copy: bool, faults: Faults) -> None:
    text, *columns, digest, parts, last = row
    where = f"receipt {columns[0]}"
    try:
        receipt = receipt_from(text)
    except WireError:
        faults.add(where, "its text cannot be read")
        return
    said = (receipt.id, receipt.actor, receipt.kind, receipt.conversation, receipt.outcome.value, receipt.code)
    if (*said, receipt.seq, receipt.rev, receipt.at_ms, receipt.client_ms) != tuple(columns):
        faults.add(where, "its text does not say what its row says")
    if is_copy and digest is None:
        return
    if bytes.fromhex(receipt.hash) != (digest or GENESIS):
        faults.add(where, f"it proves another event {receipt.seq} than the log has")
    done = receipt.is_accepted and not receipt.code
    if done and last != receipt.seq:
        faults.add(where, "the events it was handed out for are not in the log")
    if not done and parts:
        faults.add(where, f"it says that nothing was done, and the log has {parts} events")
