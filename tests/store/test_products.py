"""What sources tell of contacts, kept by the engine: rows follow the log, copies get them, verify sees them changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.domain.customer.commands import DescribeContact, SetIdentityPolicy
from agentconsole.domain.customer.identity import IdentityPolicy, WayToCheck
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.incoming import IncomingContact
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.snapshot_build import build
from agentconsole.engine.snapshot_check import check
from agentconsole.engine.snapshot_renew import renew
from agentconsole.engine.verify import verify
from agentconsole.store.products import find_products
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.team.policy import find_identity_policy
from tests.store.test_knowledge import a_team, does

MARA = IncomingContact("Mara", "mara@example.org")
ALL = "SELECT id, told, updated_seq FROM product ORDER BY id"
POLICY = IdentityPolicy((WayToCheck("pin", "PIN"),), 0, ("account",))


def described(db) -> None:
    a_team(db)
    does(db, "lea", SetIdentityPolicy(POLICY))
    does(db, "system", DescribeContact(MARA, "billing", (Fact("plan", "Start"), Fact("domain", "example.org"))))
    does(db, "import", DescribeContact(MARA, "dns", (Fact("zone", "example.org"),)))
    does(db, "system", DescribeContact(MARA, "billing", (Fact("plan", "Pro"),)))
    does(db, "system", DescribeContact(IncomingContact("", "", "+49 30 1"), "billing", (Fact("plan", "Start"),)))


def test_each_source_says_what_it_says_now_and_the_rest_is_forgotten():
    with closing(open_store(MEMORY)) as db:
        described(db)
        assert find_products(db, "mail:mara@example.org").facts == (Fact("plan", "Pro"), Fact("zone", "example.org"))
        again = does(db, "system", DescribeContact(MARA, "billing", (Fact("plan", "Pro"),)))
        assert again.code == "unchanged"
        assert does(db, "system", DescribeContact(MARA, "billing")).is_accepted
        assert find_products(db, "mail:mara@example.org").facts == (Fact("zone", "example.org"),)
        assert verify(db).faults == ()


def test_no_agent_describes_anybody_and_nobody_is_known_by_it():
    with closing(open_store(MEMORY)) as db:
        described(db)
        assert db.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_a_copy_of_the_log_has_them_and_so_has_a_snapshot(tmp_path: Path):
    with closing(open_store(tmp_path / "team.db")) as db, closing(open_store(tmp_path / "copy.db")) as copy:
        described(db)
        mirror.follow(copy, window(db, "", 0))
        stored = db.execute(ALL).fetchall()
        assert len(stored) == 2
        assert copy.execute(ALL).fetchall() == stored
        assert find_identity_policy(copy) == POLICY
        mirror.forget(copy)
        assert copy.execute(ALL).fetchall() == []
        build(db, str(tmp_path / "snapshot"))
        check(str(tmp_path / "snapshot"), "ana")
        renew(copy, str(tmp_path / "snapshot"), lambda _: None)
        assert copy.execute(ALL).fetchall() == stored
        assert find_identity_policy(copy) == POLICY


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE product SET told = '[]' WHERE id = 'tel:49301'",
        "DELETE FROM product WHERE id = 'tel:49301'",
        "INSERT INTO product VALUES ('mail:x@example.org', '[]', 3)",
        "UPDATE product SET updated_seq = 1 WHERE id = 'tel:49301'",
    ],
)
def test_a_row_that_says_something_else_than_the_log_is_found(changed: str):
    with closing(open_store(MEMORY)) as db:
        described(db)
        assert verify(db).is_clean
        db.execute(changed)
        (fault,) = verify(db).faults
        assert fault.where.startswith("products of ")


def test_a_policy_that_says_something_else_than_the_log_is_found():
    with closing(open_store(MEMORY)) as db:
        described(db)
        db.execute("UPDATE setting SET value = '{}' WHERE name = 'identity'")
        assert [fault.where for fault in verify(db).faults] == ["identity"]


def test_what_was_erased_from_the_log_is_no_fault_and_hides_no_other():
    with closing(open_store(MEMORY)) as db:
        described(db)
        db.execute(
            "DELETE FROM event_body WHERE seq IN (SELECT seq FROM event WHERE type = 'contact.described') "
            "AND body LIKE '%mara%'"
        )
        db.execute("DELETE FROM product WHERE id = 'mail:mara@example.org'")
        report = verify(db)
        assert (report.faults, report.erased) == ((), 3)
        db.execute("UPDATE product SET told = '[]' WHERE id = 'tel:49301'")
        assert [fault.where for fault in verify(db).faults] == ["products of tel:49301"]
