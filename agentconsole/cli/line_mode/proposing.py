"""What the prompt proposes to write: an honest word for whoever waits longest, and who answers for a conversation."""

from __future__ import annotations

from agentconsole.cli.line_mode.ready import NotReady
from agentconsole.cli.line_mode.typed import Asked
from agentconsole.domain.terms import Status
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.holding_words import GREETING, REPORTED, proposal, waits_for_word
from agentconsole.workspace.api import Door, UnknownConversation


@dataclass(frozen=True, slots=True)
class Proposed:
    """The words a text begins with; `is_apart` leaves the draft of its conversation alone."""

    asked: Asked
    words: str
    is_apart: bool = False

    @property
    def conversation_id(self) -> str:
        """Whom it is for."""
        return self.asked.conversation_id


def holding_word(door: Door, current: str) -> Proposed:
    """For whoever waits longest, else for the open one; a begun reply stays a draft. Raises NotReady."""
    target = waits_for_word(door, current)
    if not target:
        raise NotReady(_("Nobody waits for a word from you."))
    row = door.row(target)
    if row.status is Status.CALLBACK_OWED:
        words = _("#{number} was promised a call, and reads nothing: ring, and `callback complete` records the call.")
        raise NotReady(words.format(number=target))
    if row.status is Status.ON_HOLD:
        raise NotReady(_("#{number} is on hold, and reads nothing: `h` takes them back.").format(number=target))
    if row.clock is not None and row.clock.kind in REPORTED:
        words = _("#{number} is owed a report with an estimate: `conversation progress {number} --promised-at TIME`.")
        raise NotReady(words.format(number=target))
    words = proposal(door.conversation(target).conversation)
    return Proposed(_text("reply" if words == GREETING else "update", target), words, is_apart=True)


def ownership_card(door: Door, current: str) -> Proposed:
    """Who answers for the open one, behind what its reply holds. Raises NotReady."""
    if not current or not door.conversation(current).is_mine:
        raise NotReady(_("The card is for whoever holds it: open one of yours."))
    draft, card = door.drafts.text(current, "public"), door.leads.card(current)
    return Proposed(_text("reply", current), f"{draft}\n{card}" if draft else card)


def is_incident_update(asked: Asked) -> bool:
    """Whether it is the update on an incident, without words of its own."""
    return asked.arguments[:2] == ("conversation", "inform") and not {"--", "--knows", "--file"} & set(asked.arguments)


def incident_update(door: Door, asked: Asked) -> Proposed:
    """The update on an incident as its holder has it ready; a begun reply stays a draft. Raises NotReady."""
    number = asked.conversation_id
    try:
        ready = door.knowledge.ready_update(number)
    except UnknownConversation as error:
        raise NotReady(_("There is no conversation #{number}.").format(number=number)) from error
    if ready is None:
        raise NotReady(_("You have no update to tell #{number}.").format(number=number))
    # Words of this update, whichever is the newest when they are sent.
    arguments = (*asked.arguments, "--update", str(ready.number))
    return Proposed(Asked(arguments, number, wants_text=True), safe.text(ready.words), is_apart=True)


def _text(verb: str, conversation_id: str) -> Asked:
    return Asked(("conversation", verb, conversation_id), conversation_id, wants_text=True)
