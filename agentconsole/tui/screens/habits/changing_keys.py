"""Changing a key while working: pick the command, press its new key, and it is so, now and at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui.commands import BY_ID, Scope, keys_in_words
from agentconsole.tui.keymap import UNBOUND, Keymap, textual_keymap
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.widgets.composer import Composer

if TYPE_CHECKING:
    from agentconsole.tui.screens.setting import Tastes


class ChangingKeys(ConsoleBase):
    """The command that changes keys."""

    def action_app_edit_keys(self) -> None:
        """Pick a command, press its new key."""
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.screens.habits.asking_key import KeyScreen, rows

        keymap, own = self.setting.keymap, self.setting.tastes
        if own is None:
            self.say(_("Keys cannot be changed here."), is_refusal=True)
            return

        def picked(command_id: str | None) -> None:
            if command_id:
                screen = KeyScreen(BY_ID[command_id], keymap, own.read_keys)
                self.app.push_screen(screen, lambda key: self._press_is(own, command_id, key))

        self.app.push_screen(PickerScreen(_("CHANGE A KEY"), rows(keymap), keymap, help_page="settings"), picked)

    def _press_is(self, own: Tastes, command_id: str, key: str | None) -> None:
        if key is None:
            return
        self.use_keymap(own.read_keys({command_id: key}))
        told = own.keep_key(command_id, key)
        shown = keys_in_words("" if key == UNBOUND else key) or _("no key")
        self.say_done(f"{_(BY_ID[command_id].title)}: {shown}. {told}")

    def use_keymap(self, keymap: Keymap) -> None:
        """Other keys from now on, everywhere on the console."""
        self.setting.keys.now = keymap
        self.app.set_keymap(textual_keymap(keymap))
        for composer in self.query(Composer):
            composer.keys = keymap.by_key(Scope.COMPOSER)
        self.show_hints()
