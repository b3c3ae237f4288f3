"""What nobody has to ask for: conversations that went silent on others, and those no lead has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.ladder import Ladder, rung_of
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.queue import span
from agentconsole.domain.terms import WaitsOn
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Quiet:
    """A conversation that waits on somebody else and has heard nothing since `since`; the words are for its owner."""

    conversation_id: str
    since: int
    words: str


def quiet_rungs(rows: Iterable[Conversation], ladder: Ladder, levels: ServiceLevels, now: int) -> tuple[Quiet, ...]:
    """Those to chase before the customer has to ask, the longest silent first."""
    found = [each for each in (_quiet(row, ladder, levels, now) for row in rows) if each is not None]
    return tuple(sorted(found, key=lambda each: each.since))


def _quiet(row: Conversation, ladder: Ladder, levels: ServiceLevels, now: int) -> Quiet | None:
    if not row.is_open:
        return None
    raised = row.oversight.escalation
    if raised is not None:
        # Once acknowledged the rung has spoken; from then on its silence counts anew.
        since = max(raised.since, raised.acknowledged_at or 0, row.last_public_at or 0)
        rung = rung_of(ladder, raised.rung)
        whom = rung.name if rung else raised.rung
    elif row.waits_on is WaitsOn.OTHERS:
        since, whom = max(row.last_public_at or 0, row.owing_since or 0, row.assigned_at or 0), "others"
    else:
        return None
    if now - since < levels.quiet_after:
        return None
    silent = span(now - since)
    words = f"#{row.id} has waited on {whom} for {silent} without a word: chase them, then tell {row.contact_name}."
    return Quiet(row.id, since, words)


@dataclass(frozen=True, slots=True)
class Untouched:
    """A conversation nobody senior has looked at this shift, and for how long it has been going on."""

    conversation_id: str
    words: str


def untouched(rows: Iterable[Conversation], shift_began: int, now: int) -> tuple[Untouched, ...]:
    """Touching every table: what somebody holds and no lead has looked at since the shift began, the oldest first."""
    waiting = [row for row in rows if row.assignee and row.is_open and (row.oversight.looked_at or 0) < shift_began]
    waiting.sort(key=lambda row: (row.assigned_at or row.received_at, row.id))
    return tuple(Untouched(row.id, _since_when(row, shift_began, now)) for row in waiting)


def _since_when(row: Conversation, shift_began: int, now: int) -> str:
    held = span(now - (row.assigned_at or row.received_at))
    last = row.oversight.looked_at
    if last is None:
        return f"With {row.assignee} for {held}."
    return f"With {row.assignee} for {held}; last look {span(shift_began - last)} before this shift."
