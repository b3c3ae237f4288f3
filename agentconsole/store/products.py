"""What contacts have with us, as rows: one for each contact, with the facts of every source in it as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from agentconsole.domain.customer.products import Products, Told
from agentconsole.store.connection import Connection
from agentconsole.typed import decoded

if TYPE_CHECKING:
    # Whoever reads a card has no use for all the events.
    from agentconsole.domain.customer.events import ContactDescribed

_PUT = (
    "INSERT INTO product(id, told, updated_seq) VALUES (?, ?, ?) ON CONFLICT(id) DO UPDATE SET told = excluded.told, "
    "updated_seq = excluded.updated_seq"
)
_GET = "SELECT id, told, updated_seq FROM product"
_encoder = msgspec.json.Encoder()


def follow_products(db: Connection, event: ContactDescribed, seq: int) -> None:
    """Makes the contact's row follow the event: what other sources told stays to the letter, though a newer version may
    have written it. Belongs inside `unit_of_work`."""
    row = db.execute(f"{_GET} WHERE id = ?", (event.contact_id,)).fetchone()
    now = (_from(row) if row else Products(event.contact_id)).with_told(event.source, event.facts, seq)
    stood = {each["source"]: each for each in msgspec.json.decode(row[1])} if row else {}
    told = [each if each.source == event.source else stood[each.source] for each in now.told]
    db.execute(_PUT, (now.contact_id, _encoder.encode(told).decode(), seq))


def put_products(db: Connection, known: Products) -> None:
    """Stores all that is known of one contact."""
    db.execute(_PUT, (known.contact_id, _encoder.encode(known.told).decode(), known.seq))


def find_products(db: Connection, contact_id: str) -> Products:
    """All that is known of the contact; nothing, where no source has told anything."""
    row = db.execute(f"{_GET} WHERE id = ?", (contact_id,)).fetchone()
    return _from(row) if row else Products(contact_id)


def products_of(db: Connection, contact_ids: Iterable[str]) -> tuple[Products, ...]:
    """The same of several contacts, of whom something is known."""
    return tuple(known for known in (find_products(db, each) for each in contact_ids) if known.seq)


def _from(row: tuple[str, str, int]) -> Products:
    contact_id, told, seq = row
    return Products(contact_id, decoded(told, tuple[Told, ...]), seq)
