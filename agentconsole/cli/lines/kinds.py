"""The values commands take, as click parses them: conversation ids, instants, spans, and texts of any length."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import rich_click as click

from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.lines import times
from agentconsole.cli.session import Session
from agentconsole.domain.promises.service_levels import lasting

LARGEST_TEXT = 1 << 22
"""Bytes read of a text: far beyond what a message may have, so that the rules can say so."""


_SPAN = re.compile(r"(?:(\d{1,4})\s*d)?\s*(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?\s*(?:(\d{1,6})\s*s)?")


def span_in(name: str, amount: str) -> int:
    """Milliseconds of a span typed as 45s, 10m, 1h30m or 90d. Raises Misused, with what it was given for."""
    found = _SPAN.fullmatch(amount.strip().lower())
    if not found or not any(found.groups()):
        raise Misused(f"{name}: {amount!r} is no span; write it as 45s, 10m, 1h30m or 90d.")
    return lasting(found.groups())


class ConversationId(click.ParamType[str]):
    """`4502` or `#4502`."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id without its number sign."""
        bare = value.strip().removeprefix("#")
        return bare or self.fail("an id is a number such as 4502", param, ctx)


class Instant(click.ParamType[int]):
    """An instant to come, or one that has passed, in epoch milliseconds."""

    name = "time"

    def __init__(self, *, past: bool = False) -> None:
        self._read = times.gone if past else times.coming

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The instant the words mean, as seen from the session's clock."""
        if isinstance(value, int):
            return value
        session = ctx.ensure_object(Session) if ctx else Session()
        try:
            return self._read(value, session.now)
        except ValueError as error:
            self.fail(str(error).rstrip("."), param, ctx)


def whole_text(argument: str | None, file: Path | None) -> str | None:
    """The text as given: itself, stdin for `-`, or a file's; None when there is none. Raises InvalidData."""
    if file is not None:
        return _decoded(_read_file(file), str(file))
    if argument == "-":
        return _decoded(sys.stdin.buffer.read(LARGEST_TEXT), "the standard input")
    return argument


def _read_file(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(LARGEST_TEXT)
    except OSError as error:
        raise InvalidData(f"{file} cannot be read ({error.strerror}); nothing was sent.") from error


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8-sig").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise InvalidData(f"{where} is not UTF-8 text (byte {error.start}); nothing was sent.") from error
