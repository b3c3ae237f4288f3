"""What the notice line says of whoever waits for the agent's word, of what came back refused, and of what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.terms import Status
from agentconsole.tongue import N_, _, said
from agentconsole.tui import safe
from agentconsole.tui.present import topic
from agentconsole.tui.screens.writing.deed_words import deed_on
from agentconsole.tui.widgets.notice_line import Notice, Tone

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import QueueRow
    from agentconsole.workspace.views import RefusalView

Key = Callable[[str], str]

OWED: dict[ClockKind, str] = {
    ClockKind.ANSWER: N_("{who} rings: {key} writes an update"),
    ClockKind.FIRST_REPLY: N_("{who} waits for a first reply: {key} writes an update"),
    ClockKind.REPLY: N_("{who} waits for an answer: {key} writes an update"),
    ClockKind.UPDATE: N_("{who} has not heard from you: {key} writes an update"),
    ClockKind.HOLD: N_("{who} is on hold: {phonekey} goes there, {holdkey} takes them back"),
    ClockKind.ACKNOWLEDGE: N_("{who} has no acknowledgement: {key} writes an update"),
    ClockKind.PROGRESS: N_("{who} has no progress report: {key} begins one"),
    ClockKind.PROMISED: N_("{who} was promised word: {key} begins a report"),
    ClockKind.CALLBACK: N_("{who} was promised a call: {duekey} opens it, {callkey} records the call"),
    ClockKind.FOLLOW_UP: N_("{who} is to be looked at ({about}): {duekey} opens it, {holdkey} takes it up"),
    ClockKind.ESCALATION: N_("{who} waits for a lead: {key} writes an update"),
}
TAKEN_UP = N_("{who} is to be looked at ({about}): {duekey} opens it")
"""The same of one that is worked on already."""
READ_FIRST = (ClockKind.CALLBACK, ClockKind.FOLLOW_UP, ClockKind.HOLD)
"""What no update settles, and no key of a page."""


def is_late(row: QueueRow, now: int) -> bool:
    """Whether its promise is broken."""
    return row.clock is not None and stage(row.clock, now) >= Stage.BREACH


def reminding(due: list[QueueRow], now: int, key: Key) -> Notice:
    """Of the first of these, which runs a clock, and of how many there are."""
    first = due[0]
    assert first.clock is not None
    slot = f"C{first.slot} " if first.slot else ""
    who = f"{slot}{safe.name(first.contact_name)}"
    is_taken_up = first.clock.kind is ClockKind.FOLLOW_UP and first.status is not Status.PENDING
    words = _(TAKEN_UP if is_taken_up else OWED[first.clock.kind]).format(
        who=who,
        about=safe.line(topic(first)),
        key=key("reminder.update"),
        duekey=key("goto.due"),
        callkey=key("callback.complete"),
        holdkey=key("conversation.hold"),
        phonekey=key("goto.phone"),
    )
    if len(due) > 1:
        words = _("{reminder} ({count} are due)").format(reminder=words, count=len(due))
    tone = Tone.LATE if is_late(first, now) else Tone.REMINDER
    return Notice(words, tone, is_passed_on=first.clock.kind not in READ_FIRST)


def ringing(call: QueueRow, key: Key) -> Notice:
    """A call that nobody has answered yet."""
    words = _("{who} rings: {key} answers").format(who=safe.name(call.contact_name), key=key("goto.phone"))
    return Notice(words, Tone.REMINDER, is_passed_on=True)


def asking(question: str, key: Key) -> Notice | None:
    """What only the agent can decide, and where; nothing while nothing is asked. The keys come first: a narrow line
    cuts the end."""
    if not question:
        return None
    words = _("{menu} {decisions} decides: {question}")
    words = words.format(question=said(question), menu=key("goto.menu"), decisions=key("goto.decisions"))
    return Notice(words, Tone.REMINDER)


def refused(refusal: RefusalView) -> Notice:
    """What was refused and why, and where the words of it are now."""
    # With a refusal to show, what it is told with is loaded.
    from agentconsole.workspace.views import TEAM_WORDS

    is_to_team = refusal.conversation_id == TEAM_WORDS
    if not refusal.number:
        words = "{what}: {why}" if refusal.asks else _("{what} was refused: {why}")
    else:
        words = "{what} #{id}: {why}" if refusal.asks else _("{what} #{id} was refused: {why}")
    what = deed_on(refusal.kind, refusal.number or TEAM_WORDS * is_to_team)
    told = words.format(what=what, id=refusal.number, why=said(refusal.words))
    if not refusal.text_back:
        return Notice(told, Tone.REFUSAL)
    back = _("Your words stand ready for the next one.") if is_to_team else _("Your text is a draft again.")
    return Notice(f"{told} {back}", Tone.REFUSAL)
