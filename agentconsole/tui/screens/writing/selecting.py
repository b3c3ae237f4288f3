"""The console's side of selected text: the rule says how much it is, and it goes to the clipboard from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.edit_text import EditText

if TYPE_CHECKING:
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.widgets.letter import Letter


class Selecting(ConsoleBase):
    """Answers the composers about what is selected in them."""

    def pane_of(self, conversation_id: str) -> ConversationPane | None:
        """The pane a conversation stands in."""
        raise NotImplementedError

    def sight_changed(self, letter: Letter) -> None:
        """The rule over the text tells it in words: an underline alone may be overlooked, rows out of sight are."""
        pane = self.pane_of(letter.conversation_id)
        if pane is not None:
            pane.show_rule()

    def text_copied(self, text: str) -> None:
        """Onto the clipboard; the console keeps it for its own paste, whatever the terminal does."""
        self.app.copy_to_clipboard(text)
        words = _("Copied; {key} puts it in here, your terminal's paste elsewhere.")
        self.say_done(words.format(key=self.key("composer.paste")))

    def action_text_select_all(self) -> None:
        """The whole text of the composer the agent is in, or of the open conversation's."""
        composer = self.focused if isinstance(self.focused, Composer) else self.pane.composer
        if composer.letter is None:
            self.say(_("Nothing is being written: r begins a reply."), is_refusal=True)
            return
        self.set_focus(composer)
        composer.change(EditText.select_all)
