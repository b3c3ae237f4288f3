"""What a page of the log is made of: whole events with the salts of their bodies, gaps, and what comes into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.customer.products import Products
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the log. `salt` and `sha` are hex; `sha` is empty while the body is there to be hashed."""

    seq: int
    command_id: str
    part: int
    conv_id: str
    type: str
    v: int
    actor: str
    terminal: str
    at_ms: int
    client_ms: int
    scope: str
    salt: str
    body: str
    sha: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """The events from `since` + 1 to `seq` are not for this agent; `hash` is the chain's at `seq`. The conversations in
    `gone` went out of sight among them."""

    since: int
    seq: int
    hash: str
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """With event `seq` a conversation came into sight: `events` are all it has been through before."""

    seq: int
    events: tuple[Logged, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The events after `since` up to `to`, complete by the log's word. `to_hash` is the chain's hash at `to`.

    Whoever does not see every queue is told `gaps` between the events, what came into sight in `arrivals`, and in
    `contacts` whoever became better known through what is not for them, and in `products` all that sources tell of
    those contacts.
    """

    epoch: str
    since: int
    to: int
    to_hash: str
    more: bool
    head_seq: int
    head_hash: str
    events: tuple[Logged, ...]
    gaps: tuple[Gap, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    contacts: tuple[Contact, ...] = ()
    products: tuple[Products, ...] = ()


class OutOfReach(LookupError):
    """The place asked for is not in this log, or not for this agent: `reason` is `epoch`, `ahead`, `horizon` or
    `scope`."""

    def __init__(self, reason: str) -> None:
        """With the one word that tells a console what to do."""
        self.reason = reason
        super().__init__(f"the log cannot be told from there: {reason}")


SELECT = (
    "SELECT e.seq, e.command_id, e.part, e.conv_id, e.type, e.v, e.actor, e.terminal, e.at_ms, e.client_ms, e.scope, "
    "b.salt, b.body, e.body_sha"
)


def logged_from(row: Sequence[Any]) -> Logged:
    """The event a row of SELECT holds."""
    seq, command_id, part, conv_id, type_, v, actor, terminal, at, client, scope, salt, body, sha = row
    told = ("", "", sha.hex()) if body is None else (salt.hex(), body, "")
    return Logged(seq, command_id, part, conv_id, type_, v, actor, terminal, at, client, scope, *told)
