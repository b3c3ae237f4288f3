"""What we say: replies, notes, holding updates, acknowledgements and progress reports."""

from __future__ import annotations

from agentconsole.domain.commands import Acknowledge, Note, Reply, ReportProgress, StartWork, Update
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import (
    Acknowledged,
    Event,
    Noted,
    ProgressReported,
    Replied,
    Resumed,
    Updated,
    WorkStarted,
)
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import STATUS_WORDS, bad_text, first, not_held, rule, subject
from agentconsole.domain.rules.mentioning import mentions_in, would_not_see
from agentconsole.domain.rules.speaking import may_not_speak, unread_summary
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.domain.view import Context, Decision, View
from agentconsole.domain.words.asking import asks

UPDATES_BEFORE_REASON = 2
"""Holding updates in a row after which the next one has to name what blocks."""

SAME_MOMENT = 10 * SECOND
"""In which the same words from two consoles of one agent are one reply."""

LIVE = {
    Channel.PHONE: frozenset({Status.ACTIVE, Status.ON_HOLD}),
    Channel.TICKET: frozenset({Status.ACTIVE, Status.PENDING}),
    Channel.CHAT: frozenset({Status.ACTIVE}),
}


def trimmed(body: str) -> str:
    """The text without empty lines in front and behind; indentation of the first line stays."""
    return body.lstrip("\n").rstrip()


def deaf(conversation: Conversation) -> Refusal | None:
    """The refusal when nobody would hear a public word."""
    if conversation.status in LIVE[conversation.channel]:
        return None
    stands = STATUS_WORDS[conversation.status]
    return Refusal(Code.WRONG_STATUS, f"#{conversation.id} {stands}; reopen or take it before you write.")


def unseen(view: View, context: Context, seen: int | None) -> Refusal | None:
    """The collision stop: something new arrived that the agent had not on screen."""
    conversation = subject(view)
    if seen is None:
        return None
    if conversation.last_contact_k >= seen:
        return Refusal(Code.NEWER_MESSAGE, "They wrote again while you typed; read it, then send.")
    if conversation.last_agent_k >= seen and conversation.last_agent != context.actor:
        colleague = view.name_of(conversation.last_agent)
        return Refusal(Code.NEWER_MESSAGE, f"{colleague} wrote here while you typed; read it, then send.")
    return None


def _sent_already(view: View, context: Context, body: str) -> Refusal | None:
    """The refusal of the same words in the same moment from another console of the same agent: Enter was pressed over
    one draft in both. From one console, or a little later, the same may be said twice."""
    said = view.said
    if said is None or context.terminal in ("", said.terminal) or trimmed(body) != said.body:
        return None
    if context.now - said.at > SAME_MOMENT:
        return None
    words = f"Your other console has just sent the same words, receipt #{said.seq}. They are not sent twice."
    return Refusal(Code.ALREADY_SENT, words)


@rule(Reply)
def reply(view: View, command: Reply, context: Context) -> Decision:
    """A public answer by whoever holds it, over nothing unread."""
    conversation = subject(view)
    refusal = first(
        bad_text(command.body, "reply"),
        may_not_speak(view, context),
        _sent_already(view, context, command.body),
        deaf(conversation),
        unseen(view, context, command.seen),
    )
    if refusal:
        return refusal
    waits_on = command.waits_on or (WaitsOn.CONTACT if asks(command.body) else WaitsOn.US)
    said = Replied(conversation.id, body=trimmed(command.body), waits_on=waits_on)
    return (said, *_back_to_work(conversation, waits_on))


def _back_to_work(conversation: Conversation, waits_on: WaitsOn) -> tuple[Event, ...]:
    if conversation.status is Status.PENDING and waits_on is WaitsOn.US:
        return (Resumed(conversation.id, status=Status.ACTIVE),)
    return ()


@rule(Note)
def note(view: View, command: Note, context: Context) -> Decision:
    """Everybody may leave a note, at any time: notes never conflict. Whom it names by `@` is told."""
    refusal = first(bad_text(command.body, "note"), would_not_see(view, command.body))
    if refusal:
        return refusal
    return (Noted(subject(view).id, body=trimmed(command.body)), *mentions_in(view, command.body, context.actor))


@rule(Update)
def update(view: View, command: Update, context: Context) -> Decision:
    """Honest word that we are still on it. On the phone it is spoken to a caller on hold."""
    conversation = subject(view)
    refusal = first(
        bad_text(command.body, "update"),
        may_not_speak(view, context),
        _sent_already(view, context, command.body),
        deaf(conversation),
        unseen(view, context, command.seen),
        _third_in_a_row(conversation, command),
    )
    if refusal:
        return refusal
    said = Updated(conversation.id, body=trimmed(command.body), blocked_by=command.blocked_by.strip())
    turn = WaitsOn.OTHERS if conversation.waits_on is WaitsOn.OTHERS else WaitsOn.US
    return (said, *_back_to_work(conversation, turn))


def _third_in_a_row(conversation: Conversation, command: Update) -> Refusal | None:
    if conversation.updates_in_a_row < UPDATES_BEFORE_REASON or command.blocked_by.strip():
        return None
    words = "This would be the third update in a row for them: say what blocks, or call a lead."
    return Refusal(Code.NEEDS_REASON, words)


@rule(Acknowledge)
def acknowledge(view: View, command: Acknowledge, context: Context) -> Decision:
    """The contact is told that their ticket was read; a second time changes nothing, and words are not dropped."""
    conversation = subject(view)
    refusal = first(
        _ticket_only(conversation, "acknowledged"),
        bad_text(command.body, "acknowledgement") if command.body.strip() else None,
        not_held(view, context),
        unread_summary(view, context),
        deaf(conversation),
    )
    if refusal:
        return refusal
    if conversation.acknowledged_at is not None and conversation.owed_since is None:
        words = "They know already that it was read; send your words as a reply if they add something."
        return Refusal(Code.DUPLICATE, words) if command.body.strip() else ()
    return (Acknowledged(conversation.id, body=command.body.strip()),)


@rule(StartWork)
def start_work(view: View, command: StartWork, context: Context) -> Decision:
    """Work begins; beginning twice changes nothing."""
    conversation = subject(view)
    refusal = first(not_held(view, context), deaf(conversation))
    if refusal:
        return refusal
    return () if conversation.stamps.work_started else (WorkStarted(conversation.id),)


@rule(ReportProgress)
def report_progress(view: View, command: ReportProgress, context: Context) -> Decision:
    """How far we are, and an instant to come for the next word: a promise with a clock of its own."""
    conversation = subject(view)
    refusal = first(
        _ticket_only(conversation, "given a progress report"),
        bad_text(command.body, "progress report"),
        not_held(view, context),
        unread_summary(view, context),
        deaf(conversation),
        in_the_past(command.promised_at, context.now, "The estimated time"),
    )
    if refusal:
        return refusal
    said = ProgressReported(conversation.id, body=trimmed(command.body), promised_at=command.promised_at)
    return (said, *_back_to_work(conversation, WaitsOn.US))


def _ticket_only(conversation: Conversation, what: str) -> Refusal | None:
    if conversation.channel is Channel.TICKET:
        return None
    return Refusal(Code.WRONG_CHANNEL, f"Only tickets are {what}; #{conversation.id} is a {conversation.channel}.")


def in_the_past(at: int, now: int, what: str) -> Refusal | None:
    """The refusal of a promise for an instant that has passed."""
    if at > now:
        return None
    return Refusal(Code.BAD_TIME, f"{what} lies in the past; name one to come.")
