"""The ground of dialogs in which something is typed: their keys, the editing keys of one line, and pastes into it."""

from __future__ import annotations

from textual import events

from agentconsole.tui import safe
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.text_keys import EDITS, Edit
from agentconsole.tui.wrap import wrap


def complained(words: str, width: int) -> list[Line]:
    """What is wrong, in one line or two."""
    first, *more = wrap(words, width - 4)
    told = [f" ! {first}", *([f"   {safe.fit(' '.join(more), width - 4)}"] if more else [])]
    return [((safe.cells(each, width), Ink.LATE),) for each in told]


class TypingView(Keyed, Painted, can_focus=True):
    """A dialog with a line to type in: `keys` are its commands by key, `edits` what the editing keys do."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.keys = keymap.by_key(Scope.DIALOG)
        editing = keymap.by_key(Scope.COMPOSER).items()
        named = {key: each.id.partition(".")[2] for key, each in editing}
        self.edits = {key: EDITS[name] for key, name in named.items() if name in EDITS}

    def edit(self, change: Edit) -> None:
        """Makes an edit of the line that is typed in."""
        raise NotImplementedError

    def pasted(self, raw: str) -> str:
        """What a paste puts into the line."""
        return safe.pasted_line(raw)

    def on_paste(self, event: events.Paste) -> None:
        """Takes pasted text into the line, as one line."""
        event.stop()
        words = self.pasted(event.text)
        self.edit(lambda text: text.insert(words))
        self.repaint()
