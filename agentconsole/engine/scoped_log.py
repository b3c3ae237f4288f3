"""The log as it is told to whoever sees some queues only: the rest of it is gaps, each with the hash at its end."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.domain.customer.products import Products
from agentconsole.domain.events import Opened
from agentconsole.domain.values import dataclass
from agentconsole.engine.logged import SELECT, Arrival, Gap, Logged, OutOfReach, logged_from
from agentconsole.engine.sight import Sight
from agentconsole.store.connection import Connection
from agentconsole.store.products import products_of
from agentconsole.wire import WireError, event_from

LONGEST_LIFE = 2_000
"""Events of one conversation that travel with the page in which it comes into sight; with more, a snapshot does it."""
LARGEST_LIFE = 4 << 20
"""Characters of their texts."""
ABOUT_CONTACTS = frozenset({Opened.type, ContactDescribed.type})
_ROWS = f"{SELECT}, e.hash FROM event e LEFT JOIN event_body b ON b.seq = e.seq WHERE e.seq > ? ORDER BY e.seq LIMIT ?"
_LIFE = (
    f"{SELECT} FROM event e LEFT JOIN event_body b ON b.seq = e.seq WHERE e.conv_id = ? AND e.seq < ? ORDER BY e.seq"
)


@dataclass(slots=True)
class Told:
    """What of one page of the log is for the agent."""

    to: int
    to_hash: bytes | None = None
    events: list[Logged] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    contacts: tuple[Contact, ...] = ()
    products: tuple[Products, ...] = ()


def tell(db: Connection, since: int, limit: int, sight: Sight) -> Told:
    """The page after `since`. Belongs inside one read. Raises OutOfReach with `scope` where only a snapshot helps."""
    told = Told(since)
    scopes: dict[str, str | None] = {}
    known: set[str] = set()
    for *row, digest in db.execute(_ROWS, (since, limit)).fetchall():
        each = logged_from(row)
        before = scopes[each.conv_id] if each.conv_id in scopes else _scope_before(db, each)
        was_seen = before is not None and sight.sees(before)
        scopes[each.conv_id] = each.scope
        known |= _contact_of(each)
        if _is_for_all(each) or (each.conv_id and sight.sees(each.scope)):
            if each.conv_id and before is not None and not was_seen:
                told.arrivals.append(_arrival(db, each))
                known |= _contact_of(told.arrivals[-1].events[0])
            told.events.append(each)
        else:
            _hide(told, each, digest, is_gone=was_seen)
        told.to, told.to_hash = each.seq, digest
    told.contacts = _contacts(db, known, sight)
    told.products = products_of(db, (each.id for each in told.contacts))
    return told


def _is_for_all(each: Logged) -> bool:
    """What is about the team is for everybody; what is told of a contact, for whoever may write to them."""
    return not each.conv_id and each.type != ContactDescribed.type


def _scope_before(db: Connection, each: Logged) -> str | None:
    """Which queue the conversation was in until then; None for one that begins, and for the team."""
    if not each.conv_id:
        return None
    sql = "SELECT scope FROM event WHERE conv_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
    row = db.execute(sql, (each.conv_id, each.seq)).fetchone()
    return str(row[0]) if row else None


def _hide(told: Told, each: Logged, digest: bytes, *, is_gone: bool) -> None:
    gone = (each.conv_id,) if is_gone else ()
    if told.gaps and told.gaps[-1].seq == each.seq - 1:
        last = told.gaps.pop()
        told.gaps.append(Gap(last.since, each.seq, digest.hex(), (*last.gone, *gone)))
    else:
        told.gaps.append(Gap(each.seq - 1, each.seq, digest.hex(), gone))


def _arrival(db: Connection, each: Logged) -> Arrival:
    """What the conversation has been through until the event that brings it into sight."""
    rows = db.execute(_LIFE, (each.conv_id, each.seq)).fetchall()
    life = tuple(logged_from(row) for row in rows)
    is_whole = 0 < len(life) <= LONGEST_LIFE and life[0].type == Opened.type and not any(one.sha for one in life)
    if not is_whole or sum(len(one.body) for one in life) > LARGEST_LIFE:
        raise OutOfReach("scope")
    return Arrival(each.seq, life)


def _contact_of(each: Logged) -> set[str]:
    if each.type not in ABOUT_CONTACTS:
        return set()
    try:
        event = event_from(each.type, each.body)
    except WireError:
        return set()
    match event:
        case Opened():
            return {event.contact.id}
        case ContactDescribed():
            return {event.contact_id}
        case _:
            return set()


def _contacts(db: Connection, ids: set[str], sight: Sight) -> tuple[Contact, ...]:
    """Of these contacts, whoever has a conversation that may be seen, as the team knows them now: what their other
    conversations have told is known to whoever may write to them."""
    marks = ", ".join("?" * len(sight.queues))
    sql = (
        "SELECT c.id, c.name, c.email, c.phone FROM contact c WHERE c.id = ? AND EXISTS "
        f"(SELECT 1 FROM conversation v WHERE v.contact_id = c.id AND v.queue IN ({marks}))"
    )
    found: list[tuple[Any, ...]] = []
    for contact_id in sorted(ids):
        found += db.execute(sql, (contact_id, *sorted(sight.queues))).fetchall()
    return tuple(Contact(*row) for row in found)
