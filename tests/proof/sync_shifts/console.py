"""A console without its screens: real outbox, real courier, real line, driven by the world instead of by threads."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from agentconsole.backends.base import BackendError, NotSignedIn
from agentconsole.clock import ServerClock
from agentconsole.domain.commands import Acknowledge, Note, Reply, ReportProgress, Update
from agentconsole.domain.leads.commands import Whisper
from agentconsole.ids import Ids
from agentconsole.simulator.agents import SimulatedAgent
from agentconsole.simulator.press import Press
from agentconsole.simulator.watch import Violation
from agentconsole.store.team.rows import find_agents
from agentconsole.sync import ledger
from agentconsole.sync.delivery import Delivering
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.line import Line
from agentconsole.sync.line_carrier import LineCarrier
from agentconsole.sync.outages import Outages
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.wire import Envelope
from agentconsole.workspace.api import Refused
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.proof.sync_shifts.air import Air, AirBackend
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import SECOND, Killed, WallClock

BLIND = 0.15
"""The share of key presses that skip the look at one's own copy: the server has to refuse what is wrong with them."""
MARKED = (Acknowledge, Note, Reply, ReportProgress, Update, Whisper)
"""What is typed for somebody to read: each word is known again."""
WHOSE = "channel, source, received_ms"
"""Columns of a conversation by which it is told from another one of the same number."""
IMPATIENT = 0.1
"""How often somebody writes another word on a conversation although the last is on its way."""


class StillCourier(TeamCourier):
    """The courier of a console whose threads are the world's."""

    def __init__(self, posted: Posted, reach: Callable[[], AirBackend], db: sqlite3.Connection) -> None:
        super().__init__(posted, reach)  # type: ignore[arg-type]
        self.outages = Outages(db, posted)
        self.line = Line(posted, self._tray, reach, self._notify)  # type: ignore[arg-type]
        self._line = self.line
        self._db, self._carrier = db, LineCarrier(self.line)
        self._delivering = Delivering(posted, self._tray, self._jobs, self._notify, self._carrier)
        for envelope in ledger.left_over(db, posted.server, posted.actor):
            self._tray.remember(envelope, ledger.draft_of(envelope))

    def work(self) -> None:
        """What its thread would do with everything handed over."""
        while not self._jobs.empty():
            self._delivering._turn(self._db, self._carrier)


class Console:
    """One terminal of one agent: it lives, dies, sleeps, and begins again on its file."""

    def __init__(
        self, name: str, terminal: str, server: Server, db: sqlite3.Connection, ids: Ids, agent: SimulatedAgent
    ) -> None:
        """`db` is its file, which it may share with another console of the same agent."""
        self.name, self.terminal, self.db, self.agent = name, terminal, db, agent
        self.world, self.server = server.world, server
        self.wall = WallClock(self.world)
        self.air = Air(self.world)
        self.token = server.signs_in(name, terminal)
        self.said: Counter[str] = Counter()
        self.pressed: dict[str, Envelope] = {}
        self.meant: dict[str, tuple[object, ...]] = {}
        """Of each command, the conversation whose number it names, as it stood on this console then."""
        self.sent_beside: set[str] = set()
        """What was pressed here and the agent has sent again at their other console on the file, which shows it."""
        self.is_alive = self.is_busy = False
        self.kills = self.logouts = 0
        self.may_fall_behind = False
        """Whether, once it was away, the server's log does not reach back to where its copy ends."""
        self._ids = ids
        self._woken_at = 0
        self._turn_at = 0
        self.begin()

    def begin(self) -> None:
        """The process starts on what its file holds."""
        assert not self.is_alive, "one console would be two processes"
        self.clock = ServerClock(self.wall)
        self.is_alive = True
        self.wall.dies_in = 0
        posted = Posted(lambda: self.db, self.name, self.clock, self._ids, AirBackend.name, self.terminal)
        self.courier = StillCourier(posted, self._reach, self.db)
        self.courier.subscribe(self._has_news)
        self.workspace: Workspace | None = None
        self._turn(self.courier)

    def _reach(self) -> AirBackend:
        if not self.token:
            raise NotSignedIn("This terminal is not signed in.")
        mine = self.courier
        return AirBackend(
            self.server, self.air, self.clock, self.token, self.kill, lambda: mine is self.courier and self.is_alive
        )

    def _has_news(self) -> None:
        self.agent.wake(self.world.now)
        self.plan_agent()

    # The line's thread

    def poke(self) -> None:
        """There is something to hear, perhaps, and perhaps soon."""
        if self.is_alive and not self.world.happens(0.3):
            self.wake_in(self.world.luck.randrange(20, 1_500))

    def wake_in(self, ms: int) -> None:
        at = self.world.now + ms
        if self.is_alive and not self.is_busy and not self.world.now < self._turn_at <= at:
            self._plan_turn(self.courier, at)

    def _plan_turn(self, courier: StillCourier, at: int) -> None:
        self._turn_at = at
        self.world.at(at, lambda: self._turn(courier) if at == self._turn_at else None)

    def _turn(self, courier: StillCourier) -> None:
        if courier is not self.courier or not self.is_alive or self.is_busy:
            return
        self.is_busy = True
        try:
            seconds = self._look(courier)
        except Killed:
            self._end_life(courier)
            return
        finally:
            self.is_busy = False
        if courier is not self.courier or not self.is_alive:
            self._end_life(courier)
            return
        if courier.line._wake.is_set():
            courier.line._wake.clear()
            seconds = min(seconds, 0.01)
        self._plan_turn(courier, self.world.now + max(5, int(seconds * 1_000)))

    def _look(self, courier: StillCourier) -> float:
        """One turn of the line, or of the first copy before it; how many seconds to rest."""
        if self.workspace is None:
            if self.name not in find_agents(self.db):
                try:
                    copy_until_known(self.db, self._reach(), self.name, lambda _: None)  # type: ignore[arg-type]
                except BackendError:
                    return 5.0
                except LookupError as unknown:
                    raise Violation(f"the copy of the whole log names nobody called {self.name}") from unknown
            self.workspace = Workspace(
                Desk(self.db, self.name, self.clock, courier, AirBackend.name), self._ids, self.terminal
            )
        seconds = courier.line._turn(self.db)
        if self.world.broken is not None:
            raise Violation("what follows from an error is not looked at")
        return 0.0 if courier.outages.note(courier.line.standing) else seconds

    # The agent at the keyboard

    def plan_agent(self) -> None:
        at = self.agent.due_at
        if at != self._woken_at:
            self._woken_at = at
            self.world.at(at, lambda: self._act(at))

    def _act(self, at: int) -> None:
        if at != self._woken_at or not self.world.is_failing:
            return
        self._woken_at = 0
        press = self.agent.step(self.world.now)
        self.plan_agent()
        if press is not None and self.is_alive and self.workspace is not None:
            try:
                self._press(press, self.workspace)
                self.courier.work()
            except Killed:
                self._die()
                self._forget_unsaved()
                return
            self._hurry()

    def _hurry(self) -> None:
        """The line goes on at once where there is something to send."""
        if self.courier.line._wake.is_set():
            self.courier.line._wake.clear()
            self.wake_in(5)

    def _press(self, press: Press, workspace: Workspace) -> None:
        command = press.command
        subject = getattr(command, "conversation_id", "")
        if any(getattr(each.envelope.command, "conversation_id", "") == subject for each in self.courier.carried()):
            if self.world.luck.random() > IMPATIENT or not subject:
                return
            command = Note(subject, "What I wrote is on its way.")
        if (body := getattr(command, "body", "")) and isinstance(command, MARKED):
            self.said["words"] += 1
            command = replace(command, body=f"{body} [{self.terminal}.{self.said['words']}]")
        if self.world.luck.random() < BLIND:
            envelope = replace(press, command=command).envelope(
                self._ids.command_id(self.clock.now()), self.clock.now()
            )
            self.courier.hand_over(envelope)
        else:
            try:
                command_id = workspace.perform(command, press.if_rev)
            except Refused:
                self.said["refused here"] += 1
                return
            envelope = next(each.envelope for each in self.courier.carried() if each.envelope.id == command_id)
        self.pressed[envelope.id] = envelope
        about = self.db.execute(f"SELECT {WHOSE} FROM conversation WHERE id = ?", (subject,)).fetchone()
        if about is not None:
            self.meant[envelope.id] = tuple(about)

    def decide(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """The agent answers what they were asked about."""
        try:
            self.courier.answer(command_ids, is_sent=is_sent)
            self.courier.work()
        except Killed:
            self._die()
        self._hurry()

    # What becomes of it

    def kill(self) -> None:
        """SIGKILL: what was not on the disk is gone."""
        if self.is_alive:
            self.is_alive = False
            self.kills += 1
            self._let_go()
            self.world.after(self.world.luck.randrange(SECOND, 120 * SECOND), self._come_back)

    def _come_back(self) -> None:
        """Unless somebody has begun it sooner: a second process would not know of the first."""
        if not self.is_alive:
            if self.may_fall_behind:
                self.server.out_of_reach.add(self.token)
            self.begin()

    def _end_life(self, courier: StillCourier) -> None:
        """That life is over: killed just now, or while it waited for an answer, and another may have begun since."""
        self.is_busy = False
        if courier.line._sender is not None:
            courier.line._sender.release()
        if courier is self.courier and self.is_alive:
            self._die()
        elif self.is_alive:
            self._plan_turn(self.courier, self.world.now + 5)

    def _let_go(self) -> None:
        """The kernel gives back what the process had locked."""
        if self.courier.line._sender is not None:
            self.courier.line._sender.release()

    def _die(self) -> None:
        """It was killed in the middle of something: what it had not committed is rolled back."""
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        self.kill()

    def _forget_unsaved(self) -> None:
        """What was never shown as saved may be gone."""
        last = next(reversed(self.pressed), "")
        if not self.db.execute("SELECT 1 FROM outbox WHERE command_id = ?", (last,)).fetchone():
            self.pressed.pop(last, None)

    def threaten(self) -> None:
        """It will be killed at one of its next steps, wherever that is."""
        if self.is_alive:
            self.wall.dies_in = self.world.luck.randrange(1, 40)

    def log_out(self) -> None:
        """The session ends; the agent signs in again when they notice."""
        self.server.signs_out(self.token)
        self.token = ""
        self.logouts += 1
        self.world.after(self.world.luck.randrange(5 * SECOND, 300 * SECOND), self.log_in)

    def log_in(self) -> None:
        if not self.token:
            self.token = self.server.signs_in(self.name, self.terminal)

    def recover(self) -> None:
        """Nothing fails any more."""
        self.air.is_down, self.air.faults, self.wall.dies_in = False, 0.0, 0
        self.log_in()
        self._come_back()
