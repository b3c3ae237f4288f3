"""The team's server without sockets: the real route of commands, the real log, real sessions, over one real store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from agentconsole.backends.api import Answered, DraftsSeen, DraftTold, Known, Own, SessionView
from agentconsole.backends.base import BackendUnavailable, NotSignedIn, StartOver
from agentconsole.domain.commands import Command
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.engine.logged import OutOfReach, Window
from agentconsole.engine.receipts import Answer
from agentconsole.engine.snapshot_build import build, pack
from agentconsole.ids import seeded
from agentconsole.server import accounts, office, routes_commands, routes_drafts, routes_own, routes_receipts, sessions
from agentconsole.server.office import Caller
from agentconsole.simulator.faults import Crash, Tripwire
from agentconsole.simulator.press import Press
from agentconsole.simulator.watch import Watch
from agentconsole.store.own import own_drafts
from agentconsole.store.sqlite import unit_of_work
from agentconsole.wire import Envelope
from tests.proof.sync_shifts.stores import empty_store
from tests.proof.sync_shifts.world import IN_MEMORY, WallClock, World


class Server:
    """Everything that is one process of the server and its store. Every commit is looked at."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.db = empty_store()
        self.clock = WallClock(world)
        self.ids = Tripwire(seeded(seed))
        self.watch = Watch(self.db)
        self.is_up = True
        self.is_being_restored = False
        self.out_of_reach: set[str] = set()
        """Tokens of consoles whose next question about the log is answered by sending them for a snapshot."""
        self.snapshots = 0
        self.forgotten: set[str] = set()
        """Commands that had a receipt in the hours a restore has taken away."""
        self.has_news: list[Callable[[], None]] = []
        self._office = SimpleNamespace(clock=self.clock, ids=self.ids, lasting=sessions.Lasting())
        self.names: list[str] = []
        server = self

        class Watched(Engine):
            """The engine, with somebody who looks over its shoulder."""

            def submit(self, envelope: Envelope, admit: Callable[[], None] | None = None) -> Answer:
                answer = super().submit(envelope, admit)
                server.watch.answered(envelope, answer)
                if not answer.replayed:
                    server.watch.look()
                    if answer.receipt.is_accepted:
                        # A refusal is in nobody's log.
                        server.tell()
                return answer

        self.engine = Watched

    def tell(self) -> None:
        """There is news."""
        for each in self.has_news:
            each()

    def does(self, command: Command, actor: str = SYSTEM) -> Answer:
        """A command of the house itself."""
        now = self.clock.now()
        envelope = Envelope(self.ids.command_id(now), actor, "house", command, now)
        return self.engine(self.db, self.clock, self.ids).submit(envelope)

    def hires(self, name: str, role: Role) -> None:
        self.names.append(name)
        self.does(AddAgent(name, name.capitalize(), role))
        accounts.open_with_code(self.db, name, self.clock.now())

    def signs_in(self, name: str, terminal: str) -> str:
        """A token."""
        with unit_of_work(self.db):
            token, _ = sessions.begin(self.db, name, terminal, "", self.clock.now(), self._office.lasting)
        return token

    def signs_out(self, token: str) -> None:
        """Somebody ended that session, unless the server is away."""
        try:
            session = self._caller(token).session
        except (NotSignedIn, BackendUnavailable):
            return
        with unit_of_work(self.db):
            sessions.end(self.db, [session.id], self.clock.now())

    def takes(self, press: Press) -> bool:
        """What a contact does; whether it was taken."""
        if self.is_up:
            self.does(press.command, press.actor)
        return self.is_up

    def record_breaches(self) -> None:
        if self.is_up:
            self.engine(self.db, self.clock, self.ids).record_breaches()

    # What a console may ask. Each raises BackendError, as the answer of the real routes would.

    def session(self, token: str) -> SessionView:
        return self._caller(token).session

    def changes(self, token: str, epoch: str, since: int, limit: int) -> Window:
        caller = self._caller(token)
        if since and token in self.out_of_reach:
            # Also where the server was restored since: that may happen between this word and the snapshot.
            self.out_of_reach.discard(token)
            raise StartOver("horizon", "not kept as single events any more")
        try:
            return window(self.db, epoch, since, limit, caller.sight)
        except OutOfReach as error:
            raise StartOver(error.reason, "not here") from error

    def snapshot(self, token: str) -> tuple[str, bytes]:
        """The file of a copy made anew, packed, and its name."""
        queues = self._caller(token).sight.queues
        with TemporaryDirectory(prefix="acsnap", dir=IN_MEMORY) as folder:
            # As a server on SQLite makes it: the rows of a file are copied without Python seeing one.
            with closing(sqlite3.connect(f"{folder}/store")) as store:
                store.execute("PRAGMA synchronous=OFF")
                self.db.backup(store)
                place = build(store, f"{folder}/plain", queues)
            pack(f"{folder}/plain", f"{folder}/packed")
            self.snapshots += 1
            return f"{place.epoch}:{place.seq}", Path(f"{folder}/packed").read_bytes()

    def own(self, token: str, after: str) -> Own:
        return routes_own.own_of(self.db, self._caller(token).agent_id, after)

    def known(self, token: str, ids: Sequence[str]) -> Known:
        caller = self._caller(token)
        return routes_receipts._known(self.db, caller.agent_id, tuple(ids))

    def drafts(self, token: str) -> DraftsSeen:
        caller = self._caller(token)
        kept = own_drafts.kept_of(self.db, caller.agent_id)
        return DraftsSeen(tuple(routes_drafts._view(each, caller) for _, each in kept))

    def tell_draft(self, token: str, told: DraftTold) -> None:
        routes_drafts._keep(self.db, self._caller(token), told, self.clock.now())

    def submit(self, token: str, wires: Sequence[str]) -> tuple[Answered, ...]:
        caller = self._caller(token)
        engine, answers = self.engine(self.db, self.clock, self.ids), []
        try:
            for wire in wires:
                answers.append(routes_commands._one(engine, self._office, self.db, caller, wire.encode()))
                if answers[-1].status == 503:
                    break
            return tuple(answers)
        except sessions.SessionEnded as ended:
            raise NotSignedIn(str(ended)) from ended
        except Crash as crash:
            raise BackendUnavailable("The line to the server broke.") from crash
        finally:
            self.ids.is_armed = False

    def _caller(self, token: str) -> Caller:
        if not self.is_up:
            raise BackendUnavailable("The server cannot be reached.")
        try:
            caller = office._caller(self.db, token, self.clock.now(), self._office.lasting)
            sessions.touch(self.db, caller.session, self.clock.now())
            return caller
        except sessions.SessionEnded as ended:
            raise NotSignedIn(str(ended)) from ended

    def rows(self, sql: str, *values: object) -> list[tuple]:
        return self.db.execute(sql, values).fetchall()

    @property
    def store(self) -> sqlite3.Connection:
        return self.db
