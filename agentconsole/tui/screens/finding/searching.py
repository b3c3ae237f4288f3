"""Searching from the console: what was searched for last is offered again, at the place one left it."""

from __future__ import annotations

from typing import Final

from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Item, Show
from agentconsole.tui.screens.base import ConsoleBase

KEPT: Final = 9
START_WORDS: Final = N_(
    " Type a name, a number, or words that somebody wrote.\n"
    "\n"
    " Filters narrow it; Tab completes one:\n"
    "   from:mara   channel:ticket   after:yesterday   is:open   breached:yes"
)
AGAIN: Final = "again:"
"""In front of the place of an earlier search, where a find has a conversation's number."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was typed, and which of the finds was opened."""

    text: str
    opened: str


class SearchingAgain(ConsoleBase):
    """The key that searches. The searches of this session are remembered."""

    searched: tuple[Searched, ...] = ()

    def action_goto_search(self) -> None:
        """Contacts, conversations and messages."""
        self._search(Searched("", ""))

    def _search(self, begun: Searched) -> None:
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.screens.finding.search import MEANT, Finder
        from agentconsole.workspace.search_completion import rest

        looks = Finder(self.door.search, self.call_later, self.setting.offset, self.door.now(), earlier(self.searched))
        typed = [begun.text]

        def find(text: str, limit: int, show: Show) -> None:
            typed[0] = text
            looks.find(text, limit, show)

        def found(value: str | None) -> None:
            if value and value.startswith(AGAIN):
                self._search(self.searched[int(value.removeprefix(AGAIN))])
            elif value and value.startswith(MEANT):
                self._search(Searched(value.removeprefix(MEANT), ""))
            elif value:
                others = [each for each in self.searched if each.text != typed[0]]
                self.searched = (Searched(typed[0], value), *others)[:KEPT]
                self.open_conversation(value)

        picker = PickerScreen(_("SEARCH"), find, self.setting.keymap, begun.text, complete=rest, start=begun.opened)
        picker.view.start_words = START_WORDS
        self.app.push_screen(picker, found)


def earlier(searched: tuple[Searched, ...]) -> list[Item]:
    """The searches before, the last one first."""
    return [Item(f"{AGAIN}{n}", safe.line(each.text), _("again")) for n, each in enumerate(searched)]
