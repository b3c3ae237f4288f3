"""Domain values to JSON and back: one envelope around every command, one body for every event."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from agentconsole.domain.commands import Command
from agentconsole.domain.events import Event
from agentconsole.domain.values import dataclass
from agentconsole.domain.vocabulary import COMMANDS, EVENTS
from agentconsole.typed import converted, decoded

PROTOCOL = 1
T = TypeVar("T")
LARGEST = 2**53
"""Whole numbers beyond it lose digits in other languages' JSON, and have no meaning here."""
NUL = b"\\u0000"
"""As JSON spells it. PostgreSQL cannot hold it, and SQLite's functions take it for a text's end."""
UNREADABLE = "command.unreadable"
"""What a kept text that spells no command is called where the kinds of commands are named."""
_encoder = msgspec.json.Encoder(order="sorted")


class WireError(ValueError):
    """Bytes that are no command or event of ours; the message says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command with everything that travels with it. `id` is a UUIDv7, made when the key was pressed;
    `client_ms` is that instant by the console's clock, `not_after` the last one at which it is still meant (None: it
    always is), `composed_ms` how long the text took to write."""

    id: str
    actor: str
    terminal: str
    command: Command
    client_ms: int
    if_rev: int | None = None
    not_after: int | None = None
    composed_ms: int = 0
    v: int = PROTOCOL

    def is_over(self, now: int) -> bool:
        """Whether it was meant for a time that is past."""
        return self.not_after is not None and now > self.not_after


def encode(value: object) -> str:
    """Compact JSON with sorted keys: the same value always gives the same text.

    Lone surrogates, which no UTF-8 file or database can hold, become U+FFFD.
    """
    try:
        return _encoder.encode(value).decode()
    except UnicodeEncodeError:
        return _encoder.encode(mended(msgspec.to_builtins(value))).decode()


def mended(value: Any) -> Any:
    """The same JSON value with U+FFFD for every lone surrogate and every NUL."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
        case dict():
            return {mended(k): mended(v) for k, v in value.items()}
        case list() | tuple():
            return [mended(v) for v in value]
        case _:
            return value


def decode(text: str | bytes, kind: type[T]) -> T:
    """The value of this type that the JSON text spells. Raises WireError when it spells none."""
    try:
        return decoded(text, kind)
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        raise WireError(str(error)) from error


def well_formed(command: Command) -> Command:
    """The command as every store can hold it: itself, or its twin without lone surrogates and NUL characters."""
    try:
        told = _encoder.encode(command)
    except UnicodeEncodeError:
        told = NUL
    if NUL not in told:
        return command
    return decode(encode(mended(msgspec.to_builtins(command))), type(command))


def to_wire(envelope: Envelope) -> str:
    """The exact text that is kept in the outbox and sent again until it is answered."""
    return encode(_outer(envelope))


def _outer(envelope: Envelope) -> dict[str, object]:
    return {
        "v": envelope.v,
        "id": envelope.id,
        "actor": envelope.actor,
        "terminal": envelope.terminal,
        "kind": envelope.command.kind,
        "args": _args(envelope.command),
        "if_rev": envelope.if_rev,
        "not_after": envelope.not_after,
        "client_ms": envelope.client_ms,
        "composed_ms": envelope.composed_ms,
    }


def _args(command: Command) -> dict[str, Any]:
    args: dict[str, Any] = msgspec.to_builtins(command)
    for name in command.added:
        if not args[name]:
            del args[name]
    return args


@dataclass(frozen=True, slots=True)
class _Outer:
    v: int
    id: str
    actor: str
    terminal: str
    kind: str
    args: dict[str, Any]
    client_ms: int
    if_rev: int | None = None
    not_after: int | None = None
    composed_ms: int = 0


def from_wire(text: str | bytes) -> Envelope:
    """The envelope the text spells. Raises WireError for anything else, an unknown kind of command included."""
    outer = decode(text, _Outer)
    kind = COMMANDS.get(outer.kind)
    if kind is None:
        raise WireError(f"no command is called {outer.kind!r}")
    command = _convert(outer.args, kind)
    return Envelope(
        outer.id,
        outer.actor,
        outer.terminal,
        command,
        outer.client_ms,
        outer.if_rev,
        outer.not_after,
        outer.composed_ms,
        outer.v,
    )


def from_outbox(text: str | bytes, command_id: str, actor: str) -> Envelope:
    """The same for a text that was kept under this id for this actor. Raises WireError for another's, too: those are
    not the bytes that were kept."""
    envelope = from_wire(text)
    if (envelope.id, envelope.actor) != (command_id, actor):
        raise WireError("it is kept under another id, or for somebody else")
    return envelope


def fingerprint_text(envelope: Envelope) -> str:
    """What makes two envelopes the same command: everything but when the key was pressed."""
    outer = _outer(envelope)
    del outer["client_ms"], outer["composed_ms"]
    return encode(outer)


def event_body(event: Event) -> str:
    """The event's body as the log keeps it."""
    return encode(event)


def event_from(type_name: str, body: str) -> Event:
    """The event of this type with this body. Raises WireError for one this version does not know."""
    kind = EVENTS.get(type_name)
    if kind is None:
        raise WireError(f"no event is called {type_name!r}")
    return decode(body, kind)


def _convert(value: dict[str, Any], kind: type[T]) -> T:
    try:
        return converted(value, kind)
    except msgspec.ValidationError as error:
        raise WireError(str(error)) from error
