"""A paste where letters are keys: it does nothing there, and is answered with the key of the reply that takes it."""

from __future__ import annotations

from agentconsole.tongue import _
from agentconsole.tui.screens.writing.sending import Sending


class Pasting(Sending):
    """Says so without a word of what was pasted: it may be a password, and stands where others look on."""

    def pasted_in_vain(self) -> None:
        """Nothing that has the focus took the paste."""
        subject = self._may_write_to() if self.app.screen is self else ""
        words = _("Nothing was pasted: letters are keys here.")
        if subject:
            words = _("Nothing was pasted: letters are keys here. {key} goes to the reply to #{id}: paste it there.")
        self.say(words.format(key=self.key("conversation.reply"), id=subject), is_refusal=True)

    def _may_write_to(self) -> str:
        """The subject, where its composer stands open in sight and a reply could be sent."""
        pane = self.pane_of(self.subject_id) if self.subject_id else None
        is_open = pane is not None and pane.composer.letter is not None and not pane.is_locked
        return self.subject_id if is_open and not self.why_no_reply(self.subject_id) else ""
