"""What the courier does with a saved command when a server answers it: it tells the line, and goes on saving."""

from __future__ import annotations

from agentconsole.domain.terms import FAR
from agentconsole.sync.line import Line


class LineCarrier:
    """Never waits for the network, so that drafts are saved whatever the server does."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def begin(self) -> None:
        """The line begins."""
        self._line.start()

    def deliver(self) -> None:
        """There is something to send."""
        self._line.wake()

    def look_again(self) -> None:
        """Whoever else writes to the store has a line too, and the server records what runs out."""

    def due_at(self) -> int:
        """Nothing is due here: the line has a clock of its own."""
        return FAR
