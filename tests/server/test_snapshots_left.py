"""What killed servers leave behind is taken away by the next one, and nothing else is; one that ends waits for none."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from agentconsole.engine.snapshot_build import NotWanted, build, pack
from agentconsole.server.snapshots import FOLDER, Snapshots, clear_left_behind
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.store.builders import message


def a_folder(place: Path, name: str) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "x.zst").write_bytes(b"x")
    return folder


def test_only_the_folders_of_servers_that_are_gone_are_taken_away(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = a_folder(tmp_path, f"{FOLDER}{ended.pid}-abc")
    running = a_folder(tmp_path, f"{FOLDER}{os.getpid()}-abc")
    foreign = a_folder(tmp_path, f"{FOLDER}notes")
    behind_a_link = tmp_path / f"{FOLDER}{ended.pid}-link"
    behind_a_link.symlink_to(foreign, target_is_directory=True)
    clear_left_behind(str(tmp_path))
    assert not gone.exists()
    assert running.exists()
    assert (foreign / "x.zst").exists()
    assert behind_a_link.is_symlink()


def a_store_of_much(folder: Path) -> sqlite3.Connection:
    db = open_store(folder / "server.db")
    with unit_of_work(db):
        for n in range(3_000):
            message(db, n, f"words {n}")
    return db


def test_what_is_being_made_is_left_once_nobody_wants_it(tmp_path: Path):
    asked, plain = list[int](), tmp_path / "plain"

    def is_over() -> bool:
        asked.append(1)
        return len(asked) > 1

    with closing(a_store_of_much(tmp_path)) as db:
        with pytest.raises(NotWanted):
            build(db, str(plain), is_over=is_over)
        build(db, str(plain))
    with pytest.raises(NotWanted):
        pack(str(plain), str(tmp_path / "packed"), lambda: True)


def test_a_server_that_ends_reads_no_store_to_its_end_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    a_store_of_much(tmp_path).close()
    packed = list[object]()
    monkeypatch.setattr("agentconsole.server.snapshots.pack", lambda *told: packed.append(told))
    snapshots = Snapshots(lambda: open_store(tmp_path / "server.db"))
    snapshots._is_over = True
    with pytest.raises(NotWanted):
        snapshots._made(frozenset())
    assert packed == []


def test_a_server_that_ends_lets_go_who_waits_for_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    begun = Event()

    def opened_as_it_ends() -> Connection:
        begun.set()
        while not snapshots._is_over:
            sleep(0.001)
        return open_store(tmp_path / "server.db")

    snapshots = Snapshots(opened_as_it_ends)

    async def play() -> None:
        waits = asyncio.create_task(snapshots.find(frozenset(), 0, ("", 0)))
        assert await asyncio.to_thread(begun.wait, 30)
        snapshots.close()
        with pytest.raises(asyncio.CancelledError):
            await waits

    asyncio.run(play())
    assert not list(tmp_path.glob(f"{FOLDER}*"))
