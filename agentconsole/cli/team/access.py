"""A terminal's way to its team: the token it has, wherever that lies, and what it hears of the server's clock."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from contextlib import closing, suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from agentconsole.backends.base import BackendError, BackendRejected, NotAdmitted, NotSignedIn
from agentconsole.cli.errors import Misused
from agentconsole.cli.team.team_place import Team
from agentconsole.clock import ServerClock
from agentconsole.credentials.places import CredentialsError, Found, Place, find, keep
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.backends.https import Sample
    from agentconsole.backends.rest import RestBackend
    from agentconsole.cli.session import Session

FRESH_SECONDS = 2.0
"""For so long a token that was just read is not read again."""


class Access:
    """One process's access. Its ways may be used from any thread."""

    def __init__(self, team: Team, clock: ServerClock, ca_file: str = "") -> None:
        self.team, self.clock, self._ca_file = team, clock, ca_file
        self._lock = Lock()
        self._typed = ("", "")
        self._found: tuple[float, Found] | None = None

    def found(self) -> Found:
        """The token and its place. Raises CredentialsError."""
        with self._lock:
            if self._found is None or monotonic() - self._found[0] > FRESH_SECONDS:
                self._found = (monotonic(), self._look())
            return self._found[1]

    def _look(self) -> Found:
        """A keyring that does not answer just now is no logout: the token it gave before is as good as it was."""
        found = find(self.team.url, self.team.agent, os.environ)
        return found if found.is_known or self._found is None else self._found[1]

    def _token(self) -> str:
        """The token to use, empty when there is none: the one typed for, until another lies in its place. Raises
        NotSignedIn for one that must not be used."""
        try:
            found = self.found().token
        except CredentialsError as error:
            raise NotSignedIn(str(error)) from error
        typed, instead_of = self._typed
        return typed if typed and found == instead_of else found

    def reach(self) -> RestBackend:
        """A way to the server with the token there is. Raises NotSignedIn."""
        token = self._token()
        if not token:
            raise NotSignedIn(self._why_not())
        return self.without_token(token)

    def _why_not(self) -> str:
        """Why there is no token: signed in to nothing, or nothing that keeps a session for whoever comes next."""
        found = self.found()
        if not found.is_known:
            return (
                f"No session can be read here ({found.words.removeprefix('nowhere: ')}). A console that asked for the "
                "password has one of its own, in memory only; a line has none unless AGENTCONSOLE_TOKEN_FILE names a "
                "file for it, and `agentconsole login` signs in."
            )
        return "This terminal is not signed in; `agentconsole login` does it."

    def without_token(self, token: str = "") -> RestBackend:
        """A way to the server for somebody who has yet to say who they are. Raises BackendRejected."""
        from agentconsole.backends.rest import RestBackend

        return RestBackend(self.team.url, token, self._ca_file, self._hear)

    def sign_in(self, password: str, code: str = "") -> str:
        """Begins a session of this terminal; its token, which this process uses from here on. Raises BackendError."""
        from agentconsole.backends.api import SignIn

        wanted = SignIn(self.team.agent, password, self.team.terminal, label(), code)
        with closing(self.without_token()) as backend:
            token = backend.sign_in(wanted).token
        self._typed = (token, self._before())
        return token

    def has_session(self) -> bool:
        """Whether there is a token, perhaps of a session that has ended. Raises CredentialsError."""
        return bool(self.found().token or self._typed[0])

    def leave(self) -> None:
        """Ends a session that was kept nowhere: with this process nobody knows its token any more, and it would count
        as another terminal of the agent's until it runs out."""
        with self._lock:
            token, self._typed = self._typed[0], ("", "")
        if token:
            with suppress(BackendError), closing(self.without_token(token)) as backend:
                backend.sign_out()

    def check_code(self, code: str) -> None:
        """Asks whether the one-time code is good, before anybody thinks of a password. Raises BackendError."""
        try:
            self.sign_in("", code)
        except NotAdmitted as error:
            agent = self.team.agent
            raise BackendRejected(
                f"That one-time code is not good for {agent}: it is mistyped, or somebody else's, was used, or has run "
                "out. Type it once more; a new one comes from your lead, or whoever runs the server."
            ) from error
        except BackendRejected:
            # No password is none: the code itself was taken, or an older server has yet to look at it.
            return

    def _before(self) -> str:
        try:
            return self.found().token
        except CredentialsError:
            return ""

    def renew(self, password: str) -> str:
        """Moves the session's last end on, or begins another where it has ended, which is kept where the old one was;
        says so in words. Raises BackendError."""
        if self._goes_on(password):
            return "The session goes on."
        try:
            kept = self.begin(password)
        except CredentialsError as error:
            return f"Signed in, in memory only: {error}"
        return f"Signed in; the session is kept {kept.words}."

    def begin(self, password: str, code: str = "") -> Found:
        """Begins a session and keeps it where it outlives this process, if there is such a place; this process has it
        in any case. Raises BackendError, and CredentialsError where it cannot be kept."""
        token = self.sign_in(password, code)
        kept = keep(self.team.url, self.team.agent, token, os.environ)
        if kept.place is not Place.MEMORY:
            with self._lock:
                self._typed, self._found = ("", ""), (monotonic(), kept)
        return kept

    def _goes_on(self, password: str) -> bool:
        """Whether there is a session of this agent that now lasts longer."""
        try:
            with closing(self.reach()) as backend:
                if backend.session().agent != self.team.agent:
                    return False
                backend.renew(password)
                return True
        except NotSignedIn:
            return False

    def _hear(self, sample: Sample) -> None:
        self.clock.hear(sample.server_ms, sample.took_ms)


def access_to(team: Team, session: Session) -> Access:
    """This run's access to the team."""
    return Access(team, ServerClock(session.clock), session.settings.ca_file)


def label() -> str:
    """What the list of terminals calls this one: user and computer."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"[:100]
    except (OSError, KeyError):
        return "a console"


def typed_secret(words: str) -> str:
    """What is asked for by these words, typed unseen, or the next line of the standard input. Raises Misused."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{_(words)}: ")
    line = sys.stdin.readline()
    if not line:
        raise Misused(_("{what}: nothing was typed.").format(what=_(words)))
    return line.rstrip("\r\n")
