"""What passes between the console and its terminal beside the picture; while another program has it, nothing does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from textual.app import App

from agentconsole.tui.announce import title
from agentconsole.tui.calling import run_hook, sequence
from agentconsole.tui.clipboard import clipboard, through_screen
from agentconsole.tui.keymap import ALTS
from agentconsole.tui.messages import TakesAnyKey
from agentconsole.tui.punctual import Punctual

if TYPE_CHECKING:
    from agentconsole.tui.messages import Called, LateChanged, OutsideBegins, OutsideEnds
    from agentconsole.tui.screens.setting import Setting


class Voice(Punctual, App[None], inherit_bindings=False):
    """The part of the app that speaks to the terminal by itself."""

    setting: Setting
    _is_outside = False

    @property
    def alts(self) -> frozenset[str]:
        """The characters that are keys together with Alt, all of them while a new key is asked for; the driver asks."""
        is_asked = any(isinstance(each, TakesAnyKey) for each in self.screen_stack[-1:])
        return ALTS if is_asked else self.setting.keymap.alts

    def write_terminal(self, sequence: str) -> None:
        """Writes a sequence of our own; nowhere when there is no terminal, or when it is somebody else's."""
        if self._driver is not None and not self.is_headless and not self._is_outside:
            self._driver.write(sequence)

    def copy_to_clipboard(self, text: str) -> None:
        """Onto the clipboard of the terminal that is looked at; the console remembers it for its own paste."""
        if not os.environ.get("STY") or os.environ.get("TMUX"):
            super().copy_to_clipboard(text)
            return
        self._clipboard = text
        self.write_terminal(through_screen(clipboard(text)))

    def on_called(self, event: Called) -> None:
        """The agent is called in the way they chose."""
        manners = self.setting.manners
        if manners.bell:
            self._ring()
        self.write_terminal(sequence(manners.sequence_kind, event.words, is_in_tmux=manners.is_in_tmux))
        run_hook(manners.command, event.words)

    def _ring(self) -> None:
        if self._is_outside and sys.__stdout__ is not None:
            # Textual's writer rests; a bell disturbs no picture.
            os.write(sys.__stdout__.fileno(), b"\a")
        elif not self._is_outside:
            self.bell()

    def on_late_changed(self, event: LateChanged) -> None:
        """The window's title calls an agent who looks at another window."""
        self.write_terminal(title(event.late))

    def on_outside_begins(self, _event: OutsideBegins) -> None:
        """The terminal is somebody else's."""
        self._is_outside = True

    def on_outside_ends(self, _event: OutsideEnds) -> None:
        """It is ours again."""
        self._is_outside = False
