"""The real console in this process: real store, real courier thread, real screens; only the terminal is missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

from textual import events
from textual.pilot import Pilot
from textual.theme import Theme

from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier, Posted
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.tui.screens.setting import Setting
from agentconsole.workspace.api import Door
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.e2e.shift import ME, Shift

PATIENCE = 400
"""Looks at what is waited for, 20 ms apart."""


@dataclass
class RealConsole:
    """What a test holds in its hands."""

    app: ConsoleApp
    door: Door
    pilot: Pilot

    @property
    def screen(self) -> AgentScreen:
        return next(each for each in self.app.screen_stack if isinstance(each, AgentScreen))

    @property
    def editor(self) -> str:
        """What the composer of the opened conversation holds."""
        return self.screen.pane.composer.text

    @property
    def text(self) -> str:
        """What the terminal would show."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))
        await self.pilot.pause()

    async def types(self, text: str) -> None:
        await self.press(*text)

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Waits until it holds; raises AssertionError with the screen."""
        for _ in range(PATIENCE):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never: {what}\n{self.text}")


@asynccontextmanager
async def a_real_console(
    shift: Shift,
    *,
    size: tuple[int, int] = (120, 36),
    me: str = ME,
    setting: Setting | None = None,
    theme: Theme | None = None,
) -> AsyncIterator[RealConsole]:
    """The console of dana, or of another agent; with a setting and a theme of its own."""
    courier = LocalCourier(Posted(lambda: open_store(shift.path), me, shift.clock, shift.ids))
    with closing(open_store(shift.path, read_only=True)) as db:
        door = Workspace(Desk(db, me, shift.clock, courier, "local"), shift.ids, "test")
        courier.start()
        try:
            app = ConsoleApp(door, setting, theme=theme)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield RealConsole(app, door, pilot)
        finally:
            courier.stop()
