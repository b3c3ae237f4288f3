"""The text under the agent's cursor: typing, deleting, moving and selecting by letters and words, and undo. Pure."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 100_000
"""Characters up to which a paste is taken. What comes otherwise stands there whole; the rules send nothing longer."""
MAX_UNDO = 200
WORD_LEFT = re.compile(r"\w+\W*$|\W+$")
WORD_RIGHT = re.compile(r"\W*\w+|\W+")


State = tuple[str, int, int | None]
"""A text, the cursor in it, and where the selection began, if something is selected."""


class EditText:
    """A text, a cursor in it, what is selected, and what it was before. The cursor never stands inside a visible
    character; what is typed or put in takes the place of what is selected."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)
        self._anchor: int | None = None
        self._past: list[State] = []
        self._future: list[State] = []
        self._typing = False

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected; twice the cursor's place when nothing is."""
        anchor = self.cursor if self._anchor is None else self._anchor
        return min(anchor, self.cursor), max(anchor, self.cursor)

    @property
    def selected(self) -> str:
        """The text that is selected."""
        start, end = self.selection
        return self.text[start:end]

    def insert(self, piece: str) -> None:
        """Puts text in, in place of what is selected."""
        start, end = self.selection
        self._remember(typing=len(piece) == 1 and piece.isalnum())
        self.text = self.text[:start] + piece + self.text[end:]
        self.cursor, self._anchor = start + len(piece), None

    def replace(self, text: str) -> None:
        """Another text altogether, which undo takes back."""
        self._remember()
        self.text, self.cursor, self._anchor = text, len(text), None

    def delete(self, start: int, end: int) -> None:
        """Takes out what stands between two places; nothing when they are the same."""
        if start == end:
            return
        self._remember()
        self.text = self.text[:start] + self.text[end:]
        self.cursor, self._anchor = start, None

    def delete_selected(self) -> None:
        """Takes out what is selected."""
        self.delete(*self.selection)

    def backspace(self) -> None:
        """Deletes what is selected, else the character on the left: a whole one, with its accents."""
        if self.selected:
            self.delete_selected()
        else:
            self.delete(self.left(), self.cursor)

    def delete_right(self) -> None:
        """Deletes what is selected, else the character on the right."""
        if self.selected:
            self.delete_selected()
        else:
            self.delete(self.cursor, self.right())

    def left(self) -> int:
        """The place one visible character to the left."""
        at = max(0, self.cursor - 1)
        while at > 0 and joins(self.text[at - 1], self.text[at]):
            at -= 1
        return at

    def right(self) -> int:
        """The place one visible character to the right."""
        end = len(self.text)
        at = min(end, self.cursor + 1)
        while at < end and joins(self.text[at - 1], self.text[at]):
            at += 1
        return at

    def word_left(self) -> int:
        """The start of the word on the left."""
        line = self.text[max(0, self.cursor - 500) : self.cursor]
        found = WORD_LEFT.search(line)
        return self.cursor - (len(found.group()) if found else 0)

    def word_right(self) -> int:
        """The end of the word on the right."""
        found = WORD_RIGHT.match(self.text, self.cursor)
        return found.end() if found else len(self.text)

    def line_start(self) -> int:
        """The start of the line the cursor is in."""
        return self.text.rfind("\n", 0, self.cursor) + 1

    def line_end(self) -> int:
        """The end of the line the cursor is in."""
        found = self.text.find("\n", self.cursor)
        return len(self.text) if found < 0 else found

    def move(self, to: int) -> None:
        """Puts the cursor there; nothing is selected any more."""
        self.cursor, self._anchor = max(0, min(to, len(self.text))), None
        self._typing = False

    def select(self, to: int) -> None:
        """Puts the cursor there, with everything on its way selected besides what was."""
        anchor = self.cursor if self._anchor is None else self._anchor
        self.move(to)
        self._anchor = anchor

    def select_all(self) -> None:
        """Selects the whole text."""
        self.move(0)
        self.select(len(self.text))

    def undo(self) -> None:
        """Back to the text before the last change."""
        self._step(self._past, self._future)

    def redo(self) -> None:
        """Forward again to the text that undo took back."""
        self._step(self._future, self._past)

    def _step(self, source: list[State], target: list[State]) -> None:
        if source:
            target.append(self._state)
            self.text, self.cursor, self._anchor = source.pop()
            self._typing = False

    @property
    def _state(self) -> State:
        return self.text, self.cursor, self._anchor

    def _remember(self, *, typing: bool = False) -> None:
        """A word typed in one go is one step back."""
        if not (typing and self._typing):
            self._past.append(self._state)
            del self._past[:-MAX_UNDO]
        self._future.clear()
        self._typing = typing


def joins(before: str, after: str) -> bool:
    """Whether the second character is drawn as part of the first: accents, joiners, skin tones, flags' halves."""
    if after.isascii() and before.isascii():
        return False
    return (
        before == "\u200d"
        or after in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or unicodedata.category(after) in ("Mn", "Me", "Mc")
    )
