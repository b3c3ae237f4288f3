"""A contact: the person who wrote or called."""

from __future__ import annotations

from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Who it is and how to reach them; an unknown caller has a name such as the number itself."""

    id: str
    name: str
    email: str = ""
    phone: str = ""


def contact_key(name: str, email: str, phone: str) -> str:
    """The id under which a contact is known: the mail address, else the number's digits, else the name, folded."""
    if email.strip():
        return "mail:" + email.strip().casefold()
    digits = "".join(c for c in phone if c.isdigit())
    if digits:
        return "tel:" + digits
    return "name:" + " ".join(name.split()).casefold()
