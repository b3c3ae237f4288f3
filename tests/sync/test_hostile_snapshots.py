"""Snapshots that are none, or hold something else: nothing is made of them, and nothing of them stays."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.backends.base import BackendError, BackendUnavailable
from agentconsole.domain.commands import Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author
from agentconsole.engine.snapshot import packer
from agentconsole.engine.snapshot_build import build, pack
from agentconsole.engine.snapshot_check import NobodyThere, SnapshotRefused, check
from agentconsole.store.sqlite import open_store
from agentconsole.sync.download import Download


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "console" / "ana.db")


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    with closing(open_store(tmp_path / "source.db")) as source:
        from agentconsole.clock import SystemClock
        from agentconsole.domain.team.commands import AddAgent
        from agentconsole.engine.engine import Engine
        from agentconsole.ids import SystemIds
        from agentconsole.wire import Envelope

        engine, ids, now = Engine(source, SystemClock(), SystemIds()), SystemIds(), SystemClock().now()
        said = (IncomingMessage(Author.CONTACT, "reply", now, "hello"),)
        coming = IncomingConversation("w", "x", "chat", "s", "", IncomingContact("Mara"), now, "waiting", said)
        for actor, command in (("system", AddAgent("ana", "Ana")), ("chat", Open(coming))):
            engine.submit(Envelope(ids.command_id(now), actor, "t", command, now))
        build(source, str(tmp_path / "snapshot"))
    return str(tmp_path / "snapshot")


FORGED = {
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON agent BEGIN DELETE FROM agent; END",
    "a view": "CREATE VIEW conversation_view AS SELECT * FROM conversation",
    "a table of its own": "CREATE TABLE outbox(command_id TEXT)",
    "an index less": "DROP INDEX queue_order",
    "an expression in an index": "CREATE INDEX evil ON conversation(abs(rev))",
    "a status that is none": "UPDATE conversation SET status = 'haunted'",
    "a text where a number belongs": "UPDATE conversation SET place_ms = 'soon'",
    "facts that are no facts": "UPDATE conversation SET facts = '{'",
    "bytes for a subject": "UPDATE conversation SET subject = x'00ff'",
    "a third slot": "PRAGMA ignore_check_constraints=ON; INSERT INTO chat_slot VALUES ('ana', 3, '1')",
    "a place of another log": "UPDATE head SET oldest_seq = 1",
    "an epoch that is a path": "UPDATE head SET epoch = '../../x'",
    "two heads": "INSERT INTO head SELECT 2, epoch, seq, chain, oldest_seq, clock_ms, next_number FROM head",
    "no head": "DELETE FROM head",
    "a setting of the console's": "INSERT INTO setting VALUES ('origin', '{}')",
    "a store's name": "PRAGMA application_id=1634167395",
    "a write-ahead log": "PRAGMA journal_mode=WAL",
    "a format to come": "PRAGMA user_version=2",
}


@pytest.mark.parametrize("what", FORGED)
def test_a_snapshot_with_something_else_in_it_is_refused(snapshot: str, what: str):
    assert check(snapshot, "ana").seq == 2
    with closing(sqlite3.connect(snapshot)) as db:
        db.executescript(FORGED[what])
        db.commit()
    with pytest.raises(SnapshotRefused):
        check(snapshot, "ana")


def test_a_snapshot_that_names_nobody_so_is_no_copy_for_them(snapshot: str):
    with pytest.raises(NobodyThere):
        check(snapshot, "bo")


def test_a_snapshot_with_flipped_bits_is_refused_or_sound(snapshot: str, figure: Callable[[int, int], int]):
    import random

    data = Path(snapshot).read_bytes()
    for seed in range(figure(60, 2_000)):
        luck = random.Random(seed)
        broken = bytearray(data)
        for _ in range(8):
            broken[luck.randrange(len(broken))] ^= 1 << luck.randrange(8)
        Path(snapshot).write_bytes(broken)
        try:
            check(snapshot, "ana")
        except (SnapshotRefused, NobodyThere):
            continue


@pytest.mark.parametrize(
    "sent", [b"", b"<html>Please sign in</html>", b"\x28\xb5\x2f\xfd\x00", b"SQLite format 3\0" * 9]
)
def test_what_is_no_snapshot_leaves_nothing_behind(store: str, sent: bytes):
    os.makedirs(os.path.dirname(store))
    with pytest.raises(BackendError):
        _taken(Download(store, lambda _: None), sent)
    assert os.listdir(os.path.dirname(store)) == []


def _taken(coming: Download, sent: bytes) -> None:
    coming.begin('"x"', 0, len(sent))
    if sent:
        coming.take(sent)
    coming.finish()


def test_a_small_file_that_unpacks_without_end_is_stopped(store: str):
    os.makedirs(os.path.dirname(store))
    packing = packer()
    bomb = packing.compress(bytes(200 << 20)) + packing.flush()
    coming = Download(store, lambda _: None)
    coming.begin('"x"', 0, len(bomb))
    with pytest.raises(BackendUnavailable):
        coming.take(bomb)
    assert os.listdir(os.path.dirname(store)) == []


def test_a_snapshot_shrinks_on_its_way(snapshot: str, tmp_path: Path):
    assert pack(snapshot, str(tmp_path / "packed")) < os.path.getsize(snapshot) / 10
