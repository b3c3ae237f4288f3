"""The checks that every format's values pass before they become a conversation."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.channels.files.reader import BadValue
from agentconsole.channels.text import storable
from agentconsole.channels.times import BadTime, from_iso
from agentconsole.domain.customer.products import Fact, fault_in, tidied
from agentconsole.domain.incoming import (
    INCOMING_CHANNELS,
    INCOMING_KINDS,
    INCOMING_STATUSES,
    IncomingContact,
    IncomingFacts,
)
from agentconsole.domain.terms import Author

LONGEST_ID = 1_000
"""Characters an external id may have."""

_AUTHORS = {author.value: author for author in Author}


def external_id(text: str) -> str:
    """The id if there is one of a sane length. Raises: BadValue."""
    text = storable(text.strip())
    if not text:
        raise BadValue("external_id is empty; give each conversation its own id")
    if len(text) > LONGEST_ID:
        raise BadValue(f"external_id is longer than {LONGEST_ID} characters; shorten it")
    return text


def channel(text: str) -> str:
    """One of the three channels. Raises: BadValue."""
    return _one_of("channel", text, INCOMING_CHANNELS)


def status(text: str) -> str:
    """One of the statuses a record may have. Raises: BadValue."""
    return _one_of("status", text, INCOMING_STATUSES)


def kind(text: str) -> str:
    """`reply` or `note`. Raises: BadValue."""
    return _one_of("kind", text, INCOMING_KINDS)


def author(text: str) -> Author:
    """Which side wrote it. Raises: BadValue."""
    found = _AUTHORS.get(text)
    if found is None:
        return Author(_one_of("author", text, frozenset(_AUTHORS)))
    return found


def instant(name: str, text: str) -> int:
    """Epoch milliseconds of the time called `name`. Raises: BadValue."""
    try:
        return from_iso(text)
    except BadTime as error:
        raise BadValue(f"{name}: {error}") from None


def contact(name: str, email: str, phone: str) -> IncomingContact:
    """The contact; one without a name is called by the address or the number."""
    name, email, phone = storable(name), storable(email), storable(phone)
    return IncomingContact((name if name.strip() else "") or email or phone or "Unknown contact", email, phone)


def facts(source: str, who: IncomingContact, told: Iterable[tuple[str, str]]) -> tuple[IncomingFacts, ...]:
    """What the record tells of its contact, in one, and nothing where it tells nothing. Raises: BadValue."""
    found = tidied(Fact(storable(name), storable(value)) for name, value in told)
    if not found:
        return ()
    if not who.email.strip() and not any(map(str.isdigit, who.phone)):
        raise BadValue("products belong to a contact with an email or a phone; give one")
    if fault := fault_in(source, found):
        raise BadValue(fault.rstrip("."))
    return (IncomingFacts(source, who, found),)


def _one_of(name: str, text: str, allowed: frozenset[str]) -> str:
    if text not in allowed:
        shown, known = repr(text if len(text) <= 40 else text[:40] + "…"), ", ".join(sorted(allowed))
        raise BadValue(f"{name} is {shown}; use one of {known}")
    return text
