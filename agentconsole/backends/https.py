"""The line to the team's server: the one module that speaks HTTPS to it, and what goes wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Protocol, TypeVar

import httpx
import msgspec

from agentconsole.backends import trust
from agentconsole.backends.address import origin
from agentconsole.backends.answers import Heard, meaning, not_ours
from agentconsole.backends.api import LARGEST_ANSWER, LARGEST_SNAPSHOT, PROTOCOL, PROTOCOL_HEADER, TIME_HEADER
from agentconsole.backends.base import BackendError, BackendRejected, BackendUnavailable
from agentconsole.domain.values import dataclass
from agentconsole.typed import decoded

T = TypeVar("T")
TIMEOUT = httpx.Timeout(connect=3, read=10, write=10, pool=5)
PIECE = 256 * 1024
"""Bytes of a file that are handed on at once."""
SILENCE = 35.0
"""Seconds without a byte after which a stream of lines is taken for dead: two of the server's pings and a bit."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one answer says about the server's clock: its instant, and the ms the answer took."""

    server_ms: int
    took_ms: int


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


class HttpsLine:
    """One thread's connections to one server. Of all answers only what is ours is believed."""

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

    def _download(self, path: str, taker: Taker) -> bool:
        """Hands on a file, from where the taker has it; False when the server has none.

        Raises BackendError when the line breaks; the next call goes on there.
        """
        tag, at = taker.begun
        ours = self._headers({"Range": f"bytes={at}-", "If-Range": tag} if at else {})
        try:
            with self._client.stream("GET", path, headers=ours) as answer:
                if answer.status_code == 416 and PROTOCOL_HEADER in answer.headers:
                    # Nothing is left of it: all of it came before the line was cut.
                    return True
                if answer.status_code not in (200, 206) or PROTOCOL_HEADER not in answer.headers:
                    return self._no_file(answer)
                begins, total = _span(answer.status_code, answer.headers)
                taker.begin(answer.headers.get("etag", ""), begins, total)
                for piece in answer.iter_raw(PIECE):
                    taker.take(piece)
        except httpx.HTTPError as error:
            raise _trouble(error) from error
        return True

    def _no_file(self, answer: httpx.Response) -> bool:
        """False for a server without the file; raises what any other answer means."""
        heard = _heard(answer, _whole(answer))
        if heard.is_ours and answer.status_code == 404:
            return False
        raise meaning(heard) or not_ours()

    def _lines(self, path: str) -> Iterator[str]:
        """The lines of a stream as they come, until it ends. Raises BackendError, also for one that falls silent."""
        timeout = httpx.Timeout(connect=3, read=SILENCE, write=10, pool=5)
        try:
            with self._client.stream("GET", path, headers=self._headers({}), timeout=timeout) as stream:
                if stream.status_code != 200:
                    raise BackendUnavailable("The server does not let us listen.")
                yield from stream.iter_lines()
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
        return decoded(body, kind)
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
