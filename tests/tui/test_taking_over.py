"""A lead who would take over from somebody who types right now is asked first, with a letter and never with Enter."""

from __future__ import annotations

import asyncio

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.tui.dialogs.confirming import ConfirmScreen
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.lead_scenes import a_door

WRITING = "Dana is writing to Mara"
AWAY = "the console of Dana is away"


def typed(door: FakeDoor, own: str, seconds_ago: float) -> None:
    door.leads.touched[own] = door.now() - int(seconds_ago * SECOND)


async def presses_t(console: Console, own: str, *then: str) -> None:
    console.screen.open_conversation(own)
    await console.settle()
    await console.press("T", *then)


async def test_it_is_asked_first_while_the_agent_types_and_enter_is_no_yes():
    door, own = a_door("mo")
    typed(door, own, 3)
    async with a_console(door) as console:
        await presses_t(console, own, "enter", "enter", "T", "space")
        assert isinstance(console.app.screen, ConfirmScreen)
        assert WRITING in console.text
        assert "3 s ago" in console.text
        assert door.rows_of[own].assignee == "dana"
        await console.press("y")
        assert door.rows_of[own].assignee == "mo"
        assert console.screen.current == own


async def test_while_the_question_stands_its_seconds_go_on_and_begin_anew_with_the_next_word():
    door, own = a_door("mo")
    typed(door, own, 3)
    async with a_console(door) as console:
        await presses_t(console, own)
        assert "right now (#" in console.text
        for later, told in ((4, "right now (#{}, 7 s ago)"), (30, "was writing to Mara Kovač (#{}, 37 s ago)")):
            door.clock.advance(later * SECOND)
            await console.until(lambda told=told: told.format(own) in console.text)
        typed(door, own, 1)
        await console.until(lambda: WRITING in console.text)


@pytest.mark.parametrize("key", ["escape", "n", "q"])
async def test_a_no_leaves_it_where_it_is(key):
    door, own = a_door("mo")
    typed(door, own, 3)
    async with a_console(door) as console:
        done = len(door.performed)
        await presses_t(console, own, key)
        assert console.app.screen is console.screen
        assert door.rows_of[own].assignee == "dana"
        assert len(door.performed) == done


@pytest.mark.parametrize("ago", [21, 600])
async def test_a_text_that_was_left_lying_is_not_asked_about(ago):
    door, own = a_door("mo")
    typed(door, own, ago)
    async with a_console(door) as console:
        await presses_t(console, own)
        assert door.rows_of[own].assignee == "mo"


async def test_from_the_board_it_is_asked_over_the_board_and_a_yes_leaves_it():
    door, own = a_door("mo")
    typed(door, own, 3)
    door.does("dana", lead.AskForHelp(own, "please"))
    async with a_console(door) as console:
        await console.press("f7", "T")
        assert WRITING in console.text
        await console.press("y")
        assert console.app.screen is console.screen
        assert console.screen.current == own
        assert door.rows_of[own].assignee == "mo"


@pytest.mark.parametrize(("ago", "is_asked"), [(3, True), (0, False)])
async def test_a_servers_answer_is_waited_for_and_taken_as_it_is(ago, is_asked):
    door, own = a_door("mo")
    door.leads.touched_later = []
    async with a_console(door) as console:
        await presses_t(console, own)
        assert door.rows_of[own].assignee == "dana"
        (asked,) = door.leads.touched_later
        asked.set_result(door.now() - ago * SECOND if ago else 0)
        await console.settle()
        assert (WRITING in console.text) is is_asked
        assert (door.rows_of[own].assignee == "mo") is not is_asked


async def test_a_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("agentconsole.tui.screens.leads.taking_over.ASKED_FOR", 0.05)
    door, own = a_door("mo")
    door.leads.touched_later = []
    async with a_console(door) as console:
        await presses_t(console, own)
        await asyncio.sleep(0.2)
        await console.settle()
        assert door.rows_of[own].assignee == "mo"
        door.leads.touched_later[0].set_result(door.now())
        await console.settle()
        assert door.rows_of[own].assignee == "mo"


async def test_words_of_a_console_that_is_away_are_said_to_come_later_and_then_came():
    door, own = a_door("mo")
    typed(door, own, 60)
    async with a_console(door) as console:
        await presses_t(console, own)
        assert AWAY not in console.text
        door.later(4)
        console.screen.tick()
        await console.settle()
        assert AWAY in console.text
        door.does("dana", lead.HandInText(own, "Dear Mara, we will"))
        await console.settle()
        assert AWAY not in console.text
        assert "text from Dana came along" in console.text


async def test_words_that_were_sent_already_are_not_offered_as_unsent():
    door, own = a_door("mo")
    door.does("dana", ask.Reply(own, "Dear Mara, we will"))
    async with a_console(door) as console:
        await presses_t(console, own)
        door.does("dana", lead.HandInText(own, "Dear Mara, we will"))
        await console.settle()
        assert "text from Dana came along" not in console.text


async def test_what_came_along_at_a_take_over_before_is_not_offered_at_the_next():
    door, own = a_door("mo")
    async with a_console(door) as console:
        await presses_t(console, own)
        door.does("dana", lead.HandInText(own, "Dear Mara, we will"))
        door.later(5)
        door.does("mo", lead.HandBack(own, "as agreed"))
        door.does("dana", lead.SeenSummary(own))
        door.does("dana", ask.Reply(own, "Dear Mara, we will, today."))
        door.later(5)
        await console.settle()
        await console.press("T")
        assert door.rows_of[own].assignee == "mo"
        assert "text from Dana came along" not in console.text
        await console.press("D")
        assert "Dear Mara, we will" not in door.drafts.text(own, "public")


async def test_nothing_is_said_to_come_where_nothing_was_typed():
    door, own = a_door("mo")
    async with a_console(door) as console:
        await presses_t(console, own)
        door.later(10)
        console.screen.tick()
        await console.settle()
        assert "comes when it is back" not in console.text
