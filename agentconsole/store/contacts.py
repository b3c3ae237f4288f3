"""The rows of contacts: who they are, as the last word about them says."""

from __future__ import annotations

from agentconsole.domain.customer.contact import Contact
from agentconsole.store.connection import Connection


def find_contact(db: Connection, contact_id: str) -> Contact | None:
    """The contact with this id, if they are known."""
    row = db.execute("SELECT id, name, email, phone FROM contact WHERE id = ?", (contact_id,)).fetchone()
    return Contact(*row) if row else None


def put_contact(db: Connection, contact: Contact) -> None:
    """Remembers the contact; what was known before is kept where the new word says nothing."""
    known = find_contact(db, contact.id)
    name = contact.name if known is None or "@" not in contact.name else known.name
    row = (
        contact.id,
        name,
        contact.email or (known.email if known else ""),
        contact.phone or (known.phone if known else ""),
    )
    if known is None:
        db.execute("INSERT INTO contact(id, name, email, phone) VALUES (?,?,?,?)", row)
    elif row != (known.id, known.name, known.email, known.phone):
        db.execute("UPDATE contact SET name = ?, email = ?, phone = ? WHERE id = ?", (*row[1:], row[0]))
