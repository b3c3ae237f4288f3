"""What one key of the cursor costs, in things that can be counted: widgets, rows, messages, timers, function calls."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any
from unittest.mock import patch

import pytest
from textual import events
from textual._compositor import Compositor
from textual.app import App
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from agentconsole.tui.picture import Picture
from tests.bench.programs.empty_app import EmptyApp
from tests.tui.conftest import Console, a_console
from tests.tui.test_board import a_board_shift

PATIENCE = 30
"""Seconds in which a key is surely painted; nothing is measured in them."""
PLACES = {"console": "", "board": "f7"}
MESSAGES = 6
"""The key, and for the widget and for the screen that something is to be painted; a few of Textual's own beside."""
SEED = 20_261


async def _shown(console: Console, key: str) -> None:
    """At the place, when all that opens it is over, and no clock ticks."""
    if key:
        await console.press(key)
    await asyncio.sleep(1)
    for screen in console.app.screen_stack:
        ticking = getattr(screen, "_ticking", None)
        if ticking is not None:
            ticking.stop()


async def _answer(app: App[None], key: str) -> None:
    """Presses the key, and returns when it is painted and the loop is idle again."""
    painted = asyncio.Event()
    with patch.object(app, "post_display_hook", painted.set):
        app.post_message(events.Key(key, key))
        await asyncio.wait_for(painted.wait(), PATIENCE)
    for _ in range(20):
        await asyncio.sleep(0)


def _picture(app: App[None]) -> Picture:
    found = app.screen._compositor
    assert isinstance(found, Picture)
    return found


@contextmanager
def _asked(app: App[None]) -> Iterator[list[tuple[Region, Region]]]:
    """Region and rows of each widget that is asked for lines."""
    found: list[tuple[Region, Region]] = []
    picture = _picture(app)
    renders = picture._get_renders

    def listed(crop: Region | None = None) -> Iterator[object]:
        for each in renders(crop):
            found.append(each[:2])
            yield each

    with patch.object(picture, "_get_renders", listed):
        yield found


@pytest.mark.parametrize("place", PLACES)
async def test_a_key_asks_one_widget_for_two_rows(place: str):
    async with a_console(a_board_shift(), "wide") as console:
        await _shown(console, PLACES[place])
        with _asked(console.app) as asked:
            await _answer(console.app, "j")
        ((_, rows),) = asked
        assert rows.height == 2


@pytest.mark.parametrize("place", PLACES)
async def test_a_key_posts_no_more_messages_than_it_needs_and_makes_no_timer(place: str, monkeypatch):
    seen: Counter[str] = Counter()
    dispatch, set_timer = MessagePump._dispatch_message, MessagePump.set_timer

    async def counted(self: MessagePump, message: Message) -> None:
        seen[f"{type(self).__name__} {type(message).__name__}"] += 1
        await dispatch(self, message)

    def timed(self: MessagePump, *args: object, **more: object) -> object:
        seen["timer"] += 1
        return set_timer(self, *args, **more)  # type: ignore[arg-type]  # handed on as it came

    async with a_console(a_board_shift()) as console:
        await _shown(console, PLACES[place])
        with monkeypatch.context() as patched:
            patched.setattr(MessagePump, "_dispatch_message", counted)
            patched.setattr(MessagePump, "set_timer", timed)
            await _answer(console.app, "j")
        print(seen)
        assert seen["timer"] == 0
        assert 0 < seen.total() <= MESSAGES


async def test_a_clock_that_ticks_beneath_a_dialog_paints_its_own_row():
    async with a_console() as console:
        await _shown(console, "ctrl+p")
        painted: list[frozenset[Region]] = []
        picture, door = _picture(console.app), console.door
        render = picture.render_update

        def listed(*args: Any, **more: Any) -> object:
            painted.append(frozenset(picture._dirty_regions))
            return render(*args, **more)

        picture.render_update = listed  # type: ignore[method-assign]
        # The first one may still find the window as a whole to be painted.
        for second in range(4):
            before = len(painted)
            door.later(1)
            console.screen.tick()
            for _ in range(200):
                await asyncio.sleep(0.02)
                if len(painted) > before:
                    break
            assert len(painted) > before, second
        print(painted)
        assert not any(console.app.screen.size.region in each for each in painted[-3:])


async def _calls(app: App[None], keys: str) -> float:
    """Python's function calls for one key, the median of many."""
    return median([await _counted(partial(_answer, app, key)) for key in keys])


async def _counted(work: Callable[[], Awaitable[object]]) -> int:
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        await work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("place", PLACES)
async def test_a_key_takes_no_more_function_calls_than_in_an_empty_app(place: str):
    empty = EmptyApp()
    async with empty.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.5)
        floor = await _calls(empty, "ab" * 10)
    async with a_console(a_board_shift()) as console:
        await _shown(console, PLACES[place])
        ours = await _calls(console.app, "jk" * 10)
    print(f"{place}: {ours:.0f} calls a key, an empty app {floor:.0f}")
    assert ours <= floor


@pytest.mark.parametrize("keys", ["", "f7", "f7 f1", "ctrl+p", "g", "f2"])
async def test_the_rows_asked_for_are_those_that_would_be_seen_of_all(keys: str, size: str):
    """Beside Textual's own compositor, for the window and for parts of it."""
    async with a_console(a_board_shift(), size) as console:
        await console.press(*keys.split())
        await asyncio.sleep(0.5)
        chance, screen = random.Random(SEED), console.app.screen
        window = screen.size.region
        for part in (window, *(_part(chance, window) for _ in range(40))):
            assert _cells(Picture, screen, part) == _cells(Compositor, screen, part)


def _part(chance: random.Random, window: Region) -> Region:
    x, y = chance.randrange(window.width), chance.randrange(window.height)
    return Region(x, y, chance.randint(1, window.width - x), chance.randint(1, window.height - y))


def _cells(kind: type[Compositor], screen: Screen[None], part: Region) -> list[object]:
    """What a compositor of that kind would write within the part: the pieces of each row that reach into it."""
    compositor = screen._compositor
    own = compositor.__class__
    compositor.__class__ = kind
    try:
        chops = compositor._render_chops(part, part.line_range.__contains__)
        ends = [cuts[1:] for cuts in compositor.cuts]
    finally:
        compositor.__class__ = own
    return [
        (y, x, strip)
        for y in part.line_range
        for (x, strip), end in zip(chops[y].items(), ends[y], strict=True)
        if x < part.right and end > part.x
    ]
