"""The proof of a store: the chain is whole, the rows are the replayed log, the slots and tallies agree with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby

import msgspec

from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.domain.events import Opened
from agentconsole.domain.personal import MAY_BE_PERSONAL
from agentconsole.domain.values import dataclass
from agentconsole.engine import origin
from agentconsole.engine.chain import check_chain, check_receipts
from agentconsole.engine.faults import Fault, Faults, Progress, silent
from agentconsole.engine.following_team import follow_team
from agentconsole.engine.personal_log import count_withheld
from agentconsole.engine.replay import check_conversations, check_sums
from agentconsole.engine.told_check import check_told
from agentconsole.engine.writing import read_head
from agentconsole.store.contacts import find_contact, put_contact
from agentconsole.store.knowing.articles import every_article
from agentconsole.store.knowing.canned import every_canned
from agentconsole.store.knowing.incidents import every_incident
from agentconsole.store.own.saved_views import every_view
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.team.policy import find_dispositions, find_identity_policy, find_ladder, find_supervision
from agentconsole.store.team.rows import find_agents, find_levels
from agentconsole.wire import WireError, event_from


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what is wrong with it: nothing, when `faults` is empty."""

    events: int
    receipts: int
    conversations: int
    contacts: int
    erased: int
    """Events whose text was erased: their place in the chain was proven, what they said cannot be."""
    withheld: int
    """Events of colleagues' own in a copy: their place was proven, what they said was never told here."""
    faults: tuple[Fault, ...]
    fault_count: int
    taken: int = 0
    """Conversations whose rows were taken at their word: texts were erased, or they began before this copy did."""
    begins: int = 1
    """The first event of the log that is checked: a copy begins where the snapshot it was made of was taken."""

    @property
    def is_clean(self) -> bool:
        """Whether everything is as it was written."""
        return not self.fault_count


SETTINGS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "service levels": find_levels,
    "ladder": find_ladder,
    "supervision": find_supervision,
    "identity": find_identity_policy,
    "dispositions": find_dispositions,
}
"""What a team has set, and how it is read."""


def verify(db: sqlite3.Connection, progress: Progress = silent) -> Report:
    """Reads the whole store once and writes nothing; memory does not grow with it.

    It reads one snapshot, so others wait with their writing: of a busy store, verify a backup.
    """
    faults = Faults()
    with _snapshot(db), closing(open_store(MEMORY)) as scratch:
        head, began = read_head(db), origin.find(db)
        events = check_chain(db, head, faults, progress, began)
        receipts = check_receipts(db, head, faults, progress, began)
        is_partial = began is not None and (began.seq > 0 or bool(_count(db, "gap")))
        if not is_partial:
            _check_team(db, scratch, faults, is_copy=began is not None)
            check_told(db, faults)
        levels = find_levels(db if is_partial else scratch)
        lived = check_conversations(db, levels, faults, progress, is_partial=is_partial)
        check_sums(db, lived.held, faults)
        contacts = _count(db, "contact") if is_partial else _check_contacts(db, scratch, faults)
        bodies = db.execute("SELECT count(*) FROM event_body WHERE seq IN (SELECT seq FROM event)").fetchone()[0]
        withheld = count_withheld(db) if began else 0
    erased = events - int(bodies) - withheld
    begins = began.seq + 1 if began else 1
    kept = tuple(faults.kept)
    return Report(events, receipts, lived.count, contacts, erased, withheld, kept, faults.count, lived.taken, begins)


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def _snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """One moment of the store; a byte that is no UTF-8 is read as something no text of ours can be."""
    factory = db.text_factory
    db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
        db.text_factory = factory


def _check_team(db: sqlite3.Connection, scratch: sqlite3.Connection, faults: Faults, *, is_copy: bool) -> None:
    """The team and its numbers, lived through again in an empty store by the engine's own hand."""
    sql = (
        "SELECT e.seq, e.type, e.at_ms, b.body FROM event e LEFT JOIN event_body b ON b.seq = e.seq "
        f"WHERE e.conv_id = '' AND e.type <> '{ContactDescribed.type}' ORDER BY e.seq"
    )
    for seq, kind, at, body in db.execute(sql):
        if body is None:
            if is_copy and kind in MAY_BE_PERSONAL:
                continue
            return
        try:
            event = event_from(kind, body)
            follow_team(scratch, event, at, seq)
        except (WireError, LookupError, sqlite3.Error) as error:
            faults.add(f"event {seq}", f"nothing can follow from it: {error}")
            return
    try:
        _compare_team(db, scratch, faults)
    except (ValueError, msgspec.MsgspecError) as error:
        faults.add("team", f"its rows cannot be read: {error}")


def _compare_team(db: sqlite3.Connection, scratch: sqlite3.Connection, faults: Faults) -> None:
    wanted, stored = find_agents(scratch), find_agents(db)
    for agent_id in sorted(wanted.keys() | stored.keys()):
        if wanted.get(agent_id) != stored.get(agent_id):
            faults.add(f"agent {agent_id}", "the row is not what the log makes of it")
    for name, find in SETTINGS.items():
        if find(scratch) != find(db):
            faults.add(name, "it is not what the log set last")
    known = {"responses": every_canned, "views": every_view, "articles": every_article, "incidents": every_incident}
    for name, every in known.items():
        if every(scratch) != every(db):
            faults.add(name, "they are not those the log kept")


def _check_contacts(db: sqlite3.Connection, scratch: sqlite3.Connection, faults: Faults) -> int:
    """Each contact, as their conversations made them known; answers how many there are."""
    sql = (
        "SELECT c.contact_id, e.type, b.body FROM conversation c JOIN event e ON e.conv_id = c.id "
        f"AND e.type = '{Opened.type}' LEFT JOIN event_body b ON b.seq = e.seq ORDER BY c.contact_id, e.seq"
    )
    count = 0
    for contact_id, rows in groupby(db.execute(sql), key=lambda row: str(row[0])):
        count += 1
        if not _made_known(scratch, [(kind, body) for _, kind, body in rows]):
            continue
        if find_contact(scratch, contact_id) != find_contact(db, contact_id):
            faults.add(f"contact {contact_id}", "the row is not what the log makes of it")
        scratch.execute("DELETE FROM contact")
    stored = int(db.execute("SELECT count(*) FROM contact").fetchone()[0])
    if stored != count:
        faults.add("contacts", f"there are {stored} where the log knows {count}")
    return count


def _made_known(scratch: sqlite3.Connection, openings: list[tuple[str, str | None]]) -> bool:
    """Whether every opening could be read; what cannot has been reported with its conversation."""
    for kind, body in openings:
        if body is None:
            return False
        try:
            event = event_from(kind, body)
        except WireError:
            return False
        if isinstance(event, Opened):
            put_contact(scratch, event.contact)
    return True
