"""The keys that go back and forward through the conversations one had open."""

from __future__ import annotations

from agentconsole.tongue import _
from agentconsole.tui.screens.base import ConsoleBase


class WalkingBack(ConsoleBase):
    """Where nothing is open, back goes to the one that was closed last."""

    def action_goto_back(self) -> None:
        """The one that was open before."""
        self._walk(-1, _("Nothing was open before this."))

    def action_goto_forward(self) -> None:
        """The one after it."""
        self._walk(1, _("This is the last one that was open."))

    def _walk(self, by: int, at_the_end: str) -> None:
        was_closed = by < 0 and not self.current
        for _step in self.trail.steps:
            there = self.trail if was_closed else self.trail.moved(by)
            if there.at == self.trail.at and not was_closed:
                break
            if self.is_here(there.here):
                self.trail = there
                self.open_conversation(there.here)
                return
            self.trail = self.trail.without(there.here)
        self.say(at_the_end)
