"""What has happened since the last look, one line each: words of contacts, clocks, calls, receipts, the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from agentconsole.cli.line_mode.notices import Notices
from agentconsole.cli.line_mode.words import kind_of
from agentconsole.domain.promises.reminders import Stage, next_stage_at, stage
from agentconsole.domain.queue import span
from agentconsole.domain.terms import FAR, Author, Channel, MessageKind, Status
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tongue import said as told
from agentconsole.tui.dialogs.choices import choices_of
from agentconsole.tui.endings import worded
from agentconsole.tui.present import STATUS_WORDS, state_words
from agentconsole.tui.times import clock_time
from agentconsole.workspace.api import Door
from agentconsole.workspace.draft_api import SET_BACK
from agentconsole.workspace.handing_in import taken_from_me
from agentconsole.workspace.queue_views import MOST_OF_MINE, QueueFilter, QueueRow, Scope
from agentconsole.workspace.undo import OFFERED_FOR
from agentconsole.workspace.views import ReceiptView, TranscriptLine

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.choices import Choices

RESOLVED = "conversation.resolve"
PAGE = 60
ON_ITS_WAY = (N_("{count} to save"), N_("{count} to send"))
"""What is said while all is well, for the moment until a receipt is there; the receipt is the news."""
BEGINNING = (N_("connecting"), N_("sync ok"))
"""How it stands first, and soon after: that all is well is no news then."""
OWED = {
    "answer": N_("rings"),
    "first_reply": N_("waits for a first reply"),
    "reply": N_("waits for an answer"),
    "update": N_("has not heard from you"),
    "hold": N_("is on hold"),
    "acknowledge": N_("has no acknowledgement"),
    "progress": N_("has no progress report"),
    "promised": N_("was promised word"),
    "callback": N_("was promised a call"),
    "follow_up": N_("is to be looked at"),
}


@dataclass
class News:
    """Remembers what was told. Everything belongs to the thread of the door."""

    door: Door
    offset: int = 0
    choices: Choices | None = None
    was_refused: bool = False
    """Whether a command of this prompt came back refused."""
    _mine: dict[str, QueueRow] = field(default_factory=dict)
    _heard: dict[str, int] = field(default_factory=dict)
    _stages: dict[str, tuple[str, Stage]] = field(default_factory=dict)
    _rings: str = ""
    _standing: str = ""
    _sent: dict[str, str] = field(default_factory=dict)
    _is_begun: bool = False

    def __post_init__(self) -> None:
        self._notices = Notices(self.door)

    def sent(self, command_id: str, words: str) -> None:
        """A command was handed over: its receipt is news."""
        self._sent[command_id] = words

    def begin(self) -> None:
        """Takes what is there for known: the queue has just been told."""
        self._changes()

    def lines(self) -> list[str]:
        """The lines to tell now, oldest first."""
        return [*self._changes(), *self._calls(), *self._notices.news(tuple(self._mine))]

    def _changes(self) -> list[str]:
        now = self.door.now()
        rows = {row.id: row for row in self.door.queue(QueueFilter(Scope.MINE), limit=MOST_OF_MINE).rows}
        told = [
            *self._backup(),
            *self._server(),
            *self._receipts(),
            *self._hands(rows),
            *self._words(rows),
            *self._clocks(rows, now),
        ]
        self._mine = rows
        return told

    def changes_at(self) -> int:
        """The instant at which a clock has something new to say; FAR when none does."""
        now = self.door.now()
        instants = [next_stage_at(row.clock, now) or FAR for row in self._mine.values() if row.clock is not None]
        return min(instants, default=FAR)

    def _backup(self) -> Iterator[str]:
        if self.door.drafts.was_set_back():
            yield _(SET_BACK)

    def _server(self) -> Iterator[str]:
        status = self.door.status()
        words = status.sync_words
        if re.sub(r"\d+", "{count}", words) in map(_, ON_ITS_WAY):
            return
        # How long it lasts and how much waits changes all the time; that it is so is the news.
        kind = re.split(r"[\d:,]", words, maxsplit=1)[0]
        before, self._standing = self._standing, kind
        if before not in ("", kind) and (before, kind) != tuple(map(_, BEGINNING)):
            needs = status.signed.needs_password(self.door.now())
            yield _("{words}: renew takes the password").format(words=words) if needs else words

    def _receipts(self) -> Iterator[str]:
        for refusal in self.door.refusals():
            self.was_refused |= self._sent.pop(refusal.command_id, None) is not None
            self.door.forget_refusal(refusal.command_id)
            words = told(refusal.words)
            no = _("refused #{id}: {words}").format(id=refusal.number, words=words)
            if not refusal.number:
                no = _("refused: {words}").format(words=words)
            back = _('Your text is kept as a draft: "{text}"').format(text=refusal.text_back)
            yield f"{no} {back}" if refusal.text_back else no
        if not self._sent:
            return
        for receipt in reversed(self.door.receipts(PAGE)):
            words = self._sent.pop(receipt.command_id, "")
            if words and receipt.outcome == "accepted":
                yield _("{words}: done, receipt #{number}").format(words=words, number=receipt.seq)
                yield from self._way_back(receipt)

    def _way_back(self, receipt: ReceiptView) -> Iterator[str]:
        """Of an ending alone: what is taken, held or tagged stands there, and the opposite can be said."""
        offer = self.door.undo_offer() if receipt.kind == RESOLVED else None
        if offer is not None and offer.command_id == receipt.command_id:
            yield _("z takes {what} back, for {span}.").format(what=offer.words, span=span(OFFERED_FOR))

    def _hands(self, rows: dict[str, QueueRow]) -> Iterator[str]:
        if not self._is_begun:
            self._is_begun = True
            return
        for gone in self._mine.keys() - rows.keys():
            yield self._gone(gone)
        for new in rows.keys() - self._mine.keys():
            row = rows[new]
            words = _("#{id} {channel} of {contact} is yours: {about}").format(
                id=new, channel=told(row.channel), contact=row.contact_name, about=row.subject or row.last_line
            )
            yield words.removesuffix(": ")
        for row in rows.values():
            if row.status is Status.WRAP_UP and self._mine.get(row.id, row).status is not Status.WRAP_UP:
                yield _("#{id} {contact}: how did it end? wrap-up alone says what there is to choose from.").format(
                    id=row.id, contact=row.contact_name
                )

    def _gone(self, conversation_id: str) -> str:
        if taken := taken_from_me(self.door, conversation_id):
            by = next((agent.short_name for agent in self.door.agents() if agent.id == taken.by), taken.by)
            words = _("{who} took #{id} over: you go on reading, and your text is kept.")
            return words.format(who=by, id=conversation_id)
        row = self.door.row(conversation_id)
        words = _("#{id} {contact} is not yours any more: {status}")
        return words.format(id=conversation_id, contact=row.contact_name, status=_(STATUS_WORDS[row.status]))

    def _words(self, rows: dict[str, QueueRow]) -> Iterator[str]:
        for row in rows.values():
            lines = self.door.transcript(row.id, limit=PAGE)
            seen = self._heard.get(row.id, FAR)
            self._heard[row.id] = max((line.k for line in lines if line.receipt or not line.is_own), default=-1)
            if fresh := [line for line in lines if line.k > seen and not line.is_own]:
                chosen = choices_of(self.door.knowledge.dispositions(), self.choices)
                yield from (said(row.id, line, self.offset, chosen) for line in fresh)

    def _clocks(self, rows: dict[str, QueueRow], now: int) -> Iterator[str]:
        for row in rows.values():
            if row.clock is None:
                self._stages.pop(row.id, None)
                continue
            at = stage(row.clock, now)
            before = self._stages.get(row.id, ("", Stage.CALM))
            self._stages[row.id] = (row.clock.mark, at)
            if at >= Stage.NUDGE and before != (row.clock.mark, at) and at is not Stage.LEAD:
                yield due(row, now)

    def _calls(self) -> Iterator[str]:
        ringing = self.door.ringing_call() if self.door.status().call is None else None
        now_rings = ringing.id if ringing else ""
        if now_rings != self._rings and ringing is not None:
            rings = _("!! the phone rings: {contact}, #{id}. a {id} answers.")
            yield rings.format(contact=ringing.contact_name, id=ringing.id)
        self._rings = now_rings


def said(conversation_id: str, line: TranscriptLine, offset: int, choices: Choices | None = None) -> str:
    """One line of a transcript; an ending in the words of the team's `choices`, None for the usual ones."""
    mark = "" if line.author_kind is Author.CONTACT else f" ({kind_of(line)})"
    names = "".join(f" [{_('file {name}').format(name=name)}]" for name, _size in line.attachments)
    is_remark = line.kind is MessageKind.SYSTEM
    who, body = ("", told(worded(line.body, choices))) if is_remark else (f" {line.author}", line.body)
    return f"{clock_time(line.at, offset)} #{conversation_id}{who}{mark}: {body}{names}"


def due(row: QueueRow, now: int) -> str:
    """What is owed to whom, and how late it is; the signs are those of the queue."""
    return f"{_sign(row, now)}#{row.id} {row.contact_name} {_state(row, now)}"


def row_line(row: QueueRow, now: int) -> str:
    """One row of the queue."""
    about = row.subject or row.last_line
    who = ", ".join(each for each in (row.contact_name, about) if each)
    is_live = row.channel is Channel.PHONE and row.status is Status.ACTIVE and row.clock is not None
    stands = [_("yours") if row.is_mine else "", _("live") if is_live else "", _state(row, now)]
    unread = _("{count} new").format(count=row.unread) if row.unread else ""
    all_of_it = ", ".join(each for each in (*stands, unread) if each)
    return f"{_sign(row, now)}#{row.id} {told(row.channel)} {who}: {all_of_it}"


def _sign(row: QueueRow, now: int) -> str:
    at = stage(row.clock, now) if row.clock else Stage.CALM
    return "!! " if at >= Stage.ALARM else "! " if at >= Stage.NUDGE else ""


def _state(row: QueueRow, now: int) -> str:
    if row.clock is None:
        return state_words(row.channel, row.status, row.waits_on)
    left = row.clock.breach_at - now
    when = _("{span} left") if left > 0 else _("late by {span}")
    return f"{_(OWED[row.clock.kind.value])}: {when.format(span=told(span(abs(left))))}"
