"""The courier of a console that works for a server: it saves in its own thread, and a line of its own does the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from agentconsole.backends.base import BackendError, BackendRejected
from agentconsole.clock import ServerClock
from agentconsole.domain.terms import FAR
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.sync.standing import Link, Standing, in_words, told_apart
from agentconsole.tongue import N_
from agentconsole.workspace.signed import NotRenewed, Signed

if TYPE_CHECKING:
    from agentconsole.backends.rest import RestBackend
    from agentconsole.sync.line import Line

LAST_WORDS = 2.0
"""Seconds a console that ends gives the request under way; what is not answered by then is sent at the next start."""


Renew = Callable[[str], str]


def _nobody_asks(_password: str) -> str:
    raise BackendRejected(N_("This console cannot sign in again; `agentconsole login` can."))


class TeamCourier(LocalCourier):
    """Everything public may be called from the screens' thread."""

    def __init__(self, posted: Posted, reach: Callable[[], RestBackend], renew: Renew = _nobody_asks) -> None:
        """`reach` makes a way to the server, in whichever thread needs one. Raises NotSignedIn. `renew` signs in with
        a password and says so in words. Raises BackendError."""
        super().__init__(posted)
        self._reach, self._renew = reach, renew
        self._line: Line | None = None

    def _work(self) -> None:
        # HTTP costs as much as the rules, and no frame waits for it.
        from agentconsole.sync.delivery import Delivering
        from agentconsole.sync.line import Line
        from agentconsole.sync.line_carrier import LineCarrier

        self._line = Line(self._posted, self._tray, self._reach, self._notify)
        Delivering(self._posted, self._tray, self._jobs, self._notify, LineCarrier(self._line)).work()

    def stop(self, timeout: float = 5.0) -> bool:
        """Saves what was handed over, gives the line a moment, then ends."""
        saved = super().stop(timeout)
        if self._line is not None:
            self._line.stop(LAST_WORDS)
        return saved

    def store_was_written(self) -> None:
        """Somebody, perhaps another console of the same agent, has written to the file."""
        if self._line is not None:
            self._line.written()

    def looks_at(self, conversation_id: str) -> None:
        """What happens there comes before what happens elsewhere."""
        if self._line is not None:
            self._line.looks_at(conversation_id)

    def save_draft(self, conversation_id: str, visibility: str, body: str) -> None:
        """Saves it; the server hears that there is an unsent reply, and not a word of it."""
        super().save_draft(conversation_id, visibility, body)
        line = self._line
        if visibility != "public" or line is None:
            return
        if line.notes.touched(conversation_id, self._posted.clock.now(), is_there=bool(body.strip())):
            line.wake()

    def unsent_touched_at(self, conversation_id: str) -> Future[int]:
        """Asks the server."""
        if self._line is None or not self._line.standing.is_reachable:
            return super().unsent_touched_at(conversation_id)
        answer = self._line.notes.ask(conversation_id)
        self._line.wake()
        return answer

    def is_reachable(self) -> bool:
        """Whether the server can be asked right now."""
        return self._line is not None and self._line.standing.is_reachable

    def knows_where_it_stands(self) -> bool:
        """Whether the copy has caught up with the server, or the server cannot be asked."""
        return self._line is not None and self._line.standing.link not in (Link.CONNECTING, Link.CATCHING_UP)

    def signed(self) -> Signed:
        """As the line has heard it."""
        standing = self._line.standing if self._line is not None else Standing(Link.CONNECTING)
        is_out = standing.link is Link.SIGNED_OUT
        return Signed(self._posted.server, is_out, FAR if standing.ends_at is None else standing.ends_at)

    def renew(self, password: str) -> Future[str]:
        """In a thread of its own: the line may be waiting for the server, and the keyring for its owner."""
        thread = ThreadPoolExecutor(1, "renewal")
        answer = thread.submit(self._ask, password)
        thread.shutdown(wait=False)
        return answer

    def _ask(self, password: str) -> str:
        try:
            words = self._renew(password)
        except BackendError as error:
            raise NotRenewed(str(error)) from error
        if self._line is not None:
            self._line.look_anew()
        return words

    def standing(self, now: int, to_send: int) -> str:
        """How it stands with the server."""
        standing = self._line.standing if self._line is not None else Standing(Link.CONNECTING)
        clock = self._posted.clock
        apart = clock.ahead if isinstance(clock, ServerClock) else 0
        return told_apart(in_words(standing, now, to_send), now, apart)
