"""Pickers that a sign in the text opens: a pick goes into the text; words that picked nothing are not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.screens.base import ConsoleBase

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.found import End
    from agentconsole.tui.dialogs.picker import PickerScreen
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView


def never(_typed: str) -> None:
    """Whatever is typed is a search."""


class Completing(ConsoleBase):
    """How they come and go."""

    def complete(
        self,
        composer: LetterView,
        letter: Letter,
        screen: PickerScreen,
        put: Callable[[str], None],
        *,
        sign: str = "",
        stays: bool = False,
        end: End = never,
    ) -> None:
        """Shows `screen`; `put` takes the pick. Typed words that Enter picks nothing with stand in the text again
        behind `sign`, which was taken out of it. Where the list is left, the text is as it was before them, unless the
        sign `stays`, and undo brings them back. Where `end` finds that they are no search, they go there at once."""

        def picked(value: str | None) -> None:
            if value and composer.letter == letter:
                put(value)

        def give_back(words: str, is_meant: bool) -> None:
            if composer.letter != letter:
                return
            is_left = not (is_meant or stays)
            start, typed = composer.cursor, f"{sign}{words}"
            if is_left:
                # What is selected stays in the text.
                composer.change(lambda edit: edit.move(start))
            composer.change(lambda edit: edit.insert(typed))
            if is_left:
                composer.change(lambda edit: edit.delete(start, start + len(typed)))
                told = _("{words} is out of the text again; {key} brings it back.")
                self.say(told.format(words=safe.line(typed), key=self.key("composer.undo")))
            elif is_meant and end is never:
                self.say(_("Nothing was found for {words}; it stays in the text.").format(words=safe.line(typed)))

        screen.giving_back(give_back, end)
        self.app.push_screen(screen, picked)
