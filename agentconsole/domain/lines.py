"""Which lines an event adds to the transcript: the words said, and the console's own dry remarks."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain import events as happened
from agentconsole.domain.calls.events import CallbackCompleted, CallbackPromised, CallLogged
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.incident_effects import incident_remark
from agentconsole.domain.leads.events import HandedBack, TextTakenAlong
from agentconsole.domain.leads.lines import because, lead_remark, said_to_the_team
from agentconsole.domain.message import Message
from agentconsole.domain.queue import span
from agentconsole.domain.terms import Author, MessageKind, Status, Voice, WaitsOn

PREVIEW = 120


def lines(event: Event, conversation: Conversation, at: int, actor: str) -> tuple[Message, ...]:
    """The lines the event adds, numbered on from the conversation's count of messages before it."""
    if isinstance(event, happened.Opened):
        return _opening(event, conversation)
    told = said_to_the_team(event)
    if told is not None:
        return (_line(conversation, MessageKind.NOTE, _writer(event, actor), at, told[1], told[0]),)
    voice = Voice.LEAD if conversation.oversight.speaks_as_lead(actor) else Voice.OWN
    own, k = conversation.id, conversation.messages
    match event:
        case happened.Received():
            kind, author_kind, body = MessageKind.REPLY, Author.CONTACT, event.body
            who = conversation.contact_name
            words = Message(own, k, kind, author_kind, who, at, body, event.external_id, event.attachments)
            return (words,)
        case happened.Replied() | happened.ProgressReported():
            return (_line(conversation, MessageKind.REPLY, actor, at, event.body, voice),)
        case happened.Acknowledged() if event.body:
            return (_line(conversation, MessageKind.REPLY, actor, at, event.body, voice),)
        case happened.Updated():
            return (_line(conversation, MessageKind.UPDATE, actor, at, event.body, voice),)
        case happened.Noted():
            return (_line(conversation, MessageKind.NOTE, actor, at, event.body, Voice.OWN),)
        case _:
            remark = _remark(event, actor, at) or lead_remark(event, actor, at) or incident_remark(event, actor)
            return (Message(own, k, MessageKind.SYSTEM, Author.SYSTEM, actor, at, remark),) if remark else ()


def _writer(event: Event, actor: str) -> str:
    match event:
        case HandedBack(by=writer) | TextTakenAlong(from_agent=writer):
            return writer
        case _:
            return actor


def _line(c: Conversation, kind: MessageKind, actor: str, at: int, body: str, voice: Voice) -> Message:
    return Message(c.id, c.messages, kind, Author.AGENT, actor, at, body, voice=voice)


def _opening(event: happened.Opened, conversation: Conversation) -> tuple[Message, ...]:
    return tuple(
        Message(
            event.conversation_id,
            k,
            MessageKind.NOTE if m.kind == "note" else MessageKind.REPLY,
            m.author,
            m.author_name or (event.contact.name if m.author is Author.CONTACT else m.author.value),
            m.at,
            m.body,
            m.external_id,
            m.attachments,
        )
        for k, m in enumerate(event.messages, start=conversation.messages)
    )


def _remark(event: Event, actor: str, at: int) -> str:
    match event:
        case happened.Claimed():
            return f"{actor} took it"
        case happened.Released():
            return f"{actor} gave it back to the queue"
        case happened.Transferred():
            to = event.to_agent or f"the queue {event.to_queue}"
            return because(f"{actor} handed it to {to}", event.note)
        case happened.Pended():
            for_whom = "the contact" if event.waits_on is WaitsOn.CONTACT else "others"
            return because(f"waiting for {for_whom}", event.reason)
        case happened.Snoozed():
            return because(f"a follow-up was set, due in {span(event.until - at)}", event.reason)
        case happened.HeldCall():
            return "on hold"
        case happened.Resumed():
            return "resumed"
        case happened.Resolved():
            return f"{actor} resolved it" if event.status is Status.RESOLVED else f"{actor} ended it"
        case happened.Reopened():
            return f"{actor} reopened it"
        case happened.Left():
            return "nobody answered in time" if event.status is Status.MISSED else "the contact left"
        case happened.AnswerWaived():
            return f"{actor} found that it needs no answer"
        case happened.WorkStarted():
            return f"{actor} started work"
        case happened.Acknowledged():
            return f"{actor} acknowledged it"
        case _:
            return _record(event, actor, at)


def _record(event: Event, actor: str, at: int) -> str:
    match event:
        case happened.IdentityChecked():
            return because(f"identity {event.result} by {event.how}", event.why)
        case happened.FaultAdmitted():
            return because(f"our fault: {event.cause}", event.compensation)
        case happened.Merged():
            return f"merged into #{event.into}"
        case happened.Absorbed():
            return f"#{event.other} was merged into this one"
        case happened.Linked():
            return f"linked with #{event.other}"
        case CallbackPromised():
            return f"{actor} promised a callback, due in {span(event.due_at - at)}"
        case CallbackCompleted():
            return f"{actor} called back" if event.reached else f"{actor} called back, nobody answered"
        case CallLogged():
            return because(f"{actor} logged an {event.direction} call", event.note)
        case happened.WrappedUp():
            return because(f"wrapped up: {event.disposition}", event.note)
        case happened.CloseRequested():
            return "the contact asked to close it"
        case happened.PromiseBroken():
            return f"promise broken: {event.clock.value.replace('_', ' ')}"
        case happened.Undone():
            return f"{actor} took the last step back"
        case _:
            return ""


def after_opening(conversation: Conversation) -> Conversation:
    """The conversation as its opening lines were counted: with none before them."""
    return replace(conversation, messages=0)


def preview(body: str) -> str:
    """The first line of a message, short enough for a row."""
    line = body.strip().split("\n", 1)[0].strip()
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"
