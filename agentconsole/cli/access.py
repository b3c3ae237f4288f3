"""A terminal's way to its team: the token it has, wherever that lies, and what it hears of the server's clock."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from agentconsole.backends.base import NotSignedIn
from agentconsole.cli.errors import Misused
from agentconsole.cli.team_place import Team
from agentconsole.clock import ServerClock
from agentconsole.credentials.places import Found, find

if TYPE_CHECKING:
    from agentconsole.backends.rest import RestBackend, Sample

FRESH_SECONDS = 2.0
"""For so long a token that was just read is not read again."""


class Access:
    """One process's access. Its ways may be used from any thread."""

    def __init__(self, team: Team, clock: ServerClock, ca_file: str = "") -> None:
        self.team, self._clock, self._ca_file = team, clock, ca_file
        self._lock = Lock()
        self._typed = ""
        self._found: tuple[float, Found] | None = None

    def found(self) -> Found:
        """The token and its place. Raises CredentialsError."""
        with self._lock:
            if self._found is None or monotonic() - self._found[0] > FRESH_SECONDS:
                self._found = (monotonic(), find(self.team.url, self.team.agent, os.environ))
            return self._found[1]

    def reach(self) -> RestBackend:
        """A way to the server with the token there is. Raises NotSignedIn."""
        token = self._typed or self.found().token
        if not token:
            raise NotSignedIn("This terminal is not signed in; `agentconsole login` does it.")
        return self.without_token(token)

    def without_token(self, token: str = "") -> RestBackend:
        """A way to the server for somebody who has yet to say who they are. Raises BackendRejected."""
        from agentconsole.backends.rest import RestBackend

        return RestBackend(self.team.url, token, self._ca_file, self._hear)

    def sign_in(self, password: str, code: str = "") -> str:
        """Begins a session of this terminal; its token, which this process uses from here on. Raises BackendError."""
        from agentconsole.backends.api import SignIn

        wanted = SignIn(self.team.agent, password, self.team.terminal, label(), code)
        backend = self.without_token()
        try:
            self._typed = backend.sign_in(wanted).token
        finally:
            backend.close()
        return self._typed

    def _hear(self, sample: Sample) -> None:
        self._clock.hear(sample.server_ms, sample.took_ms)


def label() -> str:
    """What the list of terminals calls this one: user and computer."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"[:100]
    except (OSError, KeyError):
        return "a console"


def typed_secret(words: str) -> str:
    """A password or code, typed unseen, or the next line of the standard input. Raises Misused."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{words}: ")
    line = sys.stdin.readline()
    if not line:
        raise Misused(f"{words}: nothing was typed.")
    return line.rstrip("\r\n")
