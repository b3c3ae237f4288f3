"""What can be asked of the rules about a conversation: one small value per command, named `noun.verb`."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.incoming import Attachment, IncomingConversation
from agentconsole.domain.terms import WaitsOn
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """The root of all commands. `kind` is key-map id, palette id and help anchor alike."""

    kind: ClassVar[str] = ""
    added: ClassVar[tuple[str, ...]] = ()
    """Fields that came later than the command itself: they travel only where they say something, so that a command of
    before is the same bytes in every version."""


@dataclass(frozen=True, slots=True)
class OnConversation(Command):
    """A command about one conversation."""

    conversation_id: str


# What reaches us from contacts: the actor is a channel.


@dataclass(frozen=True, slots=True)
class Open(Command):
    """A contact rings, writes a ticket or starts a chat; or an import brings a whole conversation."""

    kind: ClassVar[str] = "conversation.open"
    incoming: IncomingConversation
    queue: str = "support"


@dataclass(frozen=True, slots=True)
class Receive(OnConversation):
    """The contact writes again. `external_id` is the channel's own id of the message: it is taken once."""

    kind: ClassVar[str] = "message.receive"
    body: str
    external_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    asks_to_close: bool = False


@dataclass(frozen=True, slots=True)
class ContactLeft(OnConversation):
    """The contact hung up or closed the chat window."""

    kind: ClassVar[str] = "contact.left"


# What agents do.


@dataclass(frozen=True, slots=True)
class Claim(OnConversation):
    """Take a waiting conversation, or answer a ringing call."""

    kind: ClassVar[str] = "conversation.claim"


@dataclass(frozen=True, slots=True)
class Release(OnConversation):
    """Give it back to the queue, where it keeps its place."""

    kind: ClassVar[str] = "conversation.release"


@dataclass(frozen=True, slots=True)
class Reply(OnConversation):
    """A public message. `seen` is how many messages the agent had on screen; `waits_on` who speaks next,
    guessed from the text when not said."""

    kind: ClassVar[str] = "conversation.reply"
    body: str
    seen: int | None = None
    waits_on: WaitsOn | None = None


@dataclass(frozen=True, slots=True)
class Note(OnConversation):
    """A line for the team only."""

    kind: ClassVar[str] = "conversation.note"
    body: str


@dataclass(frozen=True, slots=True)
class Update(OnConversation):
    """A holding update: honest word that we are still on it. The third in a row names what blocks."""

    kind: ClassVar[str] = "conversation.update"
    body: str
    blocked_by: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge(OnConversation):
    """Tell the contact that their ticket has been read; the words may be empty when another way was used."""

    kind: ClassVar[str] = "conversation.acknowledge"
    body: str = ""


@dataclass(frozen=True, slots=True)
class WaiveAnswer(OnConversation):
    """What the contact has written since our last word needs no answer: thanks, or a nod. Nothing is sent, and what we
    owe besides runs on. `seen` is how many messages the agent had on screen."""

    kind: ClassVar[str] = "conversation.no_answer"
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class StartWork(OnConversation):
    """Work on the matter itself begins."""

    kind: ClassVar[str] = "conversation.start"


@dataclass(frozen=True, slots=True)
class ReportProgress(OnConversation):
    """Tell how far we are and by when there will be more: the estimate is a promise with its own clock."""

    kind: ClassVar[str] = "conversation.progress"
    body: str
    promised_at: int


@dataclass(frozen=True, slots=True)
class Hold(OnConversation):
    """Put the caller on hold."""

    kind: ClassVar[str] = "conversation.hold"


@dataclass(frozen=True, slots=True)
class Resume(OnConversation):
    """Back to the caller, or back to work on what was pending."""

    kind: ClassVar[str] = "conversation.resume"


@dataclass(frozen=True, slots=True)
class Transfer(OnConversation):
    """Hand it to a colleague, or to a queue when `to_agent` is empty."""

    kind: ClassVar[str] = "conversation.transfer"
    to_agent: str = ""
    to_queue: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pend(OnConversation):
    """It waits for the contact, or for someone else; chats stay in the agent's hands."""

    kind: ClassVar[str] = "conversation.pend"
    waits_on: WaitsOn = WaitsOn.CONTACT
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Snooze(OnConversation):
    """Follow up at a named instant."""

    kind: ClassVar[str] = "conversation.snooze"
    until: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resolve(OnConversation):
    """Done; a chat or a call goes to wrap-up, a ticket is resolved."""

    kind: ClassVar[str] = "conversation.resolve"


@dataclass(frozen=True, slots=True)
class Reopen(OnConversation):
    """Not done after all."""

    kind: ClassVar[str] = "conversation.reopen"


@dataclass(frozen=True, slots=True)
class Categorise(OnConversation):
    """Say what it is about."""

    kind: ClassVar[str] = "conversation.categorise"
    category: str


@dataclass(frozen=True, slots=True)
class Tag(OnConversation):
    """Put tags on, take tags off."""

    kind: ClassVar[str] = "conversation.tag"
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrapUp(OnConversation):
    """Close what has ended, with a disposition code. `owes`: by its words something is still to be done, which has to
    be on record; of a disposition on the team's list that is what the list says."""

    kind: ClassVar[str] = "conversation.wrap_up"
    added: ClassVar[tuple[str, ...]] = ("owes",)
    disposition: str
    category: str = ""
    note: str = ""
    owes: bool = False


@dataclass(frozen=True, slots=True)
class RequestClose(OnConversation):
    """The contact asked us to close it."""

    kind: ClassVar[str] = "conversation.close_request"


@dataclass(frozen=True, slots=True)
class CheckIdentity(OnConversation):
    """How we made sure who it is: one of the team's ways, and what was done. An accepted alternative and a failure
    say why. Never the PIN, the code or the answer itself."""

    kind: ClassVar[str] = "conversation.identity"
    how: str
    result: Identity
    why: str = ""


@dataclass(frozen=True, slots=True)
class AdmitFault(OnConversation):
    """It was our fault: the cause, the clause of the contract, what the contact gets for it."""

    kind: ClassVar[str] = "conversation.fault"
    cause: str
    clause: str = ""
    compensation: str = ""


@dataclass(frozen=True, slots=True)
class Merge(OnConversation):
    """This one is a duplicate: it ends here and goes on in `into`."""

    kind: ClassVar[str] = "conversation.merge"
    into: str


@dataclass(frozen=True, slots=True)
class Link(OnConversation):
    """The two belong together."""

    kind: ClassVar[str] = "conversation.link"
    other: str


@dataclass(frozen=True, slots=True)
class Undo(OnConversation):
    """Take back the agent's last command on the conversation, while nothing else has happened on it."""

    kind: ClassVar[str] = "conversation.undo"
    command_id: str = ""


# What the house itself does.


@dataclass(frozen=True, slots=True)
class RecordBreaches(OnConversation):
    """Put on record, once each, the promises that have run out."""

    kind: ClassVar[str] = "promise.record"
