"""The question for a command's new key, and the list of commands it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.commands import COMMANDS, Command, Scope, keys_in_words
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.keymap import UNBOUND, Keymap
from agentconsole.tui.messages import TakesAnyKey
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.titled_rule import titled_rule

Read = Callable[[Mapping[str, str]], Keymap]
"""The agent's keymap with these changes to their own keys, and what is wrong with it."""
WHERE = {
    Scope.EVERYWHERE: N_("everywhere"),
    Scope.READING: N_("reading"),
    Scope.QUEUE: N_("queue"),
    Scope.TRANSCRIPT: N_("transcript"),
    Scope.COMPOSER: N_("composer"),
    Scope.BOARD: N_("board"),
    Scope.GOTO: N_("goto"),
    Scope.DIALOG: N_("dialog"),
}


def rows(keymap: Keymap) -> Find:
    """Every command with its keys, by the typed words or by the key itself."""

    def find(text: str, _limit: int, show: Show) -> None:
        wanted = text.casefold().split()
        show([_item(each, keymap) for each in COMMANDS if _fits(each, keymap, wanted)])

    return find


def _fits(command: Command, keymap: Keymap, wanted: Sequence[str]) -> bool:
    told = f"{_(command.title)} {_(WHERE[command.scope])} {command.title} {command.scope.value}"
    whole = f"{told} {command.id} {keys_in_words(keymap.of(command.id))}".casefold()
    return all(word in whole for word in wanted)


def _item(command: Command, keymap: Keymap) -> Item:
    before = keys_in_words(command.key) or _("without")
    own = "" if keymap.of(command.id) == command.key else f"  {_('(was {key})').format(key=before)}"
    words = f"{safe.cells(_(command.title), 26)}{safe.cells(_(WHERE[command.scope]), 12)}{command.id}"
    return Item(command.id, words, keys_in_words(keymap.of(command.id)), _(command.help) + own)


LINES = 6


class KeyView(Keyed, Painted, can_focus=True):
    """Says which command it is about, takes the next key, and says why one cannot be used."""

    def __init__(self, command: Command, keymap: Keymap, read: Read) -> None:
        super().__init__()
        self._command, self._keymap, self._read = command, keymap, read
        self._complaint = ""

    def lay_out(self, width: int, _height: int) -> Sequence[Line]:
        """The command, its keys now, and what can be pressed."""
        now = keys_in_words(self._keymap.of(self._command.id)) or _("none")
        complaint: Line = ((safe.cells(f" {self._complaint}", width), Ink.LATE),) if self._complaint else ()
        return [
            titled_rule(_(self._command.title), width, self._command.id),
            (),
            ((safe.cells(f" {_(self._command.help)}", width), Ink.TEXT),),
            ((_(" Now: {key}. ").format(key=now), Ink.TEXT), (_("Press its new key."), Ink.CONTACT)),
            complaint,
            ((safe.cells(_(" Backspace takes the key away, Esc leaves it as it is."), width), Ink.DIM),),
        ]

    def press(self, event: events.Key) -> bool:
        """Any key: the new one, unless it cannot be."""
        if not isinstance(self.screen, KeyScreen):
            return False
        if event.key == "escape":
            self.screen.dismiss(None)
            return True
        key = UNBOUND if event.key == "backspace" else event.key
        problems = self._read({self._command.id: key}).problems
        mine = next((each for each in problems if each.startswith(f"{self._command.id}: ")), "")
        if mine:
            self._complaint = mine.partition(": ")[2]
            self.repaint()
        else:
            self.screen.dismiss(key)
        return True


class KeyScreen(TakesAnyKey, Overlay[str | None]):
    """The question for a key; the key's name, or None when the agent left it."""

    def __init__(self, command: Command, keymap: Keymap, read: Read) -> None:
        super().__init__()
        self._asked = (command, keymap, read)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self.sheet(KeyView(*self._asked), LINES)
        yield from super().compose()
