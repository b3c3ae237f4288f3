"""A console over an in-memory door, and quick fingers for it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual import events

from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.lessons import Tutorial
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.tui.screens.setting import Keys, Setting
from agentconsole.tui.widgets.painted import Painted
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor

SIZES = {"narrow": (80, 24), "medium": (120, 36), "wide": (200, 60)}


class Console:
    """A running console as a test drives it."""

    def __init__(self, app: ConsoleApp, door: FakeDoor, pilot: object) -> None:
        self.app, self.door, self._pilot = app, door, pilot

    @property
    def screen(self) -> AgentScreen:
        found = next(each for each in self.app.screen_stack if isinstance(each, AgentScreen))
        return found

    async def settle(self) -> None:
        await self._pilot.pause()

    async def opened(self) -> None:
        """Settles until the first picture stands, for half a minute at most, and has the console read what it reads
        just after that."""
        for _ in range(3_000):
            if not self.screen._is_curtain_down:
                break
            await self._pilot.pause(0.01)
        assert not self.screen._is_curtain_down, "the first picture does not come"
        self.screen.tick()
        await self.settle()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits for what comes with time, a minute at most."""
        deadline = time.monotonic() + 60
        while not holds() and time.monotonic() < deadline:
            await self._pilot.pause(0.05)
        assert holds(), self.text

    async def shows(self, words: str) -> None:
        """Settles until they are drawn, a hundred times at most: what appears between others is laid out a turn later,
        and under load a turn takes several."""
        for _ in range(100):
            if words in self.text:
                return
            await self._pilot.pause(0.01)
        assert words in self.text, self.text

    async def press(self, *keys: str) -> None:
        """Keys in one burst, as a fast hand or a slow connection delivers them."""
        for key in keys:
            character = key if len(key) == 1 else " " if key == "space" else None
            name = {"#": "number_sign", "/": "slash", "-": "minus", "+": "plus", "?": "question_mark", ":": "colon"}
            self.app.post_message(events.Key(name.get(key, key), character))
        await self.settle()
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    @property
    def text(self) -> str:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def drawn(self) -> str:
        """What the widgets of the screen on top have laid out, before the last net for control characters."""
        painted = self.app.screen.query(Painted)
        return "\n".join("".join(text for text, _ in line) for each in painted for line in each.lines)

    @property
    def notice(self) -> str:
        """The words on the notice line."""
        return "".join(text for line in self.screen.notice_line.lines for text, _ in line)

    @property
    def hints(self) -> str:
        return "".join(text for line in self.screen.hint_line.lines for text, _ in line)


@asynccontextmanager
async def a_console(
    door: FakeDoor | None = None,
    size: str | tuple[int, int] = "medium",
    keymap: Keymap = DEFAULT,
    tutorial: Tutorial | None = None,
) -> AsyncIterator[Console]:
    """A console of a named size over a small busy shift, or over the given door."""
    shown = door or a_shift()
    app = ConsoleApp(shown, Setting(Keys(keymap), tutorial=tutorial))
    async with app.run_test(size=SIZES[size] if isinstance(size, str) else size) as pilot:
        console = Console(app, shown, pilot)
        await pilot.pause(0.01)
        await console.settle()
        await console.opened()
        yield console


@pytest.fixture(params=sorted(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """Each of the three window sizes."""
    return str(request.param)
