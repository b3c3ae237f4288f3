"""The backend as it is reached with the agent's own session, made anew now and then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from agentconsole.backends.api import SessionView
from agentconsole.backends.base import NotSignedIn
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.promises.service_levels import MINUTE

SESSION_LOOK = 5 * MINUTE
"""Milliseconds between two looks at how long the session lasts, and at whether somebody has signed in anew."""


def session_of(backend: RestBackend, actor: str) -> SessionView:
    """The session the backend goes by, which is `actor`'s: one file may hold one token, and what one agent has written,
    or may see, is never another's. Raises BackendError, NotSignedIn among them."""
    session = backend.session()
    if session.agent != actor:
        raise NotSignedIn(f"{session.agent} is signed in here, and not {actor}.")
    return session


class OwnSession:
    """`reach` makes a backend with the token there is, or raises NotSignedIn; only a session of `actor` will do."""

    def __init__(self, reach: Callable[[], RestBackend], actor: str) -> None:
        self._reach, self._actor = reach, actor
        self._backend: RestBackend | None = None
        self._looked_at = 0
        self.ends_at: int | None = None
        """When the session ends, as far as is known."""

    def look_anew(self) -> None:
        """The token and its end are read anew at the next step: somebody may have signed in."""
        self._looked_at = 0

    def lose(self) -> None:
        """The session is over."""
        self._backend = None

    def open(self, now: int) -> RestBackend:
        """The backend, reached anew now and then: a newer session may have been begun beside this console. Raises
        BackendError."""
        if self._backend is None or now - self._looked_at > SESSION_LOOK:
            before, self._backend = self._backend, None
            if before is not None:
                before.close()
            self._looked_at, backend = now, self._reach()
            self.ends_at = session_of(backend, self._actor).ends_ms
            self._backend = backend
        return self._backend

    def probe(self) -> None:
        """Asks a server that has been silent for a while for its time, which costs it nothing. Raises BackendError."""
        if self._backend is not None:
            self._backend.time()
        else:
            with closing(self._reach()) as backend:
                backend.time()
