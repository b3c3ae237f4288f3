"""Similar conversations as the screens show them, each with the answer that helped."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.terms import Channel
from agentconsole.store.searching.similar import find_similar, find_solution
from agentconsole.workspace.customer_views import SimilarView


def find_views(db: sqlite3.Connection, conversation_id: str) -> tuple[SimilarView, ...]:
    """The most alike first."""
    return tuple(
        SimilarView(
            *(each.id, Channel(each.channel), each.subject, each.received_at),
            each.likeness.why,
            find_solution(db, each.id),
        )
        for each in find_similar(db, conversation_id)
    )
