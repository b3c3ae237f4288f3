"""A live chat or call that ends over a reply the agent has not sent: asked about first, with a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.screens.acting.repeating import Repeating

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation


class Ending(Repeating):
    """Asks before the contact is gone whom the words in the reply are for."""

    def unless_unsent(self, it: Conversation, end: Callable[[], None]) -> None:
        """Does `end` at once where no reply of the agent's own stands unsent; else only after a yes."""
        if it.is_live and it.assignee == self.door.me.id and self.door.drafts.text(it.id, "public").strip():
            self._confirm_end(it, end)
        else:
            end()

    def _confirm_end(self, it: Conversation, end: Callable[[], None]) -> None:
        from agentconsole.tui.dialogs.confirming import ConfirmScreen

        contact = safe.name(it.contact_name)
        title = _("Your reply to {contact} is not sent (#{id})").format(contact=contact, id=safe.line(it.id))
        words = _("{contact} does not get it when this ends. What stands there unsent stays a draft.")

        def answered(yes: bool | None) -> None:
            if yes and self.is_here(it.id):
                end()

        self.app.push_screen(ConfirmScreen(title, words.format(contact=contact), _("ends it"), _("keeps it")), answered)
