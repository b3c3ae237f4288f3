"""The words on the screen: pure functions from values and `now` to the text a widget draws, and when it changes.

Times of day are local: each function that shows one takes `offset`, the milliseconds east of UTC. A cell counts
seconds only in the last minute before its promise breaks, while somebody waits on the line, and until leads are
shown it; everything else changes once a minute or less, because what ticks draws the eye.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agentconsole.domain.customer.called import called
from agentconsole.domain.promises.clocks import Clock, ClockKind
from agentconsole.domain.promises.reminders import Stage, next_stage_at, stage
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.terms import FAR, Channel, MessageKind, Status, Voice, WaitsOn
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _, n_
from agentconsole.tui import safe
from agentconsole.tui.times import clock_time, exactly, in_unit, minutes, roughly, unit_of
from agentconsole.workspace.carried import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentconsole.workspace.knowledge_views import MentionView, ReadyUpdate
    from agentconsole.workspace.queue_views import QueueRow
    from agentconsole.workspace.views import TranscriptLine

DUE_WIDTH: Final = 10
"""Cells of the widest due cell, `DUE +12:34` or `reply 0:42`."""
LEFT_WIDTH: Final = 1 + 2 + 1 + DUE_WIDTH + 1
"""Cells at the left of every list: the cursor, the urgency, a mark or a blank, the due cell and a blank."""

WORDS: Final = {
    ClockKind.ANSWER: N_("ring {span}"),
    ClockKind.FIRST_REPLY: N_("wait {span}"),
    ClockKind.REPLY: N_("reply {span}"),
    ClockKind.UPDATE: N_("upd {span}"),
    ClockKind.HOLD: N_("hold {span}"),
    ClockKind.ACKNOWLEDGE: N_("ack {span}"),
    ClockKind.PROGRESS: N_("prog {span}"),
    ClockKind.PROMISED: N_("eta {span}"),
    ClockKind.CALLBACK: N_("back {span}"),
    ClockKind.FOLLOW_UP: N_("look {span}"),
    ClockKind.ESCALATION: N_("lead {span}"),
}
COUNTS_UP: Final = frozenset({ClockKind.ANSWER, ClockKind.FIRST_REPLY, ClockKind.HOLD})
"""Clocks of people who wait with us right now: shown as how long they have waited."""

URGENCY: Final = {
    Stage.CALM: "  ",
    Stage.NUDGE: "! ",
    Stage.ALARM: "!!",
    Stage.BREACH: "!!",
    Stage.LEAD: "!!",
}
STATUS_WORDS: Final = {
    Status.RINGING: N_("ringing"),
    Status.WAITING: N_("waiting"),
    Status.ACTIVE: N_("active"),
    Status.ON_HOLD: N_("on hold"),
    Status.PENDING: N_("pending"),
    Status.WRAP_UP: N_("wrap-up"),
    Status.MISSED: N_("missed"),
    Status.CALLBACK_OWED: N_("call back"),
    Status.RESOLVED: N_("resolved"),
    Status.CLOSED: N_("closed"),
}
KINDS: Final = {
    MessageKind.REPLY: N_("reply"),
    MessageKind.NOTE: N_("note"),
    MessageKind.UPDATE: N_("update"),
    MessageKind.SYSTEM: N_("system"),
}
"""What a line is, where it is told in a word behind its author."""
VOICES: Final = {
    Voice.WHISPER: N_("WHISPER"),
    Voice.ALONG: N_("UNSENT"),
    Voice.UNSENT: N_("UNSENT"),
    Voice.SUMMARY: N_("SUMMARY"),
    Voice.REMINDER: N_("REMIND"),
}
"""What stands in front of internal lines that are more than a note."""
NOTE: Final = N_("NOTE")
HOUSE: Final = N_("sys")
OWN: Final = N_("you")
DELIVERIES: Final = {
    Delivery.SAVING: N_("saving"),
    Delivery.SAVED: N_("saved"),
    Delivery.SENDING: N_("sending"),
    Delivery.REFUSED: N_("refused"),
    Delivery.HELD: N_("held"),
}
_LONGEST: Final = 999 * 86_400
"""Seconds of the latest promise that still fits its cell."""
_LETTERS: Final = {Channel.PHONE: "P", Channel.TICKET: "T", Channel.CHAT: "C"}


@dataclass(frozen=True, slots=True)
class DueCell:
    """What a row says about its promise, how loudly, and the instant from which it will say something else."""

    text: str
    stage: Stage
    changes_at: int = FAR


def due_cell(clock: Clock, now: int, offset: int = 0, *, seconds: bool = True) -> DueCell:
    """The due cell of a running clock, such as `upd 0:42`, `hold 3:10`, `ack 8m`, `back 14:30`, `DUE +0:10`; without
    `seconds` nothing of it ticks: `upd <1m`."""
    at = stage(clock, now)
    words, changes_at = _words(clock, at, now, offset, seconds)
    return DueCell(words, at, min(changes_at, next_stage_at(clock, now) or FAR))


def row_due(row: QueueRow, now: int, offset: int = 0, *, seconds: bool = True) -> DueCell:
    """The due cell of a row of the queue; without a clock it says where it stands instead."""
    if row.clock is not None:
        return due_cell(row.clock, now, offset, seconds=seconds)
    return DueCell(state_words(row.channel, row.status, row.waits_on, is_ending=row.is_ending), Stage.CALM)


def state_words(channel: Channel, status: Status, waits_on: WaitsOn, *, is_ending: bool = False) -> str:
    """What stands in the clock's place while nothing is owed: `live`, `their turn`, `pending`, `wrap-up`; `to send`
    where the end is saved and on its way."""
    if is_ending:
        return _("to send")
    if status is Status.ACTIVE and channel is Channel.PHONE:
        return _("live")
    if status is Status.ACTIVE and waits_on is WaitsOn.CONTACT:
        return _("their turn")
    return _(STATUS_WORDS[status])


def channel_cell(channel: Channel, slot: int = 0) -> str:
    """Two cells: the channel's letter, and for the agent's own chats the slot (`C1`, `C2`)."""
    return f"{_LETTERS[channel]}{slot or ' '}"


def topic(row: QueueRow) -> str:
    """What the row is about, raw: its subject, else the last line; a chat that woke up names who had it."""
    about = row.subject or row.last_line
    if row.calls_since:
        about = _("LEAD CALLED: {about}").format(about=about)
    if row.woken and row.former_assignee:
        return _("again, was {name}'s: {about}").format(name=row.former_assignee, about=about)
    return _("again: {about}").format(about=about) if row.woken else about


def unread_words(count: int) -> str:
    """`2 new`, `99+new` at most six cells, or nothing."""
    if count > 99:
        return _("99+new")
    return _("{count} new").format(count=count) if count else ""


def delivery_words(line: TranscriptLine, offset: int = 0, *, is_long: bool = False) -> str:
    """How far something the agent wrote has come: `saved`, `sending`, `held`, `refused`, `✓ #48211`."""
    if line.delivery is not Delivery.ACCEPTED:
        return _(DELIVERIES[line.delivery])
    if not line.receipt:
        return ""
    at = f" {clock_time(line.accepted_at, offset, seconds=True)}" if is_long and line.accepted_at else ""
    return f"✓ #{line.receipt}{at}"


def author_words(line: TranscriptLine) -> str:
    """Who wrote a line, raw: `you`, `NOTE` for what stays inside, `sys`, else how the contact is called.

    A contact who is called like one of our own words, or by a name that begins with one, stands in quotation marks.
    """
    if line.kind is MessageKind.NOTE:
        return _(VOICES.get(line.voice, NOTE))
    if line.kind is MessageKind.SYSTEM:
        return _(HOUSE)
    if line.is_own:
        return _(OWN)
    name = called(line.author) or "?"
    ours = {word.casefold() for own in (OWN, NOTE, HOUSE) for word in (own, _(own))}
    return f'"{name}"' if name.partition(" ")[0].casefold() in ours else name


def counted(span: int, *, seconds: bool) -> str:
    """A span of milliseconds to the second; without `seconds` in minutes: `0:42`, `<1m`."""
    return exactly(span // SECOND) if seconds else minutes(span)


def _words(clock: Clock, at: Stage, now: int, offset: int, seconds: bool) -> tuple[str, int]:
    if at is Stage.LEAD:
        return _late(clock, now)
    if at is Stage.BREACH:
        gone, changes_at = _counted(clock.breach_at, now, seconds)
        return _("DUE +{gone}").format(gone=gone), changes_at
    if clock.kind in COUNTS_UP:
        return _waited(clock, at, now, seconds)
    return _left(clock, now, offset, seconds)


def _late(clock: Clock, now: int) -> tuple[str, int]:
    gone = _gone(clock.breach_at, now)
    unit = unit_of(gone)
    words = _("LATE +{gone}").format(gone=roughly(min(gone, _LONGEST)))
    return words, clock.breach_at + _after(gone, unit) * SECOND


def _waited(clock: Clock, at: Stage, now: int, seconds: bool) -> tuple[str, int]:
    last_minute = clock.breach_at - MINUTE
    if clock.kind is ClockKind.HOLD or at > Stage.CALM or now >= last_minute:
        waited, changes_at = _counted(clock.since, now, seconds)
        return _(WORDS[clock.kind]).format(span=waited), changes_at
    gone = _gone(clock.since, now)
    unit = max(60, unit_of(gone))
    changes_at = clock.since + _after(gone, unit) * SECOND
    return _(WORDS[clock.kind]).format(span=in_unit(gone, 60)), min(changes_at, last_minute)


def _left(clock: Clock, now: int, offset: int, seconds: bool) -> tuple[str, int]:
    word = _(WORDS[clock.kind])
    left = -((now - clock.breach_at) // SECOND)
    if left <= 60:
        words = word.format(span=counted(left * SECOND, seconds=seconds))
        # A whole minute is the only one that reads differently within its last second.
        return words, clock.breach_at - (left - 1 if seconds or left == 60 else 0) * SECOND
    if clock.kind is ClockKind.CALLBACK and left < 12 * 3600:
        time = clock_time(clock.breach_at, offset)
        words = word.format(span=time)
        # A time by twelve hours fits alone: of all promises only a callback is told by the clock.
        return words if len(words) <= DUE_WIDTH else time, clock.breach_at - MINUTE
    unit = unit_of(left)
    below = left // unit * unit - 1
    return word.format(span=roughly(left)), clock.breach_at - max(60, below) * SECOND


def _counted(since: int, now: int, seconds: bool) -> tuple[str, int]:
    """The time gone to the second or minute, from one hour on to the hour, and when that reads differently."""
    gone = _gone(since, now)
    if gone < 3600:
        return counted(gone * SECOND, seconds=seconds), since + _after(gone, 1 if seconds else 60) * SECOND
    return roughly(gone), since + _after(gone, unit_of(gone)) * SECOND


def _gone(since: int, now: int) -> int:
    return max(0, now - since) // SECOND


def _after(seconds: int, unit: int) -> int:
    return (seconds // unit + 1) * unit


def named_in(mention: MentionView, keys: str) -> str:
    """Who names the agent in a note, with the keys that lead there."""
    words = _("{who} names you in a note on #{id}: {keys}")
    return words.format(who=safe.line(mention.by), id=safe.line(mention.conversation_id), keys=keys)


def not_heard(updates: Sequence[ReadyUpdate], keys: str) -> str:
    """How many contacts are still to be told of the incident, with the keys for it."""
    words = n_(
        "{count} contact of yours has not heard the update on incident {incident}: {keys}",
        "{count} contacts of yours have not heard the update on incident {incident}: {keys}",
        len(updates),
    )
    return words.format(count=len(updates), incident=safe.line(updates[0].incident_id), keys=keys)
