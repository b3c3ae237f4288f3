"""A timer rings although the machine was busy for longer than it had to wait."""

from __future__ import annotations

import asyncio
from itertools import count
from time import monotonic

import pytest
from textual.app import App

from agentconsole.tui.punctual import Punctual
from tests.tui.conftest import a_console


class Bare(Punctual, App[None]):
    """Nothing but timers."""


async def test_a_timer_that_is_held_up_before_it_waits_rings_all_the_same(monkeypatch: pytest.MonkeyPatch):
    app, rang, seconds = Bare(), asyncio.Event(), count()
    async with app.run_test():
        monkeypatch.setattr("textual._time.get_time", lambda: float(next(seconds)))
        app.set_timer(0.001, rang.set)
        await asyncio.wait_for(rang.wait(), 60)


async def test_the_first_picture_and_what_a_contact_writes_show_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch):
    """Every other look at the clock finds that a second was gone."""
    looks = count()
    monkeypatch.setattr("textual._time.get_time", lambda: monotonic() + next(looks) % 2)
    async with a_console() as console:
        number = console.door.status().chats[0].conversation_id
        await console.press("f2")
        for words in ("one moment", "the OTHER domain"):
            # The second comes while the first is being gathered.
            console.door.writes(number, words)
            await console.settle()
        await console.shows("the OTHER domain")
