"""What is the agent's own, brought to a copy that was made of what everybody is given, or by a server of before."""

from __future__ import annotations

import sqlite3

from agentconsole.backends.api import Own
from agentconsole.backends.base import BackendRejected
from agentconsole.backends.rest import RestBackend
from agentconsole.engine import origin
from agentconsole.engine.personal_log import NOTE, drop_others, drop_own
from agentconsole.engine.writing import read_head
from agentconsole.store.knowing.canned import put_canned
from agentconsole.store.own.saved_views import put_view
from agentconsole.store.setting import find_setting, put_setting
from agentconsole.store.sqlite import unit_of_work


def bring(db: sqlite3.Connection, backend: RestBackend, actor: str) -> bool:
    """Asks once for every copy; whether anything was. A copy that has the log from its beginning has it by that, and
    what an older server tells of colleagues' own goes. Raises BackendError and StoreError."""
    if find_setting(db, NOTE) == actor:
        return False
    began = origin.find(db)
    if began is None:
        return False
    pages = _asked(backend) if began.seq else []
    with unit_of_work(db):
        head = read_head(db)
        if any(page.epoch != head.epoch or page.seq < head.seq for page in pages):
            # Another console on this file has heard more meanwhile, or the history is another one: next time.
            return False
        drop_others(db, actor)
        if pages:
            _put(db, actor, pages)
        put_setting(db, NOTE, actor)
    return True


def _asked(backend: RestBackend) -> list[Own]:
    """The pages; none from a server of before, which tells everybody everything."""
    try:
        pages = [backend.own()]
        while pages[-1].more and pages[-1].responses:
            pages.append(backend.own(pages[-1].responses[-1].name))
    except BackendRejected:
        return []
    return pages


def _put(db: sqlite3.Connection, actor: str, pages: list[Own]) -> None:
    drop_own(db, actor)
    for page in pages:
        for response in page.responses:
            put_canned(db, response)
    for view in pages[-1].views:
        put_view(db, view)
