"""The keys that act at once: take, hold, resolve, undo, and who is here. Each finds the subject and asks the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Channel, Status
from agentconsole.tongue import N_, _, said
from agentconsole.tui.screens.acting.prototypes import asked_first
from agentconsole.tui.screens.acting.repeating import Deed
from agentconsole.tui.screens.base import NOTHING_SELECTED
from agentconsole.tui.screens.writing.ending import Ending

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.domain.conversation import Conversation


def at_once() -> dict[str, Callable[[str], ask.Command]]:
    """Commands that need nothing but a conversation; the palette asks the rules about them beforehand."""
    from agentconsole.domain import commands as ask

    return {
        "conversation.claim": ask.Claim,
        "conversation.release": ask.Release,
        "conversation.no_answer": ask.WaiveAnswer,
        "conversation.start": ask.StartWork,
        "conversation.resolve": ask.Resolve,
        "conversation.resolve_stay": ask.Resolve,
        "conversation.reopen": ask.Reopen,
        "conversation.close_request": ask.RequestClose,
    }


HOW_IT_ENDED = N_("A call or a chat asks how it ended: end it by itself.")
UNSENT = N_("Your reply stands there unsent: send it, or end the ticket by itself.")


class Working(Ending):
    """Actions that need no question. The commands are imported with the first of them: no first frame shows one."""

    def _at_once(self, command_id: str) -> str:
        """Performs it on the subject, or on everything marked; the subject's id when it was taken on, else empty."""
        if self.marked_ids:
            self._all_at_once(command_id)
            return ""
        subject = self.subject_id
        if not subject:
            self.say(_(NOTHING_SELECTED), is_refusal=True)
            return ""
        if not self.do(at_once()[command_id](subject)):
            return ""
        self.deed = Deed(command_id)
        return subject

    def _all_at_once(self, command_id: str) -> None:
        kind = at_once()[command_id]
        self.deed = Deed(command_id)
        self.in_bulk(command_id, lambda each: (kind(each),))

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done on the subject now; empty when it can, or when that hangs on the answers."""
        first = asked_first(self.door.now(), lambda: self.door.knowledge.dispositions().plain)
        command = (at_once() | first).get(command_id)
        if command is None or not self.subject_id:
            return ""
        refusal = self.door.why_not(command(self.subject_id))
        return said(refusal.words) if refusal else ""

    def action_conversation_claim(self) -> None:
        """Takes it and opens it."""
        taken = self._at_once("conversation.claim")
        if taken:
            self.open_conversation(taken)

    def action_chat_take_next(self) -> None:
        """Takes the chat that has waited longest."""
        from agentconsole.domain.commands import Claim

        row = self.door.next_waiting_chat()
        if row is None:
            self.refuse_text(_("No chat is waiting."))
        elif self.do(Claim(row.id)):
            self.open_to_type(row.id)

    def action_conversation_release(self) -> None:
        """Gives it back."""
        self._at_once("conversation.release")

    def action_conversation_start(self) -> None:
        """Work has begun."""
        if self._at_once("conversation.start"):
            self.say_performed(_("work has begun"))

    def action_conversation_reopen(self) -> None:
        """Not done after all."""
        self._at_once("conversation.reopen")

    def action_conversation_close_request(self) -> None:
        """The contact asked to close it."""
        if self._at_once("conversation.close_request"):
            self.say_performed(_("on record: the contact asked to close it"))

    def action_conversation_hold(self) -> None:
        """Hold, or resume what is held or pending."""
        from agentconsole.domain.commands import Hold, Resume

        view = self.subject()
        if view is None:
            return
        it = view.conversation
        talking = it.channel is Channel.PHONE and it.status is Status.ACTIVE
        self.do(Hold(it.id) if talking else Resume(it.id))

    def action_conversation_resolve(self) -> None:
        """Done; asks how it ended where that is due, then goes on to the next in line."""
        self._resolve("conversation.resolve", goes_on=True)

    def action_conversation_resolve_stay(self) -> None:
        """Done, and stays."""
        self._resolve("conversation.resolve_stay", goes_on=False)

    def _resolve(self, command_id: str, *, goes_on: bool) -> None:
        if self.marked_ids:
            self._resolve_all(command_id)
            return
        view = self.subject()
        if view is None:
            return
        self.deed = Deed(command_id)
        it = view.conversation
        if it.status is Status.WRAP_UP:
            self.ask_wrap_up(it.id, goes_on=goes_on)
        elif reason := self.why_not(command_id):
            self.refuse_text(reason)
        else:
            self.unless_in_doubt(it, partial(self._end, it, goes_on=goes_on))

    def action_conversation_wrap_up(self) -> None:
        """Disposition, category, our fault, identity."""
        view = self.subject()
        if view is None:
            return
        it = view.conversation
        if reason := self.why_not("conversation.wrap_up"):
            self.say(reason, is_refusal=True)
        elif it.status is Status.WRAP_UP:
            self.ask_wrap_up(it.id, goes_on=False)
        else:
            self.unless_in_doubt(it, partial(self.ask_wrap_up, it.id, goes_on=False))

    def _end(self, it: Conversation, *, goes_on: bool) -> None:
        from agentconsole.domain.commands import Resolve

        if not self.do(Resolve(it.id)):
            return
        if it.channel is Channel.TICKET:
            self.after_end(goes_on=goes_on)
        else:
            self.ask_wrap_up(it.id, goes_on=goes_on)

    def _resolve_all(self, command_id: str) -> None:
        from agentconsole.domain.commands import Resolve

        def end(conversation_id: str) -> tuple[ask.Command, ...] | str:
            it = self.door.conversation(conversation_id).conversation
            if it.channel is not Channel.TICKET:
                return _(HOW_IT_ENDED)
            return _(UNSENT) if self.has_unsent_reply(it) else (Resolve(conversation_id),)

        self.in_bulk(command_id, end)

    def ask_wrap_up(self, conversation_id: str, *, goes_on: bool) -> None:
        """Asks how it ended."""
        raise NotImplementedError

    def after_end(self, *, goes_on: bool) -> None:
        """What follows when something has ended: the agent's next due conversation, or the queue."""
        due = self.door.next_due() if goes_on else None
        if due is not None:
            self.open_conversation(due.id)
        elif goes_on:
            self.back_to_queue()

    def action_conversation_undo(self) -> None:
        """Takes back the last step, or the whole of the last bulk."""
        from agentconsole.domain.commands import Undo
        from agentconsole.tui.screens.acting.taking_back import why_no_undo

        if self.take_back_bulk():
            return
        offer = self.door.undo_offer()
        if offer is None:
            self.say(why_no_undo(self.door), holds=lambda: self.door.undo_offer() is None)
        elif self.do(Undo(offer.conversation_id, offer.command_id)):
            self.say_performed(_("Taken back: {what}.").format(what=said(offer.words)))

    def action_conversation_why(self) -> None:
        """Why the row stands where it stands."""
        if self.subject_id:
            self.say(said(self.door.why(self.subject_id)), holds=self.while_it_stands())

    def action_presence_available(self) -> None:
        """Back at work."""
        self._set_presence(Presence.AVAILABLE)

    def action_presence_break(self) -> None:
        """A break."""
        self._set_presence(Presence.BREAK, "break")

    def action_presence_offline(self) -> None:
        """The shift is over."""
        self._set_presence(Presence.OFFLINE)

    def _set_presence(self, presence: Presence, aux: str = "") -> None:
        from agentconsole.domain.team.commands import SetPresence

        self.do(SetPresence(presence, aux))
