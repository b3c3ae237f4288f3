"""What ends only after a letter: a live call, and a chat or a ticket over a reply that is not sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.terms import Channel
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.screens.acting.repeating import Repeating

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation


class Ending(Repeating):
    """Asks before a caller is gone, whom nothing brings back, and before somebody is whom the words in the reply are
    for."""

    def unless_in_doubt(self, it: Conversation, end: Callable[[], None]) -> None:
        """Does `end` at once where it can be taken back and no reply of the agent's own stands unsent; else only after
        a yes."""
        if self.has_unsent_reply(it):
            title = _("Your reply to {contact} is not sent (#{id})")
            self._confirm_end(
                it, end, title, _("{contact} does not get it when this ends. What stands there unsent stays a draft.")
            )
        elif it.is_live and it.channel is Channel.PHONE:
            title = _("{contact} is on the line (#{id})")
            self._confirm_end(it, end, title, _("An ended call is not taken back."))
        else:
            end()

    def has_unsent_reply(self, it: Conversation) -> bool:
        """Whether the agent's own words to the contact stand there and would not go out any more."""
        is_mine = it.is_answerable and it.assignee == self.door.me.id
        return is_mine and bool(self.door.drafts.text(it.id, "public").strip())

    def _confirm_end(self, it: Conversation, end: Callable[[], None], title: str, words: str) -> None:
        from agentconsole.tui.dialogs.confirming import ConfirmScreen

        contact = safe.name(it.contact_name)
        title = title.format(contact=contact, id=safe.line(it.id))

        def answered(yes: bool | None) -> None:
            if yes and self.is_here(it.id):
                end()

        self.app.push_screen(ConfirmScreen(title, words.format(contact=contact), _("ends it"), _("keeps it")), answered)
