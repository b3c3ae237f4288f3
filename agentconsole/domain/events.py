"""What can have happened to a conversation: what `decide` answers with and `evolve` builds the rows from."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.conversation import Turn
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.incoming import Attachment, IncomingMessage
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """The root of all events; `type` is its name in the log and on the wire."""

    type: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class OfConversation(Event):
    """Something that happened to one conversation. Where `from_status` and `from_agent` are given,
    they say how it stood and with whom before: what an undo has to bring back."""

    conversation_id: str


@dataclass(frozen=True, slots=True)
class Opened(OfConversation):
    """A conversation began, with the messages it came with. Imported ones may have ended already."""

    type: ClassVar[str] = "conversation.opened"
    channel: Channel
    status: Status
    contact: Contact
    subject: str
    category: str
    queue: str
    source: str
    external_id: str
    received_at: int
    messages: tuple[IncomingMessage, ...] = ()
    callback_at: int | None = None


@dataclass(frozen=True, slots=True)
class Received(OfConversation):
    """The contact wrote; `status` is where that leaves the conversation."""

    type: ClassVar[str] = "message.received"
    status: Status
    body: str
    external_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    asks_to_close: bool = False


@dataclass(frozen=True, slots=True)
class Left(OfConversation):
    """The contact is gone; a caller nobody answered is owed a callback by `callback_at`."""

    type: ClassVar[str] = "contact.left"
    status: Status
    callback_at: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed(OfConversation):
    """An agent took it."""

    type: ClassVar[str] = "conversation.claimed"
    agent: str
    status: Status
    from_status: Status | None = None


@dataclass(frozen=True, slots=True)
class Released(OfConversation):
    """It went back to the queue."""

    type: ClassVar[str] = "conversation.released"
    status: Status
    from_status: Status | None = None
    from_agent: str = ""


@dataclass(frozen=True, slots=True)
class Replied(OfConversation):
    """We answered in public."""

    type: ClassVar[str] = "reply.sent"
    body: str
    waits_on: WaitsOn


@dataclass(frozen=True, slots=True)
class Noted(OfConversation):
    """A line for the team was written."""

    type: ClassVar[str] = "note.written"
    body: str


@dataclass(frozen=True, slots=True)
class Updated(OfConversation):
    """A holding update went out."""

    type: ClassVar[str] = "update.sent"
    body: str
    blocked_by: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledged(OfConversation):
    """The contact knows that we have their ticket."""

    type: ClassVar[str] = "ticket.acknowledged"
    body: str = ""


@dataclass(frozen=True, slots=True)
class AnswerWaived(OfConversation):
    """The agent found that the contact's newest words need no answer: no reply, and told apart from one. `waits_on` is
    whose turn it is now."""

    type: ClassVar[str] = "answer.waived"
    waits_on: WaitsOn
    before: Turn | None = None


@dataclass(frozen=True, slots=True)
class WorkStarted(OfConversation):
    """Work on the matter itself began."""

    type: ClassVar[str] = "work.started"


@dataclass(frozen=True, slots=True)
class ProgressReported(OfConversation):
    """The contact knows how far we are, and when more is promised."""

    type: ClassVar[str] = "progress.reported"
    body: str
    promised_at: int


@dataclass(frozen=True, slots=True)
class HeldCall(OfConversation):
    """The caller was put on hold."""

    type: ClassVar[str] = "call.held"


@dataclass(frozen=True, slots=True)
class Resumed(OfConversation):
    """Back to the caller, or back to work."""

    type: ClassVar[str] = "conversation.resumed"
    status: Status


@dataclass(frozen=True, slots=True)
class Transferred(OfConversation):
    """It went to a colleague, or to a queue."""

    type: ClassVar[str] = "conversation.transferred"
    status: Status
    to_agent: str = ""
    to_queue: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pended(OfConversation):
    """It waits for somebody else's word."""

    type: ClassVar[str] = "conversation.pended"
    status: Status
    waits_on: WaitsOn
    reason: str = ""
    before: Turn | None = None


@dataclass(frozen=True, slots=True)
class Snoozed(OfConversation):
    """A follow-up was set."""

    type: ClassVar[str] = "conversation.snoozed"
    status: Status
    until: int
    reason: str = ""
    before: Turn | None = None


@dataclass(frozen=True, slots=True)
class Resolved(OfConversation):
    """It is done, or at least the talking is."""

    type: ClassVar[str] = "conversation.resolved"
    status: Status
    from_status: Status | None = None
    from_agent: str = ""
    before: Turn | None = None


@dataclass(frozen=True, slots=True)
class Reopened(OfConversation):
    """It was not done after all."""

    type: ClassVar[str] = "conversation.reopened"
    agent: str
    status: Status
    callback_at: int | None = None
    from_status: Status | None = None
    from_agent: str = ""


@dataclass(frozen=True, slots=True)
class Categorised(OfConversation):
    """What it is about."""

    type: ClassVar[str] = "conversation.categorised"
    category: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Tagged(OfConversation):
    """Tags came and went; only those that really did are named."""

    type: ClassVar[str] = "conversation.tagged"
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrappedUp(OfConversation):
    """The work after the contact is done."""

    type: ClassVar[str] = "conversation.wrapped_up"
    status: Status
    disposition: str
    category: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CloseRequested(OfConversation):
    """The contact asked us to close it."""

    type: ClassVar[str] = "close.requested"


@dataclass(frozen=True, slots=True)
class IdentityChecked(OfConversation):
    """Who it is was checked, this way, with this result. `way` is the id of the way that is called `how`; checks of
    older logs have none."""

    type: ClassVar[str] = "identity.checked"
    how: str
    result: Identity
    why: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class FaultAdmitted(OfConversation):
    """We said that it was our fault."""

    type: ClassVar[str] = "fault.admitted"
    cause: str
    clause: str
    compensation: str


@dataclass(frozen=True, slots=True)
class Merged(OfConversation):
    """A duplicate ended here and goes on elsewhere."""

    type: ClassVar[str] = "conversation.merged"
    status: Status
    into: str


@dataclass(frozen=True, slots=True)
class Absorbed(OfConversation):
    """A duplicate of this one was merged into it."""

    type: ClassVar[str] = "conversation.absorbed"
    other: str


@dataclass(frozen=True, slots=True)
class Linked(OfConversation):
    """Another conversation belongs to this one."""

    type: ClassVar[str] = "conversation.linked"
    other: str


@dataclass(frozen=True, slots=True)
class PromiseBroken(OfConversation):
    """A promise ran out: recorded once."""

    type: ClassVar[str] = "promise.broken"
    clock: ClockKind
    due_at: int


@dataclass(frozen=True, slots=True)
class Undone(OfConversation):
    """An earlier command was taken back: by what follows in the same command, or by putting `turn` back. `undone` is
    the type of the event that was taken back; older logs do not tell it."""

    type: ClassVar[str] = "conversation.undone"
    command_id: str
    turn: Turn | None = None
    undone: str = ""
