"""What an answer of the server means for whoever asked: done, try again, sign in, start over, or never."""

from __future__ import annotations

import msgspec

from agentconsole.backends.api import ProblemDetails
from agentconsole.backends.base import (
    BackendError,
    BackendFault,
    BackendRejected,
    BackendUnavailable,
    NotAdmitted,
    NotSignedIn,
    StartOver,
    TooOld,
)
from agentconsole.domain.values import dataclass
from agentconsole.typed import decoded

LONGEST_WORDS = 200
LONGEST_RETRY = 300
"""Seconds: a server that asks for more is asked again all the same."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as it came."""

    status: int
    content_type: str
    retry_after: str
    is_ours: bool
    """Whether it carries our protocol's header: a hotel's login page does not."""
    body: bytes


def meaning(heard: Heard) -> BackendError | None:
    """What to raise for the answer; None for one that says it was done (the table of protocol.md, 3.12)."""
    if not heard.is_ours or 300 <= heard.status < 400:
        return _from_elsewhere(heard)
    if heard.status < 300:
        return None if heard.status == 204 or heard.content_type.startswith("application/json") else not_ours()
    problem = _problem(heard.body)
    words = clean(problem.detail) or f"The server answered {heard.status}."
    match heard.status:
        case 401:
            return NotAdmitted(words) if problem.code == "not_admitted" else NotSignedIn(words)
        case 409 | 425:
            return BackendUnavailable(words, retry_after=1)
        case 410:
            return StartOver(clean(problem.code), words)
        case 426:
            return TooOld(words)
        case 429 | 503:
            return BackendUnavailable(words, retry_after=seconds(heard.retry_after))
        case 500:
            return BackendFault(words)
        case status if status >= 500 or status == 408:
            return BackendUnavailable(words)
        case _:
            return BackendRejected(words)


def _from_elsewhere(heard: Heard) -> BackendError:
    """A proxy in front of the server that is in trouble, or something that is no server of ours at all."""
    if heard.status in (429, 500, 502, 503, 504):
        return BackendUnavailable("The server is not there right now.", retry_after=seconds(heard.retry_after))
    return not_ours()


def not_ours() -> BackendError:
    """Something else answered, such as the sign-in page of a network: nothing may be concluded from it."""
    return BackendUnavailable("What answers there is not the team's server: is this network asking you to sign in?")


def seconds(told: str) -> int:
    """Retry-After within reason; 0 where it says nothing we understand."""
    return min(LONGEST_RETRY, int(told[:6])) if told.isdecimal() else 0


def clean(words: str) -> str:
    """Somebody else's words, cut, and without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in words[:LONGEST_WORDS]).strip()


def _problem(body: bytes) -> ProblemDetails:
    try:
        return decoded(body, ProblemDetails)
    except (msgspec.DecodeError, ValueError):
        return ProblemDetails("", "", 0, "", "")
