"""The first pages of the team's log: enough of them that the console can open, the rest follows behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from agentconsole.backends.rest import RestBackend
from agentconsole.engine import mirror
from agentconsole.store.rows import find_agents


def copy_until_known(db: sqlite3.Connection, backend: RestBackend, actor: str, tell: Callable[[int], None]) -> None:
    """Copies until the team's log has named the agent; `tell` hears how much is here, in percent.

    Raises BackendError, and LookupError when the log names nobody so.
    """
    while actor not in find_agents(db):
        news = backend.changes(*mirror.place(db))
        mirror.follow(db, news)
        tell(100 * news.to // max(1, news.head_seq))
        if not news.more and actor not in find_agents(db):
            raise LookupError(actor)
