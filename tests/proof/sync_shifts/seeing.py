"""Queues that not everybody sees: contacts come to several, and now and then somebody is given others to see."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import Open
from agentconsole.domain.team.commands import LimitQueues
from agentconsole.simulator.luck import luck
from agentconsole.simulator.press import Press
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import MINUTE, World

QUEUES = ("support", "billing", "domains")


class Seeing:
    """Who sees what in one shift. An agent who holds what they would see no more keeps their queues: a rule says so."""

    def __init__(self, world: World, server: Server, seed: int, names: tuple[str, ...]) -> None:
        """`names` are those whose queues change."""
        self._server, self._names, self._luck = server, names, luck(seed, "queues")
        for name in names:
            self._limit(name)
        world.every(4 * MINUTE, 30 * MINUTE, self._change)

    def route(self, press: Press) -> Press:
        """The same, a conversation that begins into one of the queues."""
        if not isinstance(press.command, Open):
            return press
        return replace(press, command=replace(press.command, queue=self._luck.choice(QUEUES)))

    def _change(self) -> None:
        if self._server.is_up:
            self._limit(self._luck.choice(self._names))

    def _limit(self, name: str) -> None:
        """To some of the queues, or to none, which is all of them."""
        self._server.does(LimitQueues(name, tuple(self._luck.sample(QUEUES, self._luck.randrange(len(QUEUES))))))
