"""Rows and lines for the widgets' tests, in one line each."""

from __future__ import annotations

from typing import Any

from agentconsole.domain.promises.clocks import Clock, ClockKind
from agentconsole.domain.terms import FAR, Author, Channel, MessageKind, Status
from agentconsole.workspace.queue_views import Position, QueueRow
from agentconsole.workspace.views import TranscriptLine

NOW = 1_790_000_000_000
MINUTE = 60_000


def a_clock(kind: ClockKind = ClockKind.UPDATE, *, gone: int = 0, since: int | None = None) -> Clock:
    """A promise of five minutes that began `gone` seconds before NOW: nudge at 3:00, alarm 4:00, leads 8:00."""
    start = NOW - gone * 1000 if since is None else since
    return Clock(kind, start, start + 3 * MINUTE, start + 4 * MINUTE, start + 5 * MINUTE, start + 8 * MINUTE)


def a_row(number: int, clock: Clock | None = None, **fields: Any) -> QueueRow:
    """A ticket that waits; its id is the number."""
    plain: dict[str, Any] = {
        "id": str(number),
        "channel": Channel.TICKET,
        "status": Status.WAITING,
        "contact_name": f"Contact {number}",
        "subject": f"about {number}",
        "category": "",
        "assignee": "",
        "last_line": "",
        "position": Position(clock.breach_at if clock else FAR, NOW, str(number)),
        "clock": clock,
    }
    return QueueRow(**plain | fields)


def some_rows(first: int, count: int) -> tuple[QueueRow, ...]:
    """Rows with ids from `first` on."""
    return tuple(a_row(first + index) for index in range(count))


def a_line(k: int, body: str = "", **fields: Any) -> TranscriptLine:
    """Something a contact wrote, one minute after the line before."""
    plain: dict[str, Any] = {
        "k": k,
        "kind": MessageKind.REPLY,
        "author_kind": Author.CONTACT,
        "author": "Mara Kovač",
        "at": NOW + k * 1000,
        "body": body or f"line {k}",
    }
    return TranscriptLine(**plain | fields)


def own(k: int, body: str = "", **fields: Any) -> TranscriptLine:
    """Something the agent wrote."""
    return a_line(k, body, is_own=True, author_kind=Author.AGENT, author="Dana", **fields)
