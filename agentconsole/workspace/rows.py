"""From stored rows to what a pane draws: queue rows with their clocks, transcript lines with their proof."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agentconsole.domain.agent import Agent
from agentconsole.domain.clocks import Clock, ClockKind, clock_due
from agentconsole.domain.conversation import FAR, Channel, Status
from agentconsole.domain.incoming import Attachment, Author
from agentconsole.domain.message import MessageKind, Voice
from agentconsole.domain.service_levels import ServiceLevels
from agentconsole.store.queries import QueueEntry
from agentconsole.store.strange import Strange
from agentconsole.tongue import _, number
from agentconsole.workspace.views import Delivery, Position, QueueRow, TranscriptLine


def clock_of(entry: QueueEntry, levels: ServiceLevels) -> Clock | None:
    """The clock the row's due instant belongs to; None when nothing is owed."""
    return clock_due(ClockKind(entry.due_kind), entry.due_ms, levels) if entry.due_kind else None


def queue_row(
    entry: QueueEntry, levels: ServiceLevels, me: str, slot: int, unread: int, is_pending: bool, former: str
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
        clock=clock_of(entry, levels),
        slot=slot,
        unread=unread,
        woken=entry.place_ms == 0,
        former_assignee=former,
        is_mine=entry.assignee == me,
        is_pending=is_pending,
        calls_since=0 if entry.calls_ms >= FAR else entry.calls_ms,
        incident=entry.incident,
    )


def transcript_line(row: tuple[object, ...], me: str, team: Mapping[str, Agent]) -> TranscriptLine:
    """One stored message as a line; agents are shown by the name colleagues use."""
    k, seq, kind, author_kind, author, at, body, length, attachments, voice = msgspec.convert(
        row, tuple[int, int, str, str, str, int, str, int, str, str]
    )
    text = body if length <= len(body) else f"{body}\n{_more(length - len(body))}"
    files = msgspec.json.decode(attachments, type=tuple[Attachment, ...]) if attachments else ()
    known = team.get(author)
    return TranscriptLine(
        k=k,
        kind=MessageKind(kind),
        author_kind=Author(author_kind),
        author=known.short_name if known and author_kind != Author.CONTACT else author,
        at=at,
        body=text,
        attachments=tuple((f.name, f.size) for f in files),
        is_own=author_kind == Author.AGENT and author == me,
        delivery=Delivery.ACCEPTED,
        receipt=seq,
        accepted_at=at,
        voice=Voice(voice),
    )


def _more(count: int) -> str:
    return _("… {count} more characters").format(count=number(count))


def strange_line(it: Strange, k: int) -> TranscriptLine:
    """The neutral line of an event this version does not know; it shares `k` with the message before it."""
    words = _("Something happened here that this version cannot show ({kind}). Update agentconsole to see it.")
    words = words.format(kind=it.type)
    return TranscriptLine(
        k=k, kind=MessageKind.SYSTEM, author_kind=Author.SYSTEM, author="", at=it.at_ms, body=words, receipt=it.seq
    )
