"""The app: a door in, the console screen out. It wires, and knows no command."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.theme import Theme
from textual.timer import Timer

from agentconsole.tui import lifecycle
from agentconsole.tui.announce import POP_TITLE, PUSH_TITLE
from agentconsole.tui.keymap import textual_keymap
from agentconsole.tui.line_filter import line_filters
from agentconsole.tui.messages import FollowsStore, StoreChanged, ThemeRead, Told
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.voice import Voice
from agentconsole.tui.widths import count_vowel_signs

if TYPE_CHECKING:
    from agentconsole.tui.looks import Looks
    from agentconsole.workspace.api import Door

FREEZE_AFTER = 0.5
"""Seconds after the first paint when what start-up made is put out of the collector's sight: a full collection over
it takes 13 ms and would land on some key."""

MERGE_AFTER = 0.1
"""Seconds in which the store is read once, however often it changes: an import must not keep the keys waiting."""


class ConsoleApp(Voice, inherit_bindings=False):
    """The console of one agent. After `run`, `crash` holds the error that ended it, if one did."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        door: Door,
        setting: Setting | None = None,
        *,
        theme: Theme | None = None,
        driver_class: type[Driver] | None = None,
        first_shown: Callable[[], None] = lambda: None,
    ) -> None:
        """The usual `setting` and Textual's own `theme` where none is given; `first_shown` has waited for the first
        picture."""
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        self.door, self.setting = door, setting or Setting()
        self._first_shown = first_shown
        self._is_shown = False
        self.crash: BaseException | None = None
        self._stop_listening: Callable[[], None] = lambda: None
        self._running_loop: asyncio.AbstractEventLoop | None = None
        self._is_told = False
        self._merging: Timer | None = None
        self._is_behind = False
        self._worn = 0
        if self.looks.counts_vowel_signs:
            count_vowel_signs()
        # One for all: strips remember what a filter made of them, by the filter.
        self._own_filters = line_filters(self.looks, has_colours=not self.no_color)
        self.set_keymap(textual_keymap(self.setting.keymap))
        if theme is not None:
            self.register_theme(theme)
            self.theme = theme.name
        # Before the style sheet is read, so that it is read once.
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def looks(self) -> Looks:
        """How the agent wants the console drawn."""
        return self.setting.looks

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands after each picture: where the widget with the focus says."""
        found: Offset = getattr(self.focused, "caret", Offset())
        return found

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        """Textual sets it once, before there is a focus."""

    # Start and end

    def get_default_screen(self) -> AgentScreen:
        """The console itself is the first screen, so that nothing is painted twice."""
        return AgentScreen(self.door, self.setting)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of ours that a theme from elsewhere does not have."""
        return {"rule": "gray"}

    def refresh_css(self, animate: bool = True) -> None:
        """Reads the style sheet anew, but not for the theme the console starts with: it is read with that anyway."""
        if self._is_shown:
            super().refresh_css(animate)
        else:
            self.stylesheet.update(self, animate=False)

    def get_line_filters(self) -> list[LineFilter]:
        """Textual's own, and the last net for what would harm the terminal or the row."""
        return [*super().get_line_filters(), *self._own_filters]

    def on_mount(self) -> None:
        """Listens to the store."""
        self._running_loop = asyncio.get_running_loop()
        self._stop_listening = self.door.subscribe(self._tell)
        self.write_terminal(PUSH_TITLE)

    def leave_soon(self) -> None:
        """Leaves as soon as the loop comes to it; may be called by a signal."""
        if self._running_loop is not None:
            self._running_loop.call_soon_threadsafe(self.exit)

    def on_unmount(self) -> None:
        """Stops listening and gives the title back."""
        self._stop_listening()
        self.write_terminal(POP_TITLE)

    def _freeze(self) -> None:
        gc.collect()
        gc.freeze()
        gc.enable()

    def on_shown(self) -> None:
        """What has waited for the first picture begins; half a second later what the start has made is tidied up."""
        self._is_shown = True
        self.set_timer(FREEZE_AFTER, self._freeze)
        self._first_shown()

    # The store

    def tell(self, words: str) -> None:
        """Any thread: one sentence for the notice line."""
        self.post_message(Told(words))

    def theme_changed(self, theme: Theme) -> None:
        """Any thread: the theme in force has a new face."""
        self.post_message(ThemeRead(theme))

    def on_theme_read(self, event: ThemeRead) -> None:
        """Wears it; a name nobody has had lets Textual see that it is another one."""
        self._worn += 1
        before, worn = self.theme, replace(event.theme, name=f"{event.theme.name}-{self._worn}")
        self.register_theme(worn)
        self.theme = worn.name
        self.unregister_theme(before)

    def on_told(self, event: Told) -> None:
        """Says it on the console, whatever stands over it."""
        for screen in self.screen_stack:
            if isinstance(screen, AgentScreen):
                screen.say(event.words)

    def _tell(self) -> None:
        """Any thread: one message, however many commits came before it is answered."""
        if not self._is_told:
            self._is_told = True
            self.post_message(StoreChanged())

    def on_store_changed(self) -> None:
        """The console reads anew at once, whatever stands over it; more within MERGE_AFTER is read in one go."""
        self._is_told = False
        if self._merging is not None:
            self._is_behind = True
            return
        self._merging = self.set_timer(MERGE_AFTER, self._merged)
        for screen in self.screen_stack:
            if isinstance(screen, FollowsStore):
                screen.store_changed()

    def _merged(self) -> None:
        self._merging = None
        if self._is_behind:
            self._is_behind = False
            self.on_store_changed()

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """A key goes to the focused editor at once, so that keys act in the order they were pressed."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.setting.attention.pressed(asyncio.get_running_loop().time())
            sends = event.key == "enter" and getattr(self.focused, "sends_on_enter", False)
            is_letter = event.character is not None and event.character.isprintable()
            if self.setting.stray.takes(event.time, is_letter=is_letter, sends=sends):
                return
            press = getattr(self.focused, "press", None)
            if press is not None and press(event):
                return
        await super().on_event(event)

    def on_paste(self) -> None:
        """Nothing on the way here took it; the console says so, whatever stands over it."""
        for screen in self.screen_stack:
            if isinstance(screen, AgentScreen):
                screen.pasted_in_vain()

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print a traceback with the values of locals, and those hold what contacts wrote.
        self.crash = self.crash or error
        self._return_code = 1
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self._close_messages_no_wait()


def run(app: ConsoleApp, crash_folder: Path, *, mouse: bool = True) -> int:
    """Runs the console to its end and gives the terminal back; the exit code. A crash leaves a file and its path."""
    with lifecycle.orderly_exit(app.door, app.leave_soon):
        app.run(mouse=mouse)
    if app.crash is None:
        return app.return_code or 0
    return lifecycle.tell_crash(app.crash, crash_folder, app.door.now())
