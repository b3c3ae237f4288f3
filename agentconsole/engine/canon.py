"""Canonical bytes and the hashes over them: the chain of events, and the fingerprint of a command."""

from __future__ import annotations

from hashlib import sha256

from agentconsole.domain.values import dataclass
from agentconsole.wire import Envelope, encode, fingerprint_text

GENESIS = bytes(32)
"""What the first event follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the log keeps it, without its body: erasing that leaves the chain whole."""

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
    body_sha: bytes


def body_digest(salt: bytes, body: str) -> bytes:
    """The salted hash that stands for the body; the salt keeps short texts from being guessed."""
    return sha256(salt + body.encode()).digest()


def columns(entry: Entry) -> tuple[object, ...]:
    """The entry's fields in the order of the log's columns."""
    return (
        entry.seq,
        entry.command_id,
        entry.part,
        entry.conv_id,
        entry.type,
        entry.v,
        entry.actor,
        entry.terminal,
        entry.at_ms,
        entry.client_ms,
        entry.scope,
        entry.body_sha,
    )


def link(prev: bytes, entry: Entry) -> bytes:
    """The hash that chains the entry to the one before it."""
    *fields, _ = columns(entry)
    return sha256(prev + encode([*fields, entry.body_sha.hex()]).encode()).digest()


def fingerprint(envelope: Envelope) -> bytes:
    """Equal for a command that is sent again, different for another one under the same id."""
    return sha256(fingerprint_text(envelope).encode()).digest()
