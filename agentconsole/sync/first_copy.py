"""The first copy, and every one that has to begin anew: the server's snapshot, or its log from the first event."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from time import sleep

from agentconsole.backends.base import BackendUnavailable, StartOver
from agentconsole.backends.rest import RestBackend
from agentconsole.engine import mirror
from agentconsole.engine.snapshot_adopt import adopt, is_free
from agentconsole.engine.snapshot_check import NobodyThere, SnapshotRefused, check
from agentconsole.engine.snapshot_renew import renew
from agentconsole.store.files.file_lock import held
from agentconsole.store.sqlite import file_of, open_store
from agentconsole.store.team.rows import find_agents
from agentconsole.sync import own_things
from agentconsole.sync.download import Download

Tell = Callable[[int], None]
TRIES = 20
"""How often a first copy is asked for again while the line is cut and goes on each time."""


def bring(store: str, backend: RestBackend, actor: str, tell: Tell) -> None:
    """Brings the copy at that path to where a console can open on it, where it is not there yet.

    `tell` hears how much is here, in percent. Raises BackendError and StoreError, and LookupError when the server
    names nobody so.
    """
    os.makedirs(os.path.dirname(os.path.abspath(store)), mode=0o700, exist_ok=True)
    with held(f"{store}.copy.lock"):
        if os.path.exists(store):
            with closing(open_store(store)) as db:
                if actor in find_agents(db):
                    return
        if is_free(store) and (snapshot := _fetched(store, backend, actor, tell)):
            adopt(snapshot.path, store)
            snapshot.forget()
            with closing(open_store(store)) as db:
                own_things.bring(db, backend, actor)
            return
    with closing(open_store(store)) as db:
        copy_until_known(db, backend, actor, tell)


def copy_until_known(db: sqlite3.Connection, backend: RestBackend, actor: str, tell: Tell) -> None:
    """Copies the log until it has named the agent; `tell` hears how much is here, in percent. Whoever may see some
    queues only is told no log from its beginning: their copy is made of a snapshot.

    Raises BackendError, and LookupError when the log names nobody so.
    """
    while actor not in find_agents(db):
        try:
            news = backend.changes(*mirror.place(db))
        except StartOver:
            begin_anew(db, backend, actor, tell)
            if actor not in find_agents(db):
                raise
            return
        mirror.follow(db, news)
        tell(100 * news.to // max(1, news.head_seq))
        if not news.more and actor not in find_agents(db):
            raise LookupError(actor)


def begin_anew(db: sqlite3.Connection, backend: RestBackend, actor: str, tell: Tell) -> None:
    """The copy does not go on from where it ends: makes it what the server says now, while consoles have it open.

    Where the server makes no snapshot that this program can use, the copy is emptied and the log copied again. Raises
    BackendError, StoreError, and LookupError when the server names nobody so any more.
    """
    store, before = file_of(db), mirror.place(db)
    with held(f"{store}.copy.lock"):
        if mirror.place(db) != before:
            # Another console on this file has done it meanwhile.
            return
        snapshot = _fetched(store, backend, actor, lambda percent: tell(percent // 2), before[1])
        if snapshot is None:
            mirror.forget(db)
            return
        renew(db, snapshot.path, lambda percent: tell(50 + percent // 2))
        snapshot.forget()


def _fetched(store: str, backend: RestBackend, actor: str, tell: Tell, after: int = 0) -> Download | None:
    """The snapshot, checked; None where there is none, or none that this program can use."""
    coming = Download(store, tell)
    if not _whole(coming, backend, after):
        coming.forget()
        return None
    try:
        check(coming.finish(), actor)
    except SnapshotRefused:
        coming.forget()
        return None
    except NobodyThere:
        coming.forget()
        raise
    return coming


def _whole(coming: Download, backend: RestBackend, after: int) -> bool:
    """Whether the file came, through as many cuts as it takes while each try brings something new."""
    tries, reached = 0, -1
    while True:
        try:
            return backend.snapshot(coming, after)
        except BackendUnavailable as error:
            tries = tries + 1 if coming.begun[1] <= reached else 0
            reached = coming.begun[1]
            if tries >= TRIES or not (error.retry_after or reached):
                coming.close()
                raise
            sleep(min(5, max(0.2, error.retry_after)))
