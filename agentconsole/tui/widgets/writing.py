"""Who keeps and sends what is typed: all the composer knows of the screen around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView


class Writing(Protocol):
    """Who keeps and sends what is typed. Called within the key itself, not by message: the next key of a fast hand
    must find the text kept, sent or switched."""

    def text_changed(self, letter: Letter, text: str) -> None:
        """The text is another one: it belongs on disk."""
        ...

    def text_submitted(self, composer: LetterView, letter: Letter, text: str) -> None:
        """The agent wants it sent."""
        ...

    def nothing_submitted(self, letter: Letter) -> None:
        """The agent wants to send an empty text."""
        ...

    def enter_was_pasted(self) -> None:
        """An Enter that would have sent came in one burst with the words before it, and made a new line."""
        ...

    def typed_in_vain(self) -> None:
        """A letter was typed where nothing can be written yet."""
        ...

    def paste_refused(self, words: str) -> None:
        """A paste did not go in, and why."""
        ...

    def kind_switched(self, letter: Letter) -> None:
        """The agent wants to write the other kind: a note, or a reply."""
        ...

    def response_wanted(self, composer: LetterView, letter: Letter, sign: str = "") -> None:
        """The agent wants a response that is kept ready put in at the cursor."""
        ...

    def article_wanted(self, composer: LetterView, letter: Letter, sign: str = "") -> None:
        """The agent wants an article put in at the cursor."""
        ...

    def colleague_wanted(self, composer: LetterView, letter: Letter) -> None:
        """The agent names somebody in a note."""
        ...

    def blank_reached(self, composer: LetterView) -> None:
        """The cursor went to the next placeholder, if there is one."""
        ...

    def editor_wanted(self, composer: LetterView, letter: Letter) -> None:
        """The agent wants to write this in an editor of their own."""
        ...

    def sight_changed(self, letter: Letter) -> None:
        """More or less of the text is selected, or in sight."""
        ...

    def text_copied(self, text: str) -> None:
        """The agent wants a part of the text on the clipboard."""
        ...
