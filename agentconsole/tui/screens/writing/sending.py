"""From the composer to the door: replies, notes, holding updates, and the stop when somebody wrote meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from agentconsole.domain.terms import SPOKEN_TO, Status
from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.holding_words import GREETING, REPORTED, is_proposed, proposal, waits_for_word
from agentconsole.tui.screens.acting.asking import Asking
from agentconsole.tui.screens.acting.prototypes import ANY
from agentconsole.tui.screens.base import NOTHING_SELECTED
from agentconsole.tui.screens.conversation_pane import ConversationPane
from agentconsole.tui.screens.writing import aside, besides
from agentconsole.workspace.api import Refused
from agentconsole.workspace.draft_api import Saving

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.domain.conversation import Conversation
    from agentconsole.domain.promises.clocks import Clock
    from agentconsole.domain.refusals import Refusal
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView

LOOK_AFTER = 0.6
"""Seconds after the first key until the rule says whether the draft is on disk; the door has half a second."""


class Sending(Asking):
    """What leaves the composers. The commands are imported with the first of them."""

    _saving: Timer | None = None

    def pane_of(self, conversation_id: str) -> ConversationPane | None:
        """The pane a conversation stands in."""
        raise NotImplementedError

    def text_changed(self, letter: Letter, text: str) -> None:
        """Hands the text to the store with every key; the rule tells a moment later that it is there."""
        self.door.drafts.save(letter.conversation_id, letter.visibility, text)
        pane = self.pane_of(letter.conversation_id)
        if not text and letter.is_public and pane is not None and pane.deeds:
            # What a response does besides its words goes with them.
            besides.promise(self.door, pane, ())
            pane.show_rule()
        if pane is not None and letter.is_public:
            if not text.strip():
                pane.update_text = ""
            aside.follow(self.door, pane, text)
            pane.text_typed(text)
        if self._saving is None:
            self._saving = self.set_timer(LOOK_AFTER, self._look_at_drafts)

    def _look_at_drafts(self) -> None:
        self._saving = None
        saving, now = self.door.drafts.saving(), self.door.now()
        if saving is not Saving.DONE:
            self._saving = self.set_timer(LOOK_AFTER, self._look_at_drafts)
        for pane in self.query(ConversationPane):
            pane.show_saving(saving, now)
        # What the line says of the text may be so no longer.
        self.tick()

    def kind_switched(self, letter: Letter) -> None:
        """Between reply and note; both texts are kept."""
        pane = self.pane_of(letter.conversation_id)
        if pane is not None:
            pane.switch()
            self.show_hints()

    def nothing_submitted(self, letter: Letter) -> None:
        """Says that nothing went out; a reply that was set aside is there again."""
        reply, note = _("The reply is empty; nothing was sent."), _("The note is empty; nothing was sent.")
        pane = self.pane_of(letter.conversation_id)
        if pane is not None and letter.is_public and pane.aside:
            pane.bring_back()
            reply = _("The update is gone and your reply is back; nothing was sent.")
        self.say(reply if letter.is_public else note)

    def enter_was_pasted(self) -> None:
        """Says why nothing went out."""
        self.say(_("Pasted: that Enter made a new line. {key} sends.").format(key=self.key("composer.enter")))

    def typed_in_vain(self) -> None:
        """Says that the letters are kept nowhere."""
        self.say(_("Nothing can be written here yet: what you type or paste is not kept."), is_refusal=True)

    def paste_refused(self, words: str) -> None:
        """Says why the text is as it was."""
        self.say(words, is_refusal=True)

    def text_submitted(self, composer: LetterView, letter: Letter, text: str) -> None:
        """Performs it; a refused text goes back to where it was typed."""
        pane = self.pane_of(letter.conversation_id)
        command, *deeds = self._sent(self.command_for(letter, text, pane), letter, pane)
        try:
            self.door.perform(command)
        except Refused as refused:
            composer.propose(text)
            self._explain(refused.refusal, command, pane)
        else:
            if pane is not None and letter.is_public:
                pane.update_text = ""
                besides.promise(self.door, pane, ())
                pane.transcript.set_unread_from(None)
            self.say("")
            self._do_each(deeds)
            if pane is not None and letter.is_public:
                pane.bring_back()
        self.read_again()
        if pane is not None:
            pane.show_rule()

    def _do_each(self, deeds: Sequence[ask.Command]) -> None:
        """What a response does besides: one that is refused keeps none of the others from being done."""
        refused = [self.refused for each in deeds if not self.do(each)]
        if refused:
            self.say(" ".join(refused), is_refusal=True)

    def _sent(
        self, command: ask.OnConversation, letter: Letter, pane: ConversationPane | None
    ) -> tuple[ask.Command, ...]:
        """The command, and what a response in the text does besides."""
        if pane is None or not pane.deeds or not letter.is_public:
            return (command,)
        from agentconsole.domain.knowledge.canned import sent_with

        return sent_with(pane.deeds, command, letter.channel, self.door.now())

    def command_for(self, letter: Letter, text: str, pane: ConversationPane | None) -> ask.OnConversation:
        """A note, a holding update when one was proposed, else a reply; `seen` is what could be read by now."""
        from agentconsole.domain import commands as ask

        if not letter.is_public:
            return ask.Note(letter.conversation_id, text)
        seen = pane.seen.read(self.door.now()) if pane is not None else None
        if pane is not None and pane.update_text:
            return ask.Update(letter.conversation_id, text, seen=seen)
        return ask.Reply(letter.conversation_id, text, seen=seen)

    def _explain(self, refusal: Refusal, command: ask.Command, pane: ConversationPane | None) -> None:
        from agentconsole.domain.commands import Update
        from agentconsole.domain.refusals import Code

        words = said(refusal.words)
        if refusal.code is Code.NEWER_MESSAGE and pane is not None:
            pane.seen = pane.seen.show(pane.next_k, self.door.now()).acknowledge()
            words += f" {_('{key} again sends it as it is.').format(key=self.key('composer.send'))}"
        if refusal.code is Code.UNFILLED and pane is not None:
            pane.composer.to_blank()
        self.say(words, is_refusal=True)
        if refusal.code is Code.NEEDS_REASON and isinstance(command, Update) and pane is not None:
            self._ask_what_blocks(command, pane)

    def _ask_what_blocks(self, command: ask.Update, pane: ConversationPane) -> None:
        from agentconsole.tui.dialogs.questions import blocked

        it = self.door.conversation(command.conversation_id).conversation
        seen = command.seen if command.seen is not None else pane.next_k
        question = blocked(self.about(it), command.body, seen)
        self.ask(question, then=lambda _: pane.forget_update())

    def action_reminder_update(self) -> None:
        """Proposes an honest update for whoever waits longest for a word; it can be changed before it is sent. Over a
        proposal nobody has touched the key takes it back, and the reply that was begun stands there again."""
        if self._takes_back():
            return
        target = waits_for_word(self.door, self.current)
        if not target:
            self.say(_("Nobody waits for a word from you."))
            return
        row = self.door.row(target)
        if row.status in SPOKEN_TO:
            self._speak(target)
        elif reason := self._cannot_update(target):
            self.refuse_text(reason)
        else:
            self.open_conversation(target, into="composer")
            pane = self.pane_of(target)
            if pane is not None and pane.view is not None:
                self._give_word(pane, pane.view.conversation, row.clock)
            self.carried_out("reminder.update")

    def _takes_back(self) -> bool:
        pane = self.pane
        is_untouched = pane.composer.has_focus and is_proposed(pane.composer.text)
        if not (pane.aside and is_untouched):
            return False
        pane.bring_back()
        back = _("The update is gone and your reply is back; nothing was sent.")
        self.say(back, holds=lambda: not pane.aside)
        return True

    def _give_word(self, pane: ConversationPane, it: Conversation, owed: Clock | None) -> None:
        """What is ready in the reply is the word. A report is asked for, since an update would leave its promise
        broken, and what stands in the reply stays there."""
        pane.switch("public")
        if pane.informs_now:
            ready = _("The update on the incident stands ready in the reply: {key} sends it.")
            self.say(ready.format(key=self._sends(pane)))
        elif owed is not None and owed.kind in REPORTED:
            from agentconsole.tui.dialogs.questions import progress

            self.ask(progress(self.about(it)))
        else:
            self._propose(pane, it)
        pane.show_rule()
        self.tick()

    def _sends(self, pane: ConversationPane) -> str:
        return self.key("composer.enter" if pane.composer.sends_on_enter else "composer.send")

    def _propose(self, pane: ConversationPane, it: Conversation) -> None:
        text = proposal(it)
        if not pane.update_text and text not in (typed := pane.composer.text) and not (pane.aside and typed.strip()):
            aside.set_aside(self.door, pane, text)
            pane.update_text = "" if text == GREETING else text

    def _speak(self, conversation_id: str) -> None:
        """No written word reaches whoever is on hold or to be rung: opens it and says so, with the key that helps."""
        self.open_conversation(conversation_id)
        it = self.door.conversation(conversation_id).conversation
        if it.status is Status.ON_HOLD:
            words, key = _("{who} is on hold, and reads nothing: {key} takes them back"), "conversation.hold"
        else:
            words = _("{who} was promised a call, and reads nothing: ring, and {key} records the call")
            key = "callback.complete"
        self.refuse_text(words.format(who=safe.name(it.contact_name), key=self.key(key)))

    def _cannot_update(self, conversation_id: str) -> str:
        from agentconsole.domain.commands import Update

        return self._cannot(Update(conversation_id, ANY, blocked_by=ANY))

    def _cannot(self, command: ask.Command) -> str:
        refusal = self.door.why_not(command)
        return said(refusal.words) if refusal else ""

    def why_no_reply(self, conversation_id: str) -> str:
        """Why no reply could be sent there now; empty when one could."""
        from agentconsole.domain.commands import Reply

        return self._cannot(Reply(conversation_id, ANY))

    def action_conversation_reply(self) -> None:
        """Writes to the contact, where a reply could be sent: nobody types for the bin."""
        reason = self.why_no_reply(self.subject_id) if self.subject_id else ""
        if reason:
            self.refuse_text(reason)
        else:
            self._write("public")

    def action_conversation_note(self) -> None:
        """Writes for the team."""
        self._write("internal")

    def _write(self, visibility: str) -> None:
        subject = self.subject_id
        if not subject:
            self.refuse_text(_(NOTHING_SELECTED))
            return
        self.open_conversation(subject, into="composer")
        pane = self.pane_of(subject)
        if pane is not None:
            pane.switch(visibility)
            self.show_hints()
