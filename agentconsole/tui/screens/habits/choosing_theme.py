"""Choosing a theme while working: it is worn at once, and at every start."""

from __future__ import annotations

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.messages import ThemeRead
from agentconsole.tui.screens.base import ConsoleBase

ABOUT = {
    "ac-dark": N_("calm and dark, for long shifts and dim rooms"),
    "ac-light": N_("for bright rooms"),
    "ac-contrast": N_("black and white, and colours that most eyes tell apart"),
    "ac-ansi": N_("the colours of your terminal"),
    "ac-ansi-light": N_("the same, where its ground is bright"),
}
"""Our own in a few words; all others are the agent's."""
OWN = N_("your own")
NAME = 16
"""Cells of a name."""


def rows(names: tuple[str, ...], worn: str = "") -> Find:
    """The themes whose names hold the typed words; the one that is `worn` says so."""

    def find(text: str, _limit: int, show: Show) -> None:
        wanted = text.casefold().split()
        fits = [name for name in names if all(word in name.casefold() for word in wanted)]
        show([_item(name, _("worn now") if name == worn else "") for name in fits])

    return find


def _item(name: str, aside: str) -> Item:
    return Item(name, f"{safe.cells(safe.line(name), NAME)} {_(ABOUT.get(name, OWN))}", aside)


class ChoosingTheme(ConsoleBase):
    """The command that chooses a theme."""

    def action_app_theme(self) -> None:
        """Which one."""
        from agentconsole.tui.dialogs.picker import PickerScreen

        tastes = self.setting.tastes
        if tastes is None:
            self.say(_("Themes cannot be chosen here."), is_refusal=True)
            return

        def picked(name: str | None) -> None:
            if name:
                self._wear(name)

        names, worn = tastes.theme_names(), self.app.theme
        # One that was chosen while working is worn under its name with a number behind it.
        worn = worn if worn in names else worn.rpartition("-")[0]
        find, keymap = rows(names, worn), self.setting.keymap
        picker = PickerScreen(_("THEME"), find, keymap, start=worn, help_page="settings", is_all=True)
        self.app.push_screen(picker, picked)

    def _wear(self, name: str) -> None:
        from agentconsole.tui.theme import BadTheme

        tastes = self.setting.tastes
        assert tastes is not None
        try:
            theme = tastes.theme(name)
        except BadTheme as error:
            words = _("The theme {name} cannot be used: it {error}.").format(name=name, error=error)
            self.say(words, is_refusal=True)
            return
        self.post_message(ThemeRead(theme))
        self.say_done(f"{_('Theme {name}.').format(name=name)} {tastes.keep_theme(name)}")
