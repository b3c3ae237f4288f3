"""Pickers that a sign in the text opens: a pick goes into the text, and so do words that picked nothing, as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.tui.screens.base import ConsoleBase

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.found import End
    from agentconsole.tui.dialogs.picker import PickerScreen
    from agentconsole.tui.widgets.composer import Composer
    from agentconsole.tui.widgets.letter import Letter


class Completing(ConsoleBase):
    """How they come and go."""

    def complete(
        self,
        composer: Composer,
        letter: Letter,
        screen: PickerScreen,
        put: Callable[[str], None],
        *,
        sign: str = "",
        end: End = lambda _: None,
    ) -> None:
        """Shows `screen`; `put` takes the pick. Typed words that picked nothing stand in the text again behind `sign`,
        which was taken out of it. Where `end` finds that they are no search, they go there at once."""

        def picked(value: str | None) -> None:
            if value and composer.letter == letter:
                put(value)

        def give_back(words: str) -> None:
            if composer.letter == letter:
                composer.change(lambda edit: edit.insert(f"{sign}{words}"))

        screen.giving_back(give_back, end)
        self.app.push_screen(screen, picked)
