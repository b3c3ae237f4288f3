"""What waits on others and went silent is said to whoever holds it, before the contact has to ask."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.terms import WaitsOn
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console


async def test_it_is_said_to_its_owner_alone_and_can_be_put_away():
    door = FakeDoor("dana")
    own = door.arrives("ticket", "Chen Yu", "move to the new centre", "When do you move us?")
    for command in (
        ask.Claim(own),
        ask.Acknowledge(own, "We have it."),
        ask.ReportProgress(own, "The data centre plans it.", door.now() + 5 * 60 * 60_000),
        ask.Pend(own, WaitsOn.OTHERS, "the data centre"),
    ):
        door.does("dana", command)
    async with a_console(door) as console:
        assert "not a word" not in console.notice
        door.later(31 * 60)
        console.screen.read_again()
        await console.settle()
        assert f"#{own} waits on others, not a word for 31 min: g y" in console.notice
        await console.press("f1")
        assert "g y (Esc first)" in console.text
        await console.press("escape", "escape")
        assert "not a word" not in console.notice
    door._me = "bo"
    async with a_console(door) as console:
        assert "not a word" not in console.notice
