"""A lead's take-over: at once, unless the agent types right now, which is asked about first with a letter."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.alarm import Alarm
from agentconsole.tui.screens.leads.leading import Leading

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.confirming import ConfirmScreen
    from agentconsole.workspace.views import ConversationView

TYPES_NOW = 20 * SECOND
"""So short a while ago a text was touched by somebody who is still at it; a team's server hears of it every ten."""
HEARS_EVERY = 10 * SECOND
ASKED_FOR = 1.5
"""Seconds after which a server that has not said who types is not waited for."""


class TakingOver(Leading):
    """Asks who types, then takes. What has been heard is kept, to tell of words that have not come along yet."""

    _touched: dict[str, int] | None = None
    _who_types: Future[int] | None = None

    def action_conversation_take_over(self) -> None:
        """Takes it, with its promises; nothing is said to the contact."""
        subject = self.subject()
        if subject is None:
            return
        own = subject.conversation.id
        if reason := self.why_not("conversation.take_over"):
            self.say(reason, is_refusal=True)
            return
        asked = self._who_types = self.door.leads.unsent_touched_at(own)
        if asked.done():
            self._take_or_ask(own, asked)
            return
        asked.add_done_callback(lambda _: self.call_later(self._take_or_ask, own, asked))
        self.set_timer(ASKED_FOR, partial(self._take_or_ask, own, asked))

    def _take_or_ask(self, own: str, asked: Future[int]) -> None:
        if asked is not self._who_types or not self.is_here(own):
            return
        self._who_types = None
        touched = self._unsent_heard()[own] = asked.result() if asked.done() else 0
        view = self.door.conversation(own)
        if touched and self.door.now() - touched <= TYPES_NOW:
            self._confirm_take_over(view, touched)
        else:
            self._take_over(own)

    def _confirm_take_over(self, view: ConversationView, touched: int) -> None:
        from agentconsole.tui.dialogs.confirming import ConfirmScreen

        holder = safe.line(view.assignee_name)
        words = _("The text is not sent: it comes along for you to use, and stays {who}'s draft, too.")
        leaves = _("leaves it with {who}").format(who=holder)
        title = self._who_types_when(view, touched)
        question = ConfirmScreen(title, words.format(who=holder), _("takes it over"), leaves)
        ticking = Alarm(self, self.setting.speed, lambda: self._tell_again(view, question, ticking))

        def answered(yes: bool | None) -> None:
            ticking.stop()
            if yes:
                self._take_over(view.conversation.id)

        self.app.push_screen(question, answered)
        self._tell_again(view, question, ticking)

    def _who_types_when(self, view: ConversationView, touched: int) -> str:
        it, gone = view.conversation, max(0, self.door.now() - touched)
        title = _("{who} is writing to {contact} right now (#{id}, {ago} s ago)")
        if gone > TYPES_NOW:
            title = _("{who} was writing to {contact} (#{id}, {ago} s ago)")
        who, contact = safe.line(view.assignee_name), safe.name(it.contact_name)
        return title.format(who=who, contact=contact, id=safe.line(it.id), ago=gone // SECOND)

    def _tell_again(self, view: ConversationView, question: ConfirmScreen, ticking: Alarm) -> None:
        """While the question stands its seconds go on, and what the server hears of meanwhile begins them anew."""
        own, now = view.conversation.id, self.door.now()
        heard, asked = self._unsent_heard(), self._who_types
        if asked is None:
            self._who_types = self.door.leads.unsent_touched_at(own)
        elif asked.done():
            heard[own], self._who_types = max(heard[own], asked.result()), None
        question.retitle(self._who_types_when(view, heard[own]))
        ticking.set(now + (SECOND if self.setting.looks.counts_seconds else HEARS_EVERY), now)

    def _take_over(self, own: str) -> None:
        from agentconsole.domain.leads.commands import TakeOver

        if self.do(TakeOver(own)):
            self.leave_board()
            self.open_conversation(own)
            words = _("yours now; nothing was sent. {reply} writes, {back} hands it back")
            self.say_performed(
                words.format(reply=self.key("conversation.reply"), back=self.key("conversation.hand_back"))
            )

    # Words that have not come along yet

    def _unsent_heard(self) -> dict[str, int]:
        if self._touched is None:
            self._touched = {}
        return self._touched

    def unsent_touched_at(self, conversation_id: str) -> int:
        """When the former holder last touched a reply that was not sent, as far as is known by now; 0 for none."""
        heard = self._unsent_heard()
        if conversation_id not in heard:
            heard[conversation_id] = 0
            asked = self.door.leads.unsent_touched_at(conversation_id)
            if asked.done():
                heard[conversation_id] = asked.result()
            else:
                asked.add_done_callback(lambda _: self.call_later(self._hear_of_unsent, conversation_id, asked))
        return heard[conversation_id]

    def _hear_of_unsent(self, conversation_id: str, asked: Future[int]) -> None:
        self._unsent_heard()[conversation_id] = asked.result()
        self.read_again()
