"""The team's server over HTTPS: the one module that speaks HTTP to it, and what each of its answers means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from agentconsole.backends import trust
from agentconsole.backends.answers import Heard, meaning, not_ours
from agentconsole.backends.api import (
    LARGEST_ANSWER,
    LARGEST_SNAPSHOT,
    PROTOCOL,
    PROTOCOL_HEADER,
    TIME_HEADER,
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
from agentconsole.backends.base import BackendError, BackendRejected, BackendUnavailable
from agentconsole.engine.logged import Window

T = TypeVar("T")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT = httpx.Timeout(connect=3, read=10, write=10, pool=5)
PIECE = 256 * 1024
"""Bytes of a first copy that are handed on at once."""
SILENCE = 35.0
"""Seconds without a byte after which a stream of pokes is taken for dead: two pings and a bit."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one answer says about the server's clock: its instant, and the ms the answer took."""

    server_ms: int
    took_ms: int


def origin(address: str) -> str:
    """The server's address in its one spelling. Raises BackendRejected for what is none, or is not safe."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise BackendRejected(f"{address[:200]!r} is no server's address; write https://host or https://host:port.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BackendRejected(
            "A server elsewhere is spoken to over https:// only: a password would be read on the way."
        )
    named = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{named}{port}{parts.path.rstrip('/')}"


class Taker(Protocol):
    """Takes a file that may come in several goes."""

    @property
    def begun(self) -> tuple[str, int]:
        """Which file it has begun, by its tag, and how many bytes of it are here."""
        ...

    def begin(self, tag: str, at: int, total: int) -> None:
        """The file called `tag` comes from byte `at` on, and has `total`."""
        ...

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        ...


class RestBackend:
    """One terminal's way to the server. Each thread has one of its own."""

    def __init__(
        self,
        url: str,
        token: str = "",
        ca_file: str = "",
        heard_time: Callable[[Sample], None] = lambda _: None,
    ) -> None:
        """`heard_time` is told of every answer's Server-Time. Raises BackendRejected for an unsafe address."""
        self.name = origin(url)
        self.token = token
        self._heard_time = heard_time
        self._client = httpx.Client(
            base_url=self.name,
            timeout=TIMEOUT,
            follow_redirects=False,
            verify=trust.context(ca_file),
            headers={PROTOCOL_HEADER: str(PROTOCOL), "User-Agent": "agentconsole"},
            trust_env=self.name.startswith("https"),
        )

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

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
        tag, at = taker.begun
        ours = self._headers({"Range": f"bytes={at}-", "If-Range": tag} if at else {})
        try:
            with self._client.stream("GET", f"/v1/snapshot?after={after}", headers=ours) as answer:
                if answer.status_code == 416 and PROTOCOL_HEADER in answer.headers:
                    # Nothing is left of it: all of it came before the line was cut.
                    return True
                if answer.status_code not in (200, 206) or PROTOCOL_HEADER not in answer.headers:
                    return self._no_snapshot(answer)
                begins, total = _span(answer.status_code, answer.headers)
                taker.begin(answer.headers.get("etag", ""), begins, total)
                for piece in answer.iter_raw(PIECE):
                    taker.take(piece)
        except httpx.HTTPError as error:
            raise _trouble(error) from error
        return True

    def _no_snapshot(self, answer: httpx.Response) -> bool:
        """False for a server without snapshots; raises what any other answer means."""
        heard = _heard(answer, _whole(answer))
        if heard.is_ours and answer.status_code == 404:
            return False
        raise meaning(heard) or not_ours()

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

    def pokes(self) -> Iterator[int]:
        """One for each time the server says that there is news: the ms over which it asks its consoles to spread their
        pulls. Ends or raises when the stream does."""
        timeout = httpx.Timeout(connect=3, read=SILENCE, write=10, pool=5)
        try:
            with self._client.stream("GET", "/v1/poke", headers=self._headers({}), timeout=timeout) as stream:
                if stream.status_code != 200:
                    raise BackendUnavailable("The server does not let us listen.")
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        spread = line[5:].strip()
                        yield int(spread[:6]) if spread.isdecimal() else 0
        except httpx.HTTPError as error:
            raise _trouble(error) from error

    def _ask(
        self, method: str, path: str, kind: type[T], *, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> T:
        given = self._headers(headers or ({"Content-Type": "application/json"} if content else {}))
        began = perf_counter()
        try:
            with self._client.stream(method, path, content=content or None, headers=given) as answer:
                body = _whole(answer)
        except httpx.HTTPError as error:
            raise _trouble(error) from error
        failure = meaning(_heard(answer, body))
        if failure is not None:
            raise failure
        self._note_time(answer.headers.get(TIME_HEADER, ""), perf_counter() - began)
        return _read(body, kind)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**more, "Authorization": f"Bearer {self.token}"} if self.token else more

    def _note_time(self, told: str, seconds: float) -> None:
        if told.isdecimal() and len(told) < 16:
            self._heard_time(Sample(int(told), int(seconds * 1_000)))


def _heard(answer: httpx.Response, body: bytes) -> Heard:
    told = answer.headers
    kind, later = told.get("content-type", ""), told.get("retry-after", "")
    return Heard(answer.status_code, kind, later, PROTOCOL_HEADER in told, body)


def _span(status: int, told: httpx.Headers) -> tuple[int, int]:
    """From which byte on the file comes, and how many it has. Raises BackendUnavailable."""
    match = re.fullmatch(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})", told.get("content-range", ""))
    whole = told.get("content-length", "")
    if status == 206 and match:
        found = int(match[1]), int(match[2])
    elif status == 200 and whole.isdecimal() and len(whole) < 16:
        found = 0, int(whole)
    else:
        raise not_ours()
    if found[1] > LARGEST_SNAPSHOT:
        raise BackendUnavailable("The server's copy is larger than any can be.")
    return found


def _whole(answer: httpx.Response) -> bytes:
    """The body, as long as it stays within reason: a few bytes may unpack to gigabytes. Raises BackendUnavailable."""
    parts, size = [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise BackendUnavailable("The server's answer has no end.")
    return b"".join(parts)


def _read(body: bytes, kind: type[T]) -> T:
    if kind is type(None):
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise not_ours() from error


def _trouble(error: httpx.HTTPError) -> BackendError:
    certificate = trust.complaint(error)
    return BackendRejected(certificate) if certificate else BackendUnavailable(_words(error))


def _words(error: httpx.HTTPError) -> str:
    """What went wrong on the way, without a word the other side has chosen."""
    match error:
        case httpx.ConnectTimeout() | httpx.ReadTimeout() | httpx.WriteTimeout() | httpx.PoolTimeout():
            return "The server does not answer in time."
        case httpx.ConnectError():
            return "The server cannot be reached."
        case httpx.DecodingError() | httpx.RemoteProtocolError():
            return "What answers there is not the server, or the line is broken."
        case _:
            return "The line to the server broke."
