"""Signs that somebody senior might look at a conversation, read from the store; light, for the card asks, too."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.flags import Flag, anger, loop, often_here
from agentconsole.domain.promises.service_levels import WEEK
from agentconsole.store.team import lead_queries


def find_flags(db: sqlite3.Connection, it: Conversation, now: int) -> tuple[Flag, ...]:
    """What was seen, each explained; none for most."""
    words = lead_queries.contacts_words(db, it.id)
    came = lead_queries.received(db, it.contact_id, now - WEEK)
    return tuple(flag for flag in (anger(words), loop(words), often_here(came, now)) if flag is not None)
