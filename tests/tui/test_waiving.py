"""The key that says that their last words need no answer: what it ends, what it says, and when it is not offered."""

from __future__ import annotations

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.terms import Channel
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console


def thanked(channel: Channel, ours: str = "Is it well now?") -> tuple[FakeDoor, str]:
    """A conversation of dana's in which the contact thanks for her answer."""
    door = FakeDoor("dana")
    number = door.arrives(channel, "Mara", "the mail", "It does not arrive.")
    door.does("dana", ask.Claim(number))
    door.does("dana", ask.Reply(number, ours))
    door.later(30)
    door.writes(number, "Thank you, that was it!")
    door.later(5)
    return door, number


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.TICKET])
async def test_thanks_need_no_answer_and_the_key_says_so(channel: Channel, size: str):
    door, number = thanked(channel)
    async with a_console(door, size) as console:
        console.screen.open_conversation(number)
        await console.settle()
        door.later(5)
        await console.press("escape") if console.screen.is_typing else None
        await console.press("0")
        done = door.performed[-1]
        assert isinstance(done, ask.WaiveAnswer)
        assert done.seen is not None
        assert f"#{number} needs no answer: the next word is theirs" in console.text
        assert "0 no answer" not in console.hints
        await console.press("0")
        assert f"No word of theirs waits for an answer on #{number}." in console.text


async def test_it_says_that_what_is_owed_besides_runs_on():
    door, number = thanked(Channel.CHAT, "It is mended.")
    async with a_console(door, "medium") as console:
        console.screen.queue.select(number)
        await console.press("0")
        assert "our own next word is still due (p: wait for them instead)" in console.text


async def test_it_is_offered_where_a_word_of_theirs_waits_for_an_answer():
    door, number = thanked(Channel.CHAT)
    async with a_console(door, "wide") as console:
        console.screen.open_conversation(number)
        await console.settle()
        assert "0 no answer" in console.hints


async def test_a_word_that_came_a_moment_ago_is_read_first():
    door, number = thanked(Channel.CHAT)
    async with a_console(door, "medium") as console:
        console.screen.open_conversation(number)
        await console.settle()
        door.later(5)
        door.writes(number, "Oh no, it is down again")
        console.screen.read_again()
        await console.settle()
        await console.press("0")
        assert "They wrote again just now: read it first." in console.text
        assert not isinstance(door.performed[-1], ask.WaiveAnswer) or "needs no answer" not in console.text
        await console.press("0")
        assert isinstance(door.performed[-1], ask.WaiveAnswer)
        assert "needs no answer" in console.text
