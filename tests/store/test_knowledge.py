"""What the team knows, kept by the engine: rows follow the log, copies get them, and verify sees them changed."""

from __future__ import annotations

from contextlib import closing

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.engine import mirror
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.engine.receipts import Receipt
from agentconsole.engine.verify import verify
from agentconsole.ids import SystemIds
from agentconsole.store.knowing.canned import canned_of, every_canned
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.wire import Envelope


def does(db, actor: str, command: Command) -> Receipt:
    clock, ids = SystemClock(), SystemIds()
    now = clock.now()
    return Engine(db, clock, ids).submit(Envelope(ids.command_id(now), actor, "t", command, now)).receipt


def a_team(db) -> None:
    does(db, "system", AddAgent("lea", "Lea", Role.LEAD))
    does(db, "system", AddAgent("ana", "Ana"))
    does(db, "lea", SaveCanned("hello", "Hello {{first}}", is_shared=True))
    does(db, "ana", SaveCanned("hello", "Hi {{first}}!"))
    does(db, "ana", SaveCanned("refund", "Refunded.", deeds=("tag:refund", "pend:contact")))


def test_responses_are_kept_replaced_and_removed_by_their_owner():
    with closing(open_store(MEMORY)) as db:
        a_team(db)
        assert canned_of(db, "") == (Canned("hello", "Hello {{first}}"),)
        assert [each.name for each in canned_of(db, "ana")] == ["hello", "refund"]
        assert canned_of(db, "ana")[1].deeds == ("tag:refund", "pend:contact")
        assert does(db, "ana", SaveCanned("hello", "Hey")).is_accepted
        assert does(db, "ana", RemoveCanned("refund")).is_accepted
        assert canned_of(db, "ana") == (Canned("hello", "Hey", "ana"),)
        assert not does(db, "ana", RemoveCanned("hello", is_shared=True)).is_accepted
        assert verify(db).is_clean


def test_a_copy_of_the_log_has_them_and_a_new_copy_too():
    with closing(open_store(MEMORY)) as db, closing(open_store(MEMORY)) as copy:
        a_team(db)
        mirror.follow(copy, window(db, "", 0))
        assert every_canned(copy) == every_canned(db) != []
        mirror.forget(copy)
        assert every_canned(copy) == []
        mirror.follow(copy, window(db, "", 0))
        assert every_canned(copy) == every_canned(db)


def test_a_row_that_says_something_else_than_the_log_is_found():
    with closing(open_store(MEMORY)) as db:
        a_team(db)
        db.execute("UPDATE canned SET body = 'Pay again' WHERE owner = ''")
        assert "responses" in [fault.where for fault in verify(db).faults]
