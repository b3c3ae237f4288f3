"""The key that opens the manual, at the page of the place and the state the agent is in."""

from __future__ import annotations

from agentconsole.domain.terms import Channel
from agentconsole.tui.commands import Scope, scoped
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.screens.guiding.hints import live

PAGE_OF = {Channel.CHAT: "chats", Channel.TICKET: "tickets", Channel.PHONE: "phone"}


class Helping(ConsoleBase):
    """Actions that open it."""

    def action_app_help(self) -> None:
        """The page of this place, its live keys first."""
        from agentconsole.tui.dialogs.overlay import Overlay
        from agentconsole.tui.screens.guiding.manual import ManualScreen, Opened

        over = self.app.screen
        if any(isinstance(each, ManualScreen) for each in self.app.screen_stack):
            return
        if isinstance(over, Overlay):
            page, _sign, heading = (over.help_page or self._page()).partition("#")
            place, keys = ("page", ()) if over.own_keys else ("dialog", tuple(each.id for each in scoped(Scope.DIALOG)))
            opened = Opened(page, place, keys, over.own_keys, heading)
        else:
            place = "composer" if self.is_typing else "queue" if self.is_in_queue else "transcript"
            opened = Opened(self._page(), place, live(self))
        self.app.push_screen(ManualScreen(opened, self.setting.keymap))

    def action_app_keys(self) -> None:
        """The same, by a key of the reading scope."""
        self.action_app_help()

    def _page(self) -> str:
        if self.needs_password:
            return "offline"
        view = None if self.is_in_queue else self.pane.view
        return PAGE_OF[view.conversation.channel] if view else "queue"
