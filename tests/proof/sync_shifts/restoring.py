"""A server that is set back to a backup: a new history begins, and consoles ask about what it has lost of theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from tempfile import TemporaryDirectory

from agentconsole.ids import SeededIds
from agentconsole.simulator.luck import luck
from agentconsole.simulator.watch import Watch
from agentconsole.store.own import questions
from agentconsole.store.team.backup import restore_file
from tests.proof.sync_shifts.air import LATEST_GHOST
from tests.proof.sync_shifts.console import Console
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import IN_MEMORY, SECOND, World

SENT_AGAIN = 0.6
"""Of what an agent is asked about; the rest stays as the backup has it."""


class Restoring:
    """One backup and one restore of it, by the product's own command on files. `is_restored` is called afterwards."""

    def __init__(
        self, world: World, server: Server, consoles: list[Console], seed: int, is_restored: Callable[[], None]
    ) -> None:
        self._world, self._server, self._consoles = world, server, consoles
        self._luck, self._ids, self._is_restored = luck(seed, "restore"), SeededIds(seed), is_restored
        self._folder = TemporaryDirectory(prefix="acrestore", dir=IN_MEMORY)

    def plan(self, length: int) -> None:
        """For a shift of so many ms."""
        backed_up = int(length * self._luck.uniform(0.2, 0.5))
        self._world.after(backed_up, self._back_up)
        self._world.after(backed_up + int(length * self._luck.uniform(0.02, 0.3)), self._go_away)
        self._world.after(backed_up, self._answer)

    def close(self) -> None:
        self._folder.cleanup()

    @property
    def _backup(self) -> str:
        return f"{self._folder.name}/backup"

    def _back_up(self) -> None:
        _write(self._server.db, self._backup)

    def _go_away(self) -> None:
        """Nobody is answered meanwhile, and whatever was under way before has been given up when it ends."""
        if self._world.is_failing:
            self._server.is_being_restored = True
            self._server.is_up = False
            self._world.after(LATEST_GHOST, self._restore)

    def _restore(self) -> None:
        server, target = self._server, f"{self._folder.name}/store"
        _write(server.db, target)
        before = _answered(server.db)
        now = server.clock.now()
        restore_file(self._backup, target, now=now, epoch=self._ids.command_id(now).replace("-", ""), replace=True)
        with closing(sqlite3.connect(target)) as restored:
            restored.backup(server.db)
        server.forgotten = before - _answered(server.db)
        server.watch = Watch(server.db)
        server.is_being_restored, server.is_up = False, True
        self._is_restored()
        server.tell()

    def _answer(self) -> None:
        """Every few seconds somebody answers what their console asks about."""
        for each in self._consoles:
            if each.is_alive and not each.is_busy and (asked := _asked(each)):
                again = {command_id for command_id in asked if self._luck.random() < SENT_AGAIN}
                each.decide(tuple(again), is_sent=True)
                for other in self._consoles:
                    if other is not each and other.db is each.db:
                        other.sent_beside |= again
                each.decide(tuple(set(asked) - again), is_sent=False)
        self._world.after(self._luck.randrange(1, 6) * SECOND, self._answer)


def _write(db: sqlite3.Connection, path: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        db.backup(file)


def _answered(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT command_id FROM receipt")}


def _asked(console: Console) -> list[str]:
    asked = questions.open_questions(console.db, console.courier.line._posted.server, console.name)
    return [each.command_id for each in asked]
