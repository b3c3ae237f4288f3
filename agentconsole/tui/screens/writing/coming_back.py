"""Words that were sent and came back refused, and what another console makes of a draft: they go to its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.words.wording import stands_in
from agentconsole.tongue import _
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.workspace.draft_api import SET_BACK

if TYPE_CHECKING:
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.widgets.composer import Composer
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.workspace.unsent_texts import UnsentText
    from agentconsole.workspace.views import QuestionView, RefusalView


class ComingBack(ConsoleBase):
    """The store has made them a draft again, if its disk could; the next key in the editor would overwrite that."""

    left: ConversationPane
    right: ConversationPane
    _came_back: frozenset[str] = frozenset()

    def take_back(self) -> None:
        """Puts the words of each refusal that is new to the screen before what its editor or its draft holds."""
        refusals = self.door.refusals()
        for refusal in refusals:
            if refusal.text_back and refusal.command_id not in self._came_back:
                self._take(refusal)
        self._came_back = frozenset(each.command_id for each in refusals)
        if self.door.drafts.was_set_back():
            self.say(_(SET_BACK))
        for pane in (self.left, self.right):
            if letter := pane.composer.letter:
                self._follow(pane, letter)
                if words := self.door.drafts.take_beside(letter.conversation_id, letter.visibility):
                    pane.composer.propose(words)

    def _follow(self, pane: ConversationPane, letter: Letter) -> None:
        """What the agent's other console typed stands here before the next key, and what it sent is not sent twice."""
        held = pane.composer.text
        now = self.door.drafts.followed(letter.conversation_id, letter.visibility, held)
        if now == held:
            return
        pane.follow(letter, now)
        if not now.strip():
            words = _("Your other console has sent or deleted what stood here. {key} brings it back.")
            self.say(words.format(key=self.key("composer.undo")))

    def _take(self, refusal: RefusalView) -> None:
        visibility = refusal.visibility
        editor = self._editor(refusal.conversation_id, visibility)
        text = refusal.text_back
        held = editor.text if editor else self.door.drafts.text(refusal.conversation_id, visibility)
        if stands_in(text, held):
            return
        if editor is not None:
            editor.propose(text)
        else:
            self.door.drafts.save(refusal.conversation_id, visibility, f"{text}\n{held}" if held.strip() else text)

    def sent_after_all(self, it: QuestionView) -> None:
        """The words had come back to their editor; it lets go of them, unless the agent has changed them since."""
        from agentconsole.domain.commands import Note

        editor = self._editor(it.conversation_id, "internal" if it.kind == Note.kind else "public")
        if editor is not None and editor.letter is not None and it.text and editor.text.strip() == it.text.strip():
            editor.open(editor.letter, "")

    def action_goto_unsent(self) -> None:
        """Every draft there is; one of them is opened, copied or thrown away."""
        from agentconsole.tui.screens.writing.unsent import UnsentScreen

        def opened(it: UnsentText | None) -> None:
            if it is not None and self.is_here(it.conversation_id):
                self.open_conversation(it.conversation_id, into="composer")
                for pane in (self.left, self.right):
                    if pane.conversation_id == it.conversation_id:
                        pane.switch(it.visibility)

        self.app.push_screen(UnsentScreen(self.door.drafts.unsent(), self._throw_away, self.setting.offset), opened)

    def _throw_away(self, it: UnsentText) -> None:
        """The agent has said yes: the text is on no screen any more, and not on the disk."""
        editor = self._editor(it.place, it.visibility)
        if editor is not None and editor.letter is not None:
            editor.open(editor.letter, "")
        self.door.drafts.save(it.place, it.visibility, "")

    def _editor(self, conversation_id: str, visibility: str) -> Composer | None:
        editors = (self.left.composer, self.right.composer)
        for editor in editors:
            letter = editor.letter
            if letter and (letter.conversation_id, letter.visibility) == (conversation_id, visibility):
                return editor
        return None
