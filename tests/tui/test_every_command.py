"""Every command of the table by its key, in the place it works: it is done, and something is to be seen of it."""

from __future__ import annotations

import asyncio

import pytest

from agentconsole.tui.commands import BY_ID, COMMANDS, Command, Scope
from agentconsole.tui.rest import REST
from tests.tui.conftest import Console, a_console
from tests.tui.prepared import OWN, PLACES, keys_to, prepared
from tests.tui.test_commands import HOMES

BY_ACTION = (Scope.EVERYWHERE, Scope.READING, Scope.QUEUE, Scope.TRANSCRIPT, Scope.COMPOSER, Scope.BOARD)
"""Where a key runs the command's own action; the list of places and dialogs answer keys themselves."""


def picture(console: Console) -> list[tuple[str, str]]:
    """What the terminal shows, colours and cursor included."""
    strips = console.app.screen._compositor.render_strips()
    return [(segment.text, str(segment.style)) for strip in strips for segment in strip]


def test_no_command_is_left_out_and_none_is_prepared_that_is_gone():
    assert set(PLACES) == set(Scope)
    assert OWN.keys() <= BY_ID.keys()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.id)
async def test_its_key_does_it_and_something_is_seen_of_it(command: Command, monkeypatch: pytest.MonkeyPatch):
    """A refusal with its reason is something, too: no key does nothing."""
    done = list[str]()
    if command.scope in BY_ACTION:
        home, name = HOMES[command.scope], f"action_{command.action}"
        action = getattr(home, name)

        def noted(self, *arguments):
            done.append(command.id)
            return action(self, *arguments)

        monkeypatch.setattr(home, name, noted)
    ready = prepared(command)
    async with a_console(ready.door()) as console:
        for key in ready.keys:
            await console.press(key)
        if not ready.is_seen:
            # The card of the contact comes by itself, once the cursor rests.
            await asyncio.sleep(3 * REST)
            await console.settle()
        done.clear()
        before = picture(console)
        await console.press(*keys_to(command))
        for _ in range(40):
            if picture(console) != before:
                break
            await console.settle()
        if command.scope in BY_ACTION:
            assert done == [command.id]
        assert (picture(console) != before) is ready.is_seen
