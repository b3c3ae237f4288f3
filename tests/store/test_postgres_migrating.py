"""Bringing a workspace on PostgreSQL up to date: once, by one process, whole or not at all."""

from __future__ import annotations

import re
from contextlib import closing
from threading import Thread

import psycopg
import pytest

from agentconsole.store import postgres
from agentconsole.store.errors import StoreError, StoreTooNew
from agentconsole.store.postgres import PostgresConnection
from agentconsole.store.schema import VERSION
from agentconsole.store.tables import VERSION_3
from tests.store.test_postgres import a_chat, rows
from tests.support.postgres import a_workspace, opened

SHAPE = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = ?"


STEP = re.compile(r"(?:ALTER TABLE (\w+) ADD COLUMN|CREATE (TABLE|INDEX)) (\w+)")


def an_old_workspace(version: int) -> str:
    """With a chat in it, and without what came after `version`."""
    name = a_workspace()
    with closing(opened(name)) as db:
        a_chat(db)
        for statement in [each for n in sorted(postgres.STEPS) if n > version for each in postgres.STEPS[n]][::-1]:
            table, kind, what = STEP.match(statement).groups()  # type: ignore[union-attr]
            db.execute(f"ALTER TABLE {table} DROP COLUMN {what}" if table else f"DROP {kind} IF EXISTS {what}")
        db.execute("UPDATE schema_version SET version = ?", (version,))
    return name


def version_of(db: PostgresConnection) -> int:
    return int(db.execute("SELECT version FROM schema_version").fetchone()[0])


def told(now: list[tuple[object, ...]], before: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows without the columns that came after."""
    return [row[: len(before[0])] for row in now] if before else now


@pytest.mark.parametrize("version", range(2, VERSION))
def test_an_older_workspace_gets_what_is_new_and_keeps_everything(version: int, monkeypatch: pytest.MonkeyPatch):
    name = an_old_workspace(version)
    with monkeypatch.context() as then:
        then.setattr(postgres, "VERSION", version)
        with closing(opened(name)) as db:
            before = rows(db)
            assert db.execute("SELECT to_regclass(?)", (f"{name}.restored",)).fetchone() == (None,)
    with closing(opened(name)) as db, closing(opened(a_workspace())) as new:
        assert version_of(db) == VERSION
        assert {table: told(kept, before[table]) for table, kept in rows(db).items() if table in before} == before
        assert len(before["conversation"]) == 1
        here, there = ({row[:2] for row in each.execute(SHAPE, (each._workspace,)).fetchall()} for each in (db, new))
        assert here == there
        assert ("receipt", "receipt_by_actor") in here


def test_six_at_once_bring_one_workspace_up_to_date():
    name, found, failed = an_old_workspace(2), [], []

    def open_it() -> None:
        try:
            with closing(opened(name)) as db:
                found.append(version_of(db))
        except StoreError as error:
            failed.append(error)

    threads = [Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert found == [VERSION] * 6


def test_a_step_that_fails_leaves_the_workspace_as_it_was(monkeypatch: pytest.MonkeyPatch):
    name = an_old_workspace(2)
    with monkeypatch.context() as then:
        broken = (*VERSION_3, "DROP TABLE tally", "INSERT INTO nowhere VALUES (1)")
        then.setitem(postgres.STEPS, 3, broken)
        with pytest.raises(psycopg.errors.UndefinedTable):
            opened(name)
    with monkeypatch.context() as then:
        then.setattr(postgres, "VERSION", 2)
        with closing(opened(name)) as db:
            assert version_of(db) == 2
            assert db.execute("SELECT count(*) FROM tally").fetchone() is not None
            assert db.execute("SELECT to_regclass(?)", (f"{name}.restored",)).fetchone() == (None,)


def test_a_workspace_of_a_later_version_is_refused_and_left_alone():
    name = a_workspace()
    with closing(opened(name)) as db:
        db.execute("UPDATE schema_version SET version = ?", (VERSION + 1,))
        with pytest.raises(StoreTooNew, match=name):
            opened(name)
        assert version_of(db) == VERSION + 1
