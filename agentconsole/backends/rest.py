"""What a console asks of the team's server: a call for each route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

import msgspec

from agentconsole.backends import poke
from agentconsole.backends.api import (
    Answered,
    Answers,
    Asked,
    AuditLine,
    AuditTrail,
    Brought,
    DraftsSeen,
    DraftTold,
    Known,
    NewPassword,
    Own,
    Renewal,
    ServerTime,
    Sessions,
    SessionView,
    SignedIn,
    SignIn,
    Taken,
    Touched,
    Unsent,
)
from agentconsole.backends.https import HttpsLine, Taker
from agentconsole.backends.poke import Poke
from agentconsole.engine.logged import Window


class RestBackend(HttpsLine):
    """One terminal's way to the server. Each thread has one of its own."""

    def submit(self, wires: Sequence[str]) -> tuple[Answered, ...]:
        """An answer for each of the commands, given as their exact bytes; fewer when the server had to stop."""
        body = f'{{"commands":[{",".join(wires)}]}}'
        headers = {"Content-Type": "application/json"}
        return self._ask("POST", "/v1/commands", Answers, content=body.encode(), headers=headers).answers

    def changes(self, epoch: str, since: int, limit: int = 500) -> Window:
        """The events after that place. Raises StartOver when the server's history is another one."""
        return self._ask("GET", f"/v1/changes?since={epoch}:{since}&limit={limit}", Window)

    def time(self) -> ServerTime:
        """The server's time, which needs no session: whether it is there. Raises BackendError."""
        return self._ask("GET", "/v1/time", ServerTime)

    def known(self, ids: Sequence[str]) -> Known:
        """Which of one's own commands the server has given a receipt for."""
        return self._ask("POST", "/v1/receipts/known", Known, content=msgspec.json.encode(Asked(tuple(ids))))

    def tell_unsent(self, told: Unsent) -> None:
        """Says that there is an unsent reply, or none any more."""
        self._ask("POST", "/v1/unsent", type(None), content=msgspec.json.encode(told))

    def unsent_touched_at(self, conversation_id: str) -> int:
        """When the holder's unsent reply was touched last, for a lead; 0 when none is known."""
        return self._ask("GET", f"/v1/unsent/{quote(conversation_id, safe='')}", Touched).at_ms

    def audit(self, since: int, until: int, conversation_id: str, agent: str) -> tuple[AuditLine, ...]:
        """The team's audit trail, the newest first; empty names narrow nothing."""
        narrowed = f"conversation={quote(conversation_id, safe='')}&agent={quote(agent, safe='')}"
        return self._ask("GET", f"/v1/audit?since={since}&until={until}&{narrowed}", AuditTrail).lines

    def own(self, after: str = "") -> Own:
        """The caller's own responses from behind that name on, and their own views. Raises BackendRejected where an
        older server has no such thing."""
        return self._ask("GET", f"/v1/own?after={quote(after, safe='')}", Own)

    def tell_draft(self, told: DraftTold) -> None:
        """Says what is typed on this computer and not sent."""
        self._ask("PUT", "/v1/drafts", type(None), content=msgspec.json.encode(told))

    def drafts(self) -> DraftsSeen:
        """What the agent has typed on all their computers and not sent."""
        return self._ask("GET", "/v1/drafts", DraftsSeen)

    def snapshot(self, taker: Taker, after: int = 0) -> bool:
        """Hands on the packed file of a first copy, from where the taker has it; False when the server makes none. It
        is made after event `after`, where the log goes on from there.

        Raises BackendError when the line breaks; the next call goes on there.
        """
        return self._download(f"/v1/snapshot?after={after}", taker)

    def sign_in(self, wanted: SignIn) -> SignedIn:
        """A session of this terminal; its token is used from here on."""
        begun = self._ask("POST", "/v1/sessions", SignedIn, content=msgspec.json.encode(wanted))
        self.token = begun.token
        return begun

    def session(self) -> SessionView:
        """This terminal's session."""
        return self._ask("GET", "/v1/sessions/current", SessionView)

    def renew(self, password: str) -> SessionView:
        """Moves the session's last end on."""
        return self._ask(
            "POST", "/v1/sessions/current/renewal", SessionView, content=msgspec.json.encode(Renewal(password))
        )

    def sessions(self, *, everybody: bool = False) -> tuple[SessionView, ...]:
        """The agent's terminals that are signed in; the whole team's for a lead."""
        return self._ask("GET", "/v1/team/sessions" if everybody else "/v1/sessions", Sessions).sessions

    def end_session(self, session_id: str) -> None:
        """Signs another terminal out."""
        self._ask("DELETE", f"/v1/sessions/{quote(session_id, safe='')}", type(None))

    def change_password(self, password: str, new: str) -> SessionView:
        """Another password from now on; every other terminal of the agent's is signed out."""
        content = msgspec.json.encode(NewPassword(password, new))
        return self._ask("POST", "/v1/sessions/current/password", SessionView, content=content)

    def sign_out(self) -> None:
        """Ends this terminal's session."""
        self._ask("DELETE", "/v1/sessions/current", type(None))

    def deliver(self, channel: str, brought: Brought) -> Taken:
        """Brings what a contact did on `chat`, `ticket` or `phone`, with a source's key for a token; twice is once."""
        return self._ask("POST", f"/v1/intake/{channel}", Taken, content=msgspec.json.encode(brought))

    def pokes(self) -> Iterator[Poke]:
        """One for each time the server says that there is news. Ends or raises when the stream does."""
        return poke.read(self._lines("/v1/poke"))
