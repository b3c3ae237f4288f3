"""`agentconsole team levels`: what the team promises its contacts, in numbers."""

from __future__ import annotations

import re
from dataclasses import asdict, fields, replace

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.domain.commands import SetLevels
from agentconsole.domain.queue import span
from agentconsole.domain.service_levels import MINUTE, SECOND, ServiceLevels
from agentconsole.domain.view import SYSTEM
from agentconsole.store.rows import find_levels

_SPAN = re.compile(r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?\s*(?:(\d{1,6})\s*s)?")


@noun("team")
def command() -> None:
    """What the team promises."""


@line_command("levels", example="team levels chat_first_reply=45s breach_after=6m")
@click.argument("changes", nargs=-1, metavar="[NAME=SPAN]...")
def levels(session: Session, changes: tuple[str, ...]) -> None:
    """Show the numbers, or set some: spans such as 45s, 10m or 1h30m. They cannot be switched off."""
    wanted = [_change(each) for each in changes]
    if not wanted:
        with session.reading() as db:
            _show(session, find_levels(db))
        return
    with session.writing() as db:
        # A number that makes no sense raises before anything is asked of the engine.
        changed = replace(find_levels(db), **dict(wanted))
        answer = session.submit(db, SetLevels(changed), session.agent_option or SYSTEM)
    session.receipt(answer)


def _show(session: Session, now: ServiceLevels) -> None:
    words = "\n".join(f"{name:<22}{span(ms)}" for name, ms in asdict(now).items())
    session.answer([{"id": name, "ms": ms} for name, ms in asdict(now).items()], words)


def _change(words: str) -> tuple[str, int]:
    name, _, amount = words.partition("=")
    names = [each.name for each in fields(ServiceLevels)]
    if name not in names:
        raise Misused(f"There is no number called {name!r}; there are {', '.join(names)}.")
    found = _SPAN.fullmatch(amount.strip().lower())
    if not found or not any(found.groups()):
        raise Misused(f"{name}: {amount!r} is no span; write it as 45s, 10m or 1h30m.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return name, (hours * 60 + minutes) * MINUTE + seconds * SECOND


command.add_command(levels)
