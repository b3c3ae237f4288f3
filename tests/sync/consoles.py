"""A store, a courier on it, and the workspace of one agent, with waiting for what the courier's thread does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer
from agentconsole.ids import SeededIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier, Posted
from agentconsole.wire import Envelope
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

NOW = 1_790_000_000_000
PATIENCE = 60.0


@dataclass
class Console:
    """One agent's console and its parts."""

    store: Path
    clock: ManualClock
    ids: SeededIds
    courier: LocalCourier
    workspace: Workspace

    def settle(self) -> None:
        """Waits until the courier has worked off everything."""
        until(lambda: not self.courier.carried() and self.courier.drafts_settled())


def until(holds: Callable[[], bool]) -> None:
    """Waits for what another thread does; fails when it does not come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


def submit(store: Path, actor: str, command: Command, clock: ManualClock, ids: SeededIds) -> Answer:
    """A command straight to the engine, as another program would give it."""
    with closing(open_store(store)) as db:
        now = clock.now()
        return Engine(db, clock, ids).submit(Envelope(ids.command_id(now), actor, "other", command, now))


def chat(external_id: str, at: int = NOW) -> Open:
    """A contact starts a chat."""
    words = (IncomingMessage(Author.CONTACT, "reply", at, f"hello from {external_id}"),)
    who = IncomingContact(f"Mara {external_id}", f"{external_id}@kovac.example")
    return Open(IncomingConversation("widget", external_id, "chat", "dns", "dns", who, at, "waiting", words))


def a_store(path: Path, clock: ManualClock, ids: SeededIds, chats: int = 3) -> Path:
    """Agents dana and bo, and chats from 1001 on."""
    for name in ("dana", "bo"):
        submit(path, "system", AddAgent(name, name.capitalize(), Role.AGENT), clock, ids)
    for n in range(chats):
        submit(path, "chat", chat(f"x{n}", clock.now()), clock, ids)
    return path


@contextmanager
def a_console(path: Path, *, chats: int = 3) -> Iterator[Console]:
    """Dana's console on a new store at `path`; everything handed over is worked off at the end."""
    clock, ids = ManualClock(NOW), SeededIds(1)
    a_store(path, clock, ids, chats)
    courier = LocalCourier(Posted(lambda: open_store(path), "dana", clock, ids))
    with closing(open_store(path, read_only=True)) as db:
        workspace = Workspace(Desk(db, "dana", clock, courier, "local"), ids, "test")
        courier.start()
        try:
            yield Console(path, clock, ids, courier, workspace)
        finally:
            courier.stop()
