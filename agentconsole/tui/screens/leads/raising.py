"""What an agent does around leads: ask for one, answer a whisper, read a summary, take or leave what is offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.terms import PUBLIC
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.screens.base import NOTHING_SELECTED
from agentconsole.tui.screens.leads.taking_over import TakingOver
from agentconsole.tui.screens.writing import aside
from agentconsole.workspace.handing_in import came_with, hand_in, withheld
from agentconsole.workspace.queue_views import MOST_OF_MINE, QueueFilter, Scope

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.oversight_words import Around
    from agentconsole.workspace.board_views import OfferView
    from agentconsole.workspace.views import ConversationView, TranscriptLine

NO_OFFER = N_("Nothing is offered to you.")


class Raising(TakingOver):
    """The agent's side of it."""

    def action_conversation_escalate(self) -> None:
        """Raises a hand: why, and one line."""
        from agentconsole.tui.dialogs.lead_questions import escalate

        if subject := self._allowed("conversation.escalate"):
            it = self.door.conversation(subject).conversation
            self.ask(escalate(self.about(it), self.door.leads.ladder()))

    def action_conversation_ask_help(self) -> None:
        """Calls a lead to whisper."""
        from agentconsole.tui.dialogs.lead_questions import ask_help

        if subject := self._allowed("conversation.ask_help"):
            self.ask(ask_help(self.about(self.door.conversation(subject).conversation)))

    def action_escalation_withdraw(self) -> None:
        """Takes the call for a lead back."""
        self.plainly("escalation.withdraw", _("the call for a lead is taken back"))

    def action_whisper_decline(self) -> None:
        """Thanks the lead, and goes on alone."""
        self.plainly("whisper.decline", _("thanked; you go on alone"))

    def action_summary_seen(self) -> None:
        """Has read what the lead wrote; the composer opens for words as soon as the receipt is there."""
        if read := self.plainly("summary.seen"):
            self.open_conversation(read, into="composer")
            if self.pane.is_locked:
                self.say(_("saved; you may write once the server has it"), holds=lambda: self.pane.is_locked)
            else:
                self.say_performed(_("read; you may write"))

    # Offers

    def offer_at_hand(self) -> OfferView | None:
        """The offer that runs out first; None while nothing is offered."""
        return next(iter(self.door.offers()), None)

    def action_conversation_claim(self) -> None:
        """Takes what is offered, where something is; else the subject."""
        offer = self.offer_at_hand()
        if offer is None or (self.subject_id and not self.why_not("conversation.claim")):
            super().action_conversation_claim()
        else:
            self.action_offer_accept()

    def action_offer_accept(self) -> None:
        """Takes what was offered, and opens it."""
        from agentconsole.domain.leads.commands import AcceptOffer

        offer = self.offer_at_hand()
        if offer is None:
            self.say(_(NO_OFFER), is_refusal=True)
        elif self.do(AcceptOffer(offer.conversation_id)):
            self.open_to_type(offer.conversation_id)

    def action_offer_decline(self) -> None:
        """Leaves it where it is."""
        from agentconsole.domain.leads.commands import DeclineOffer

        offer = self.offer_at_hand()
        if offer is None:
            self.say(_(NO_OFFER), is_refusal=True)
        elif self.do(DeclineOffer(offer.conversation_id)):
            self.say_performed(_("declined, with thanks"))

    # Words that are inserted

    def action_ownership_card(self) -> None:
        """Puts who answers for it, under which number, and the next word by when, into the reply."""
        subject = self._written_in()
        if not subject:
            self.say(_(NOTHING_SELECTED), is_refusal=True)
            return
        view = self.door.conversation(subject)
        if not view.is_mine:
            words = _("The card is for whoever holds #{id}: that is not you.")
            self.say(words.format(id=subject), is_refusal=True)
            return
        self.insert_text(subject, self.door.leads.card(subject))

    def _written_in(self) -> str:
        """Whose composer has the focus, else what the cursor stands on: never what is out of sight."""
        return self.current if self.is_typing else self.subject_id

    def action_unsent_insert(self) -> None:
        """Puts what was typed elsewhere and not sent into the composer."""
        subject = self._written_in()
        unsent = withheld(self.door, subject) if subject else ""
        elsewhere = self.door.conversation(subject).elsewhere if subject else None
        if elsewhere is not None:
            self.insert_text(subject, elsewhere.body, elsewhere.visibility)
        elif unsent:
            self.insert_text(subject, unsent)
        else:
            self.say(_("No unsent text came with this conversation."), is_refusal=True)

    def insert_text(self, conversation_id: str, text: str, visibility: str = "public") -> None:
        """Opens it with the text in the reply, or in the note, to be edited; what is written there stays."""
        self.open_conversation(conversation_id, into="composer")
        pane = self.pane_of(conversation_id)
        if pane is None or pane.composer.letter is None:
            return
        pane.switch(visibility)
        # A contact's name stands on the card, and who typed the unsent text may not have done it here.
        clean = safe.whole(text)
        if clean not in pane.composer.text:
            pane.composer.propose(clean)
        pane.show_rule()
        # What is in the text now is not offered any more.
        self.read_again()

    # What leads do

    def is_locked(self, view: ConversationView) -> bool:
        """Whether the agent can type nothing in it."""
        from agentconsole.tui.oversight_words import is_locked

        return is_locked(view, self.door.me.id)

    def around(self, view: ConversationView, lines: tuple[TranscriptLine, ...]) -> Around | None:
        """What is to be told over the composer; None where there is nothing from leads or other computers."""
        # Loaded with the first conversation that is opened.
        from agentconsole.domain.leads.oversight import UNSEEN
        from agentconsole.tui.oversight_words import Around

        seen = view.conversation.oversight
        if seen == UNSEEN and view.elsewhere is None:
            return None
        own, wanted = view.conversation.id, [each.k for each in (seen.whisper, seen.summary) if each is not None]
        bodies = {line.k: line.body for line in lines if line.k in wanted}
        for k in wanted:
            if k not in bodies:
                bodies |= {line.k: line.body for line in self.door.transcript(own, before_k=k + 1, limit=1)}
        names = {agent.id: agent.short_name for agent in self.door.agents()}
        taken = seen.taken
        came = came_with(taken, lines) if taken is not None else ""
        was_sent = any(line.kind in PUBLIC and line.body.strip() == came.strip() for line in lines)
        has_unsent = bool(came) and not was_sent and safe.whole(came) not in self.door.drafts.text(own, "public")
        is_mine = taken is not None and taken.by == self.door.me.id
        touched = self.unsent_touched_at(own) if is_mine and not came else 0
        return Around(view, self.door.me.id, names, bodies, has_unsent, touched, self.setting.looks.counts_seconds)

    def follow_hands(self, before: frozenset[str]) -> None:
        """Something was committed: what a lead took from this agent is told, and its unsent words follow it; `before`
        is what the agent held."""
        self.follow_offers()
        mine = {row.id for row in self.door.queue(QueueFilter(Scope.MINE), limit=MOST_OF_MINE).rows}
        for gone in filter(self.is_here, before - mine):
            it = self.door.conversation(gone).conversation
            taken = it.oversight.taken
            if taken is not None and taken.from_agent == self.door.me.id:
                self.hand_in_unsent(it)
                by = next((agent.short_name for agent in self.door.agents() if agent.id == taken.by), taken.by)
                words = _("{who} took #{id} over: you go on reading, and your text is kept.")
                self.say(words.format(who=safe.line(by), id=gone), holds=self._while_taken(gone))
        for gained in mine - before:
            summary = self.door.conversation(gained).conversation.oversight.summary
            if summary is not None and summary.by != self.door.me.id:
                words = _("#{id} came back to you: read the summary first, {key} says that you have.")
                self.say(words.format(id=gained, key=self.reached("summary.seen")))

    def _while_taken(self, conversation_id: str) -> Callable[[], bool]:
        return lambda: self.door.conversation(conversation_id).conversation.oversight.taken is not None

    def hand_in_unsent(self, it: Conversation) -> None:
        """The agent's unsent words follow a conversation that was taken over; here they stay a draft."""
        taken = it.oversight.taken
        if taken is not None and taken.from_agent == self.door.me.id:
            hand_in(self.door, it.id, aside.taken_over(self.door, self.pane_of(it.id), it.id))
