"""What is urgent stays in sight, whatever stands over the console."""

from __future__ import annotations

import pytest

from agentconsole.domain import commands as ask
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_composer import chat

PAGES = {"help": ("f1",), "receipts": ("g", "r"), "search": ("g", "s"), "palette": ("ctrl+p",)}


def a_quiet_shift() -> FakeDoor:
    """Two answered chats and a free line."""
    door = a_shift()
    call = door.status().call
    assert call is not None
    door.perform(ask.Resume(call.conversation_id))
    door.perform(ask.Resolve(call.conversation_id))
    door.perform(ask.WrapUp(call.conversation_id, "solved"))
    for slot in (1, 2):
        door.perform(ask.Reply(chat(door, slot), "Is it better now?"))
    return door


async def it_rings(console: Console) -> str:
    """A call comes in; its id."""
    ringing = console.door.arrives("phone", "Gus Petrakis", "page is white", phone="+1 718 555 0174")
    console.screen.store_changed()
    await console.settle()
    return ringing


@pytest.mark.parametrize("page", PAGES)
async def test_a_phone_that_rings_is_seen_and_answered_on_every_page(page: str, size: str) -> None:
    async with a_console(a_quiet_shift(), size) as console:
        await console.press(*PAGES[page])
        assert len(console.app.screen_stack) == 2
        ringing = await it_rings(console)
        assert "Gus Petrakis rings: F4 answers" in console.text
        await console.press("f4")
        assert len(console.app.screen_stack) == 1
        assert console.door.conversation(ringing).conversation.assignee == "dana"
        assert console.screen.current == ringing


async def test_a_question_shows_who_rings_and_keeps_its_answers(size: str) -> None:
    async with a_console(a_quiet_shift(), size) as console:
        await it_rings(console)
        await console.press("f2", "escape", "F", *"our mistake")
        assert "Gus Petrakis rings: F4 answers (Esc first)" in console.text
        await console.press("f4")
        assert "our mistake" in console.text


async def test_a_reminder_is_seen_over_the_help_from_its_first_picture_on(size: str) -> None:
    async with a_console(size=size) as console:
        await console.press("f1")
        assert "HELP" in console.text
        assert "F5 writes an update" in console.text


@pytest.mark.parametrize("keys", [(), ("f1",), ("ctrl+p",), ("j", "j", "j", "a")])
async def test_in_a_window_too_small_nothing_else_is_said(keys: tuple[str, ...]) -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press(*keys)
        await console._pilot.resize_terminal(50, 12)
        await console.settle()
        await console.settle()
        assert "Make the window larger, please; everything" in console.text
        assert "undo" not in console.text
