"""Waiting for what earlier lines did: a line is judged by what stands after them, not by what stood before."""

from __future__ import annotations

import time
from collections.abc import Callable

from agentconsole.domain.commands import Command
from agentconsole.tongue import _
from agentconsole.workspace.carried import Carried, subject_of

LONGEST = 4.0
"""Seconds a line waits for the lines before it: a server near by answers in a hundredth of that, one that cannot be
reached does not answer at all, and the commands are kept either way."""
LOOK = 0.02
BRIEF = 0.4
"""Seconds the prompt waits for what its line did, so that the receipt stands in front of the next prompt."""


class Settling:
    """The commands on their way, as `carried` tells them, and which of them were waited for in vain."""

    def __init__(
        self,
        carried: Callable[[], tuple[Carried, ...]],
        longest: float = LONGEST,
        is_reachable: Callable[[], bool] = lambda: True,
    ) -> None:
        """`is_reachable`: whether whoever decides was there when last asked; nobody is waited for who was not."""
        self._carried, self._longest, self._is_reachable = carried, longest, is_reachable
        self._given_up: set[str] = set()
        self._looked_after: set[str] = set()

    def wait(self, conversation_id: str = "") -> str:
        """Waits until no command about the conversation (about any, for an empty id) or about none is on its way.

        A sentence that names those still on their way when the time ran out, each only once; else empty.
        """
        began = time.monotonic()
        while (late := self._late(conversation_id)) and time.monotonic() - began < self._patience():
            time.sleep(LOOK)
        if not late:
            return ""
        # Waited for once: until the server is back, further lines are not held up by the same commands.
        self._given_up.update(each.envelope.id for each in late)
        names = ", ".join(spoken(each.envelope.command) for each in late)
        return _("Still on its way, kept and not lost: {names}. It is waited for no longer.").format(names=names)

    def reach(self, knows: Callable[[], bool]) -> None:
        """Waits until it is known how it stands with whoever decides, as long as a line waits at most."""
        until = time.monotonic() + self._longest
        while not knows() and time.monotonic() < until:
            time.sleep(LOOK)

    def briefly(self) -> str:
        """Waits a moment for what was just handed over, once for each command; names what is still on its way."""
        until = time.monotonic() + BRIEF
        while (new := self._new()) and time.monotonic() < until:
            time.sleep(LOOK)
        self._looked_after.update(each.envelope.id for each in new)
        names = ", ".join(spoken(each.envelope.command) for each in new)
        return _("{names}: saved, and on its way.").format(names=names) if new else ""

    def _patience(self) -> float:
        return self._longest if self._is_reachable() else min(self._longest, BRIEF)

    def _new(self) -> list[Carried]:
        return [each for each in self._carried() if each.envelope.id not in self._looked_after]

    def _late(self, conversation_id: str) -> list[Carried]:
        return [
            each
            for each in self._carried()
            if each.envelope.id not in self._given_up
            and (not conversation_id or subject_of(each) in ("", conversation_id))
        ]


def spoken(command: Command) -> str:
    """The command as the prompt names it: `reply #1043`, `view save`."""
    about = getattr(command, "conversation_id", "")
    if not about:
        return command.kind.replace(".", " ").replace("_", " ")
    return f"{command.kind.partition('.')[2].replace('_', ' ')} #{about}"
