"""The keys about the customer: their page, what helped others, and the word before something is done for anybody."""

from __future__ import annotations

from concurrent.futures import Future, wait
from typing import TYPE_CHECKING

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.screens.leads.raising import Raising

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.tui.screens.choosing import Picked
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView
    from agentconsole.workspace.customer_views import SimilarView

QUOTE = "r"
FOR_THE_CONTACT = frozenset({"conversation.progress", "conversation.resolve", "conversation.wrap_up"})
"""What is done besides a reply that a stranger must not get done."""


class KnowingCustomers(Raising):
    """Actions that open a page and go where the agent picks."""

    def text_submitted(self, composer: LetterView, letter: Letter, text: str) -> None:
        """Sends it; a public word where nobody has made sure who reads it is followed by the reminder to do so."""
        super().text_submitted(composer, letter, text)
        if letter.is_public and not composer.text:
            self._ask_for_proof(letter.conversation_id)

    def do(self, *commands: ask.Command) -> bool:
        """Performs them; the same reminder follows what is done for the contact."""
        if not super().do(*commands):
            return False
        for each in commands:
            if each.kind in FOR_THE_CONTACT:
                self._ask_for_proof(getattr(each, "conversation_id", ""))
        return True

    def _ask_for_proof(self, conversation_id: str) -> None:
        if not self._is_missing_proof(conversation_id):
            return
        from agentconsole.tui.dialogs.choices import category_words

        category = safe.line(category_words(self.door.conversation(conversation_id).conversation.category))
        key = self.key("conversation.identity")
        words = _("#{id} is about {category}: {key} checks identity first.")
        words = words.format(id=safe.line(conversation_id), category=category, key=key)
        self.say(words, holds=lambda: self._is_missing_proof(conversation_id))

    def _is_missing_proof(self, conversation_id: str) -> bool:
        return self.is_here(conversation_id) and self.door.customers.is_missing_proof(conversation_id)

    def action_contact_page(self) -> None:
        """Everything about the contact of the subject."""
        from agentconsole.tui.screens.choosing import ChoosingScreen, ChoosingView
        from agentconsole.tui.screens.customer.customer_page import page_of

        view = self.subject()
        if view is None:
            return
        customer = self.door.customers.card(view.conversation.id, with_flags=True)
        lines, more = page_of(self.door.customers, customer, self.door.now(), self.setting.offset)
        title = _("CONTACT {name}").format(name=safe.name(customer.contact.name))
        self.app.push_screen(ChoosingScreen(ChoosingView(title, lines, {}, more)), self._opened)

    def action_conversation_similar(self) -> None:
        """Resolved conversations like the subject."""
        from agentconsole.tui.screens.finding.search import PATIENCE

        view = self.subject()
        if view is None:
            return
        own = view.conversation.id
        asked = self.door.customers.similar(own)
        if wait((asked,), PATIENCE).done:
            self._show_similar(own, asked)
        else:
            asked.add_done_callback(lambda answer: self.app.call_later(self._show_similar, own, answer))

    def _show_similar(self, own: str, answer: Future[tuple[SimilarView, ...]]) -> None:
        from agentconsole.tui.screens.choosing import ChoosingScreen, ChoosingView
        from agentconsole.tui.screens.customer.similar import similar_lines

        if answer.cancelled() or self.subject_id != own:
            return
        found = {each.conversation_id: each for each in answer.result()}
        if not found:
            self.say(_("Nothing resolved is like #{id} yet.").format(id=own), holds=self.while_it_stands())
            return

        def picked(it: Picked | None) -> None:
            if it is not None and it.key == QUOTE:
                self._quote(own, found[it.value])
            else:
                self._opened(it)

        lines = similar_lines(found.values(), self.setting.offset)
        title = _("LIKE #{id}: resolved before").format(id=own)
        view = ChoosingView(title, lines, {QUOTE: N_("its answer into your reply")})
        self.app.push_screen(ChoosingScreen(view), picked)

    def _quote(self, own: str, it: SimilarView) -> None:
        """The answer that helped becomes text to be edited: nothing is sent."""
        if not it.solution:
            self.say(_("#{id} has no public answer to take over.").format(id=it.conversation_id), is_refusal=True)
        elif reason := self.why_no_reply(own):
            self.say(reason, is_refusal=True)
        else:
            self.leave_board()
            self.insert_text(own, safe.text(it.solution))
            words = _("From #{id}: read it over, it was written to somebody else.")
            self.say(words.format(id=it.conversation_id))

    def _opened(self, picked: Picked | None) -> None:
        if picked is not None and self.is_here(picked.value):
            self.leave_board()
            self.open_conversation(picked.value)
