"""One console's way to the server: what it asks is lost, late, doubled, overtaken or answered with an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from agentconsole.backends.api import Answered, DraftsSeen, DraftTold, Known, Own, SessionView
from agentconsole.backends.base import BackendError, BackendFault, BackendUnavailable
from agentconsole.backends.rest import Taker
from agentconsole.clock import ServerClock
from agentconsole.engine.logged import Window
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import MINUTE, SECOND, Killed, World

T = TypeVar("T")
TIMEOUT = 10 * SECOND
LATEST_GHOST = 90 * SECOND
"""A request that was given up arrives no later than that."""
FAULTS = (
    "lost",
    "ghost",
    "late",
    "doubled",
    "lost answer",
    "500 after it was done",
    "server crash",
    "killed in flight",
)


class Air:
    """What the network between one console and the server is like at the moment."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults = 0.01
        self.is_down = False
        self.seen: Counter[str] = Counter()

    def change(self) -> None:
        """Better or worse for a while."""
        luck = self.world.luck
        self.is_down = luck.random() < 0.15
        self.faults = luck.choice((0.0, 0.01, 0.05, 0.1, 0.3, 0.3))
        if self.is_down:
            self.world.after(luck.randrange(5 * SECOND, 12 * MINUTE), self.come_back)

    def come_back(self) -> None:
        self.is_down = False


class AirBackend:
    """What `sync` takes for a RestBackend."""

    name = "https://team.example"

    def __init__(
        self,
        server: Server,
        air: Air,
        clock: ServerClock,
        token: str,
        kill: Callable[[], None],
        lives: Callable[[], bool],
    ) -> None:
        """`lives` says whether the process that asks was not killed meanwhile."""
        self._server, self._air, self._clock, self._token, self._kill = server, air, clock, token, kill
        self._lives = lives
        self._world = server.world

    def close(self) -> None:
        """Nothing to end."""

    def time(self) -> int:
        """The probe of a server that has failed again and again."""
        return self._ask(self._server.clock.now)

    def session(self) -> SessionView:
        return self._ask(lambda: self._server.session(self._token))

    def changes(self, epoch: str, since: int, limit: int = 500) -> Window:
        return self._ask(lambda: self._server.changes(self._token, epoch, since, limit))

    def snapshot(self, taker: Taker, after: int = 0) -> bool:
        """The whole file at once: what is cut is another proof's."""
        tag, packed = self._ask(lambda: self._server.snapshot(self._token))
        taker.begin(tag, 0, len(packed))
        taker.take(packed)
        return True

    def own(self, after: str = "") -> Own:
        return self._ask(lambda: self._server.own(self._token, after))

    def drafts(self) -> DraftsSeen:
        return self._ask(lambda: self._server.drafts(self._token))

    def tell_draft(self, told: DraftTold) -> None:
        self._ask(lambda: self._server.tell_draft(self._token, told))

    def known(self, ids: Sequence[str]) -> Known:
        asked = tuple(ids)
        return self._ask(lambda: self._server.known(self._token, asked))

    def submit(self, wires: Sequence[str]) -> tuple[Answered, ...]:
        sent = tuple(wires)
        return self._ask(lambda: self._server.submit(self._token, sent))

    def _ask(self, ask: Callable[[], T]) -> T:
        began, air = self._world.now, self._air
        if air.is_down or not self._server.is_up:
            self._wait(self._world.luck.choice((5, 200, 3 * SECOND)))
            raise BackendUnavailable("The server cannot be reached.")
        if self._world.happens(0.08):
            self._wait(self._world.luck.randrange(400))
        fault = self._world.luck.choice(FAULTS) if self._world.happens(air.faults) else ""
        if fault:
            air.seen[fault] += 1
            found = self._faulty(ask, fault)
        else:
            found = ask()
        self._clock.hear(self._server.clock.now(), max(10, self._world.now - began))
        return found

    def _faulty(self, ask: Callable[[], T], fault: str) -> T:
        luck = self._world.luck
        match fault:
            case "lost":
                return self._no_answer()
            case "ghost":
                # It arrives long after its sender has given it up, and perhaps after what was sent later.
                self._world.after(luck.randrange(TIMEOUT // 2, LATEST_GHOST), lambda: self._forgotten(ask))
                return self._no_answer()
            case "late":
                self._wait(luck.randrange(TIMEOUT))
                found = ask()
                self._wait(luck.randrange(2 * SECOND))
                return found
            case "doubled":
                self._world.after(luck.randrange(5 * SECOND), lambda: self._forgotten(ask))
                return ask()
            case "lost answer":
                self._forgotten(ask)
                return self._no_answer()
            case "500 after it was done":
                self._forgotten(ask)
                raise BackendFault("The server answered 500.")
            case "server crash":
                self._server.ids.is_armed = True
                try:
                    return ask()
                finally:
                    self._server.ids.is_armed = False
            case _:
                if luck.random() < 0.7:
                    self._forgotten(ask)
                self._kill()
                raise Killed

    def _forgotten(self, ask: Callable[[], object]) -> None:
        """Whatever comes of it, nobody hears it."""
        if self._server.is_up:
            with suppress(BackendError):
                ask()

    def _no_answer(self) -> T:  # type: ignore[type-var]
        self._wait(TIMEOUT)
        raise BackendUnavailable("The server does not answer in time.")

    def _wait(self, ms: int) -> None:
        self._world.run(self._world.now + ms)
        if not self._lives():
            raise Killed
