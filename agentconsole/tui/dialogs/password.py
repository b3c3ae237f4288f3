"""Typing the password over the console: nobody sees it, and what is being written underneath is not touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.dialogs.typing_view import TypingView
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.widgets.edit_text import EditText
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.widgets.text_keys import Edit
from agentconsole.tui.widgets.titled_rule import titled_rule

LABEL = N_(" > Password  ")
DOT = "*"
LINES = 7
ASKING = N_("asking the server ...")
HINT = N_("Enter signs in   Esc leaves; what you write stays as it is")


class PasswordView(TypingView):
    """Shows a sign for each character typed. `send` is given the password; keys wait for its answer."""

    def __init__(self, title: str, words: str, send: Callable[[str], None], keymap: Keymap = DEFAULT) -> None:
        super().__init__(keymap)
        self._title, self._words, self._send = title, words, send
        self._text, self._is_asking, self._complaint = EditText(), False, ""

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title, why it is asked, the signs with the cursor, and how it stands."""
        label = _(LABEL)
        room = max(4, width - cell_len(label) - 1)
        start = max(0, self._text.cursor - room + 1)
        signs, at = DOT * len(self._text.text) + " ", self._text.cursor
        typed: Line = (
            (label, Ink.STRONG),
            (signs[start:at], Ink.TEXT),
            (signs[at], Ink.CARET),
            (signs[at + 1 : start + room], Ink.TEXT),
        )
        foot = (f" ! {self._complaint}", Ink.LATE) if self._complaint else (f" {_(HINT)}", Ink.DIM)
        if self._is_asking:
            foot = (f" {_(ASKING)}", Ink.SOON)
        above = [titled_rule(safe.line(self._title), width), (), self._row(self._words, Ink.TEXT, width), ()]
        return [*above, typed, (), ((safe.cells(foot[0], width), foot[1]),)][:height]

    def _row(self, words: str, ink: Ink, width: int) -> Line:
        return ((safe.cells(f" {safe.line(words)}", width), ink),)

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the dialog's."""
        command = self.keys.get(event.key)
        if command is not None and command.id == "dialog.cancel":
            self.leave()
        elif self._is_asking:
            return True
        elif command is not None and command.id in ("dialog.done", "dialog.send"):
            self._done()
        elif event.character is not None and event.character.isprintable():
            self.edit(lambda text: text.insert(event.character or ""))
        elif event.key in self.edits:
            self.edit(self.edits[event.key])
        else:
            return command is not None
        self.repaint()
        return True

    def pasted(self, raw: str) -> str:
        """The first line as it is: what a store of passwords gave."""
        return raw.partition("\n")[0].rstrip("\r")

    def edit(self, change: Edit) -> None:
        """Another password, unless the server is asked about one."""
        if not self._is_asking:
            self._complaint = ""
            change(self._text)

    def _done(self) -> None:
        if not self._text.text:
            self._complaint = _("Type your password first.")
            return
        typed, self._text = self._text.text, EditText()
        self._is_asking, self._complaint = True, ""
        self._send(typed)

    def refuse(self, words: str) -> None:
        """It did not sign in: says why, and takes another try."""
        self._is_asking, self._complaint = False, safe.line(words)
        self.repaint()

    def leave(self) -> None:
        """Closes the dialog; an answer still to come is told on the console's own line."""
        if isinstance(self.screen, PasswordScreen):
            self.screen.dismiss(None)


class PasswordScreen(Overlay[None]):
    """The dialog over the console."""

    def __init__(self, view: PasswordView) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self.sheet(self.view, LINES)
        yield from super().compose()
