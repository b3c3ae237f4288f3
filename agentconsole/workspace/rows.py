"""From stored rows to the lines of the queue, with their clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import Clock, ClockKind, clock_due
from agentconsole.domain.terms import FAR, Channel, Status, WaitsOn
from agentconsole.workspace.queue_views import Position, QueueRow

if TYPE_CHECKING:
    from agentconsole.domain.promises.service_levels import ServiceLevels
    from agentconsole.store.queries import QueueEntry


def clock_of(entry: QueueEntry, levels: ServiceLevels) -> Clock | None:
    """The clock the row's due instant belongs to; None when nothing is owed."""
    return clock_due(ClockKind(entry.due_kind), entry.due_ms, levels) if entry.due_kind else None


def queue_row(
    entry: QueueEntry,
    levels: ServiceLevels,
    me: str,
    slot: int,
    unread: int,
    is_pending: bool,
    former: str,
    *,
    is_ending: bool = False,
) -> QueueRow:
    """One line of the queue as this agent sees it."""
    return QueueRow(
        id=entry.id,
        channel=Channel(entry.channel),
        status=Status(entry.status),
        contact_name=entry.contact_name,
        subject=entry.subject,
        category=entry.category,
        assignee=entry.assignee,
        last_line=entry.last_line,
        position=Position(entry.place_ms, entry.waiting_ms, entry.id),
        clock=None if is_ending else clock_of(entry, levels),
        slot=slot,
        unread=unread,
        woken=entry.place_ms == 0,
        former_assignee=former,
        is_mine=entry.assignee == me,
        is_pending=is_pending,
        is_ending=is_ending,
        calls_since=0 if entry.calls_ms >= FAR else entry.calls_ms,
        incident=entry.incident,
        waits_on=WaitsOn(entry.waits_on),
    )
