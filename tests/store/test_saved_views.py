"""Views of the queue, kept by the engine: rows follow the log, copies get them, and verify sees them changed."""

from __future__ import annotations

from contextlib import closing

from agentconsole.domain.saved_views import RemoveView, SavedView, SaveView
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.verify import verify
from agentconsole.store.own.saved_views import every_view, views_of
from agentconsole.store.sqlite import MEMORY, open_store
from tests.store.test_knowledge import a_team, does


def some_views(db) -> None:
    a_team(db)
    does(db, "lea", SaveView("risk", "risk:yes", is_shared=True))
    does(db, "ana", SaveView("risk", "whose:mine risk:yes"))
    does(db, "ana", SaveView("dns", "tag:dns"))


def test_views_are_kept_replaced_and_removed_by_their_owner():
    with closing(open_store(MEMORY)) as db:
        some_views(db)
        assert views_of(db, "") == (SavedView("risk", "risk:yes"),)
        assert [each.name for each in views_of(db, "ana")] == ["dns", "risk"]
        assert does(db, "ana", SaveView("dns", "tag:dns breached:yes")).is_accepted
        assert does(db, "ana", RemoveView("risk")).is_accepted
        assert views_of(db, "ana") == (SavedView("dns", "tag:dns breached:yes", "ana"),)
        assert not does(db, "ana", RemoveView("risk", is_shared=True)).is_accepted
        assert verify(db).is_clean


def test_another_machine_of_the_same_agent_has_them_too():
    with closing(open_store(MEMORY)) as db, closing(open_store(MEMORY)) as copy:
        some_views(db)
        mirror.follow(copy, window(db, "", 0))
        assert every_view(copy) == every_view(db) != []
        mirror.forget(copy)
        assert every_view(copy) == []


def test_a_row_that_says_something_else_than_the_log_is_found():
    with closing(open_store(MEMORY)) as db:
        some_views(db)
        db.execute("UPDATE saved_view SET filter = 'whose:all' WHERE owner = ''")
        assert "views" in [fault.where for fault in verify(db).faults]
