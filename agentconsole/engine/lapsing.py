"""Finding the leads who still count as reading along although their console is gone; the rule decides about each."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.domain.leads.supervision import is_away
from agentconsole.store.connection import Connection
from agentconsole.store.rows import find_conversation
from agentconsole.store.team.reading_along import heard_at, read_along


def lapsed(db: Connection, now: int, is_gone: Callable[[str], bool] | None = None) -> list[tuple[str, str]]:
    """The conversations and the leads whose reading along is to end by now. Without `is_gone` the sessions say when a
    lead was last heard of."""
    return [(own, lead) for own, lead in read_along(db) if _is_over(db, own, lead, now, is_gone)]


def _is_over(db: Connection, own: str, lead: str, now: int, is_gone: Callable[[str], bool] | None) -> bool:
    found = find_conversation(db, own)
    known = found.conversation.oversight.supervisor(lead) if found else None
    if known is None or not is_away(known.since, heard_at(db, lead), now):
        return False
    return is_gone is None or is_gone(lead)
