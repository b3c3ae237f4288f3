"""The editing keys: each names one edit of the text; those that select are the composer's alone."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.tui.widgets.edit_text import EditText

Edit = Callable[[EditText], None]

EDITS: dict[str, Edit] = {
    "left": lambda text: text.move(text.selection[0] if text.selected else text.left()),
    "right": lambda text: text.move(text.selection[1] if text.selected else text.right()),
    "word_left": lambda text: text.move(text.word_left()),
    "word_right": lambda text: text.move(text.word_right()),
    "home": lambda text: text.move(text.line_start()),
    "end": lambda text: text.move(text.line_end()),
    "backspace": EditText.backspace,
    "delete": EditText.delete_right,
    "word_back": lambda text: text.delete(text.word_left(), text.cursor),
    "kill": lambda text: text.delete(text.cursor, text.line_end()),
    "kill_left": lambda text: text.delete(text.line_start(), text.cursor),
    "undo": EditText.undo,
    "redo": EditText.redo,
}
"""Every edit a key can make that needs no layout, by the second half of its command id."""

SELECTS: dict[str, Edit] = {
    "select_left": lambda text: text.select(text.left()),
    "select_right": lambda text: text.select(text.right()),
    "select_word_left": lambda text: text.select(text.word_left()),
    "select_word_right": lambda text: text.select(text.word_right()),
    "select_home": lambda text: text.select(text.line_start()),
    "select_end": lambda text: text.select(text.line_end()),
}
"""Every edit that selects and needs no layout: only for a text whose selection is drawn."""


class TextKeys:
    """The actions of the editing keys, for a widget that can `change` its text."""

    def change(self, edit: Edit) -> None:
        """Makes the edit and repaints what it changed."""
        raise NotImplementedError

    def action_composer_left(self) -> None:
        """One character left."""
        self.change(EDITS["left"])

    def action_composer_right(self) -> None:
        """One character right."""
        self.change(EDITS["right"])

    def action_composer_word_left(self) -> None:
        """To the start of the word."""
        self.change(EDITS["word_left"])

    def action_composer_word_right(self) -> None:
        """To the end of the word."""
        self.change(EDITS["word_right"])

    def action_composer_home(self) -> None:
        """To the start of the line."""
        self.change(EDITS["home"])

    def action_composer_end(self) -> None:
        """To the end of the line."""
        self.change(EDITS["end"])

    def action_composer_backspace(self) -> None:
        """Deletes on the left."""
        self.change(EDITS["backspace"])

    def action_composer_delete(self) -> None:
        """Deletes on the right."""
        self.change(EDITS["delete"])

    def action_composer_word_back(self) -> None:
        """Deletes the word on the left."""
        self.change(EDITS["word_back"])

    def action_composer_kill(self) -> None:
        """Deletes to the end of the line."""
        self.change(EDITS["kill"])

    def action_composer_kill_left(self) -> None:
        """Deletes to the start of the line."""
        self.change(EDITS["kill_left"])

    def action_composer_undo(self) -> None:
        """Takes back the last change."""
        self.change(EDITS["undo"])

    def action_composer_redo(self) -> None:
        """Does it again."""
        self.change(EDITS["redo"])

    def action_composer_select_left(self) -> None:
        """Selects one character more to the left."""
        self.change(SELECTS["select_left"])

    def action_composer_select_right(self) -> None:
        """Selects one character more to the right."""
        self.change(SELECTS["select_right"])

    def action_composer_select_word_left(self) -> None:
        """Selects to the start of the word."""
        self.change(SELECTS["select_word_left"])

    def action_composer_select_word_right(self) -> None:
        """Selects to the end of the word."""
        self.change(SELECTS["select_word_right"])

    def action_composer_select_home(self) -> None:
        """Selects to the start of the line."""
        self.change(SELECTS["select_home"])

    def action_composer_select_end(self) -> None:
        """Selects to the end of the line."""
        self.change(SELECTS["select_end"])
