"""F5 over a begun reply: the update goes alone, the begun words wait on the disk and stand there again."""

from __future__ import annotations

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.words.wording import aside
from agentconsole.tui.holding_words import HOLDING_UPDATES
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_composer import chat

BEGUN = "I have looked at your records and"


def kept(door: FakeDoor) -> str:
    return door.drafts.text(aside(chat(door, 1)), "public")


async def begun(console: Console) -> None:
    await console.press("f2")
    await console.type(BEGUN)
    await console.press("f5")
    assert console.screen.pane.composer.text == HOLDING_UPDATES[0]
    assert kept(console.door) == BEGUN


async def test_the_update_goes_alone_and_the_begun_reply_stands_there_again(size: str):
    async with a_console(size=size) as console:
        await begun(console)
        assert "your reply comes back" in console.text
        console.door.later(5)
        await console.press("ctrl+s", *" here")
        (update,) = [each for each in console.door.performed if isinstance(each, ask.Update)]
        assert update.body == HOLDING_UPDATES[0]
        assert console.screen.pane.composer.text == f"{BEGUN} here"
        assert not kept(console.door)
        await console.press("ctrl+s")
        assert isinstance(console.door.performed[-1], ask.Reply)


async def test_one_key_takes_the_update_back_and_what_is_sent_then_is_a_reply():
    async with a_console() as console:
        await begun(console)
        await console.press("ctrl+z")
        assert console.screen.pane.composer.text == BEGUN
        assert not kept(console.door)
        assert "comes back" not in console.text
        console.door.later(5)
        await console.press("ctrl+s")
        assert console.door.performed[-1].kind == ask.Reply.kind


@pytest.mark.parametrize("way", [("enter",), ("ctrl+s",), ("f3", "f2"), ("ctrl+z", "ctrl+z")])
async def test_the_hand_that_deletes_an_update_deletes_nothing_else_and_the_reply_comes_back(way: tuple[str, ...]):
    async with a_console() as console:
        await begun(console)
        await console.press(*["ctrl+u"] * 5, *["backspace"] * 5)
        assert console.screen.pane.composer.text == ""
        await console.press(*way)
        assert console.screen.pane.composer.text == BEGUN
        assert not kept(console.door)


@pytest.mark.parametrize("way", [("ctrl+n", "ctrl+n"), ("f3", "f2"), ("f5", "f5")])
async def test_neither_a_note_nor_another_chat_nor_f5_again_loses_it(way: tuple[str, str]):
    async with a_console() as console:
        await begun(console)
        await console.press(*way)
        assert console.screen.pane.composer.text == HOLDING_UPDATES[0]
        console.door.later(5)
        await console.press("ctrl+s")
        assert isinstance(console.door.performed[-1], ask.Update)
        assert console.screen.pane.composer.text == BEGUN


async def test_it_is_there_after_a_restart_and_a_refused_update_leaves_it_aside():
    async with a_console() as console:
        door = console.door
        await begun(console)
    async with a_console(door) as console:
        await console.press("f2")
        assert console.screen.pane.composer.text == HOLDING_UPDATES[0]
        door.writes(chat(door, 1), "Hello?")
        await console.press("ctrl+s")
        assert "Hello?" in console.text
        assert console.screen.pane.composer.text == HOLDING_UPDATES[0]
        door.later(5)
        await console.press("ctrl+s")
        assert isinstance(door.performed[-1], ask.Update)
        assert console.screen.pane.composer.text == BEGUN


async def test_without_a_begun_reply_nothing_is_set_aside():
    async with a_console() as console:
        await console.press("f5")
        assert not kept(console.door)
        console.door.later(5)
        await console.press("ctrl+s")
        assert console.screen.pane.composer.text == ""


async def test_f5_again_over_an_untouched_update_brings_the_reply_back_and_the_rule_says_so(size: str):
    async with a_console(size=size) as console:
        await begun(console)
        assert "your reply comes back, F5 now" in console.text
        await console.press("f5")
        assert console.screen.pane.composer.text == BEGUN
        assert "your reply is back; nothing was sent" in console.notice
        assert not kept(console.door)
        assert "comes back" not in console.text
        await console.press("f5")
        assert "your reply is back" not in console.notice


async def test_an_update_that_was_touched_is_not_taken_back_by_f5():
    async with a_console() as console:
        await begun(console)
        await console.press(*" Sorry")
        assert "F5 now" not in console.text
        await console.press("f5")
        assert console.screen.pane.composer.text == f"{HOLDING_UPDATES[0]} Sorry"
        assert kept(console.door) == BEGUN


async def test_a_reply_that_comes_back_over_an_emptied_update_is_not_called_empty():
    async with a_console() as console:
        await begun(console)
        await console.press(*["ctrl+u"] * 5, *["backspace"] * 5, "enter")
        assert console.screen.pane.composer.text == BEGUN
        assert "is empty" not in console.notice
        assert "your reply is back; nothing was sent" in console.notice
