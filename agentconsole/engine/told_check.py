"""Whether what sources tell of contacts is what the log says: each told again, in a file of its own that goes away."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.engine.faults import Faults
from agentconsole.store.products import follow_products
from agentconsole.store.tables import PRODUCT
from agentconsole.wire import WireError, event_from

_TOLD = (
    "SELECT e.seq, b.body FROM event e LEFT JOIN event_body b ON b.seq = e.seq "
    f"WHERE e.type = '{ContactDescribed.type}' ORDER BY e.seq"
)
_ROW = "SELECT id, told, updated_seq FROM product"
SPILLS = ""
"""The name of a database that SQLite keeps on the disk once it is large: memory does not grow with the store."""


def check_told(db: sqlite3.Connection, faults: Faults) -> None:
    """Compares every row. Where texts were erased, a row that was told more is taken at its word."""
    with closing(sqlite3.connect(SPILLS, isolation_level=None)) as scratch:
        scratch.execute(PRODUCT)
        is_erased = _tell_again(db, scratch, faults)
        _compare(db, scratch, faults, is_erased=is_erased)


def _tell_again(db: sqlite3.Connection, scratch: sqlite3.Connection, faults: Faults) -> bool:
    is_erased = False
    scratch.execute("BEGIN")
    for seq, body in db.execute(_TOLD):
        if body is None:
            is_erased = True
            continue
        try:
            event = event_from(ContactDescribed.type, body)
        except WireError as error:
            faults.add(f"event {seq}", f"nothing can follow from it: {error}")
            continue
        if isinstance(event, ContactDescribed):
            follow_products(scratch, event, seq)
    scratch.execute("COMMIT")
    return is_erased


def _compare(db: sqlite3.Connection, scratch: sqlite3.Connection, faults: Faults, *, is_erased: bool) -> None:
    for contact_id, told, seq in scratch.execute(_ROW):
        stored = db.execute(f"{_ROW} WHERE id = ?", (contact_id,)).fetchone()
        if stored != (contact_id, told, seq) and not (is_erased and (stored is None or stored[2] != seq)):
            faults.add(f"products of {contact_id}", "the row is not what the log makes of it")
    if is_erased:
        return
    for (contact_id,) in db.execute("SELECT id FROM product"):
        if scratch.execute("SELECT 1 FROM product WHERE id = ?", (contact_id,)).fetchone() is None:
            faults.add(f"products of {contact_id}", "the rows have it, the log does not")
