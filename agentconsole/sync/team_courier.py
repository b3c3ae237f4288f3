"""The courier of a console that works for a server: it saves in its own thread, and a line of its own does the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.sync.standing import Link, Standing, in_words

if TYPE_CHECKING:
    from agentconsole.backends.rest import RestBackend
    from agentconsole.sync.line import Line

LAST_WORDS = 2.0
"""Seconds a console that ends gives the request under way; what is not answered by then is sent at the next start."""


class TeamCourier(LocalCourier):
    """Everything public may be called from the screens' thread."""

    def __init__(self, posted: Posted, reach: Callable[[], RestBackend]) -> None:
        """`reach` makes a way to the server, in whichever thread needs one. Raises NotSignedIn."""
        super().__init__(posted)
        self._reach = reach
        self._line: Line | None = None

    def _work(self) -> None:
        # HTTP costs as much as the rules, and no frame waits for it.
        from agentconsole.sync.delivery import Delivering
        from agentconsole.sync.line import Line
        from agentconsole.sync.line_carrier import LineCarrier

        self._line = Line(self._posted, self._tray, self._reach, self._notify)
        self._line.start()
        Delivering(self._posted, self._tray, self._jobs, self._notify, LineCarrier(self._line)).work()

    def stop(self, timeout: float = 5.0) -> bool:
        """Saves what was handed over, gives the line a moment, then ends."""
        saved = super().stop(timeout)
        if self._line is not None:
            self._line.stop(LAST_WORDS)
        return saved

    def is_reachable(self) -> bool:
        """Whether the server can be asked right now."""
        return self._line is not None and self._line.standing.is_reachable

    def standing(self, now: int, to_send: int) -> str:
        """How it stands with the server."""
        standing = self._line.standing if self._line is not None else Standing(Link.CONNECTING)
        return in_words(standing, now, to_send)
