"""Views of the queue: filtered with the search's own filters, kept under a name, opened by one key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agentconsole.domain.saved_views import RemoveView, SavedView, SaveView
from agentconsole.domain.terms import Channel
from agentconsole.workspace.queue_views import QueueFilter, QueuePage, Scope
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console
from tests.tui.hostile import BAD, payloads


async def test_a_filter_that_means_nothing_is_said_and_the_words_stay():
    async with a_console(a_shift()) as console:
        await console.press("slash")
        await console.type("channel:fax")
        await console.press("enter")
        assert "phone, ticket, chat" in console.text
        assert "channel:fax" in console.text
        await console.press("escape")
        assert console.screen.chosen == QueueFilter()


async def test_whose_and_by_choose_whose_rows_are_shown():
    async with a_console(a_shift()) as console:
        await console.press("slash")
        await console.type("whose:all risk:yes")
        await console.press("enter")
        assert console.screen.chosen == QueueFilter(Scope.ALL, at_risk=True)
        await console.press("backspace", "slash")
        await console.type("by:bo")
        await console.press("enter")
        assert console.screen.chosen == QueueFilter(Scope.ALL, text="by:bo")


async def test_enter_before_the_filtered_rows_have_come_opens_the_first_of_them():
    door = a_shift()
    found, is_found = door.queue, False

    def queue(chosen: QueueFilter, *more, **named):
        return found(chosen, *more, **named) if is_found or not chosen.text else QueuePage((), 0, False, False, True)

    door.queue = queue
    async with a_console(door) as console:
        await console.press("slash")
        await console.type("mail")
        await console.press("enter", "enter")
        assert "Looking ..." in console.text
        assert not console.screen.current
        is_found = True
        console.screen.read_again()
        await console.settle()
        assert console.screen.current == door.queue(console.screen.chosen).rows[0].id


async def test_a_view_is_kept_listed_opened_and_forgotten():
    door = a_shift()
    async with a_console(door) as console:
        await console.press("g", "T", "quotation_mark")
        await console.type("tickets")
        await console.press("enter")
        assert door.saved_views() == (SavedView("tickets", "channel:ticket", "dana"),)
        assert "Kept: tickets" in console.notice
        await console.press("backspace")
        assert console.screen.chosen == QueueFilter()
        await console.press("g", "v")
        assert "1 tickets" in console.text
        await console.press("1")
        assert console.screen.chosen == QueueFilter(text="channel:ticket", name="tickets")
        assert 'QUEUE "tickets"' in console.text
        console.screen.run_command("view.remove")
        await console.settle()
        await console.press("enter")
        assert door.saved_views() == ()


async def test_the_list_says_how_a_view_is_kept_when_there_is_none():
    async with a_console(a_shift()) as console:
        await console.press("g", "v")
        assert 'No view is kept yet: / narrows the queue, " keeps that.' in console.notice


@pytest.mark.parametrize("door", [FakeDoor, a_shift])
async def test_a_refused_name_leaves_the_form_with_what_was_typed_and_says_why_once(door: Callable[[], FakeDoor]):
    async with a_console(door()) as console:
        await console.press("g", "T", "quotation_mark")
        await console.type("x" * 41)
        await console.press("enter")
        assert console.text.count("1 to 40 letters") == 1
        assert "x" * 41 in console.text


async def test_a_lead_keeps_views_for_the_team_and_an_agent_is_not_asked():
    door = FakeDoor("mo")
    async with a_console(door) as console:
        await console.press("g", "T", "quotation_mark")
        assert "the team's" in console.text or "Whose" in console.text
        await console.type("ours")
        await console.press("tab", "tab", "2", "enter")
        assert door.performed == [SaveView("ours", "channel:ticket", is_shared=True)]
        door.perform(RemoveView("ours", is_shared=True))
    async with a_console(a_shift()) as console:
        await console.press("quotation_mark")
        assert "Whose" not in console.text


async def test_hostile_names_and_filters_of_the_team_reach_the_terminal_clean():
    door = a_shift()
    door.kept_views = tuple(SavedView(text[:40], text[:400]) for text in payloads().values())
    async with a_console(door, "wide") as console:
        await console.press("g", "v")
        assert not set(console.text.replace("\n", "")) & set(BAD)
        await console.press("1")
        assert not set(console.text.replace("\n", "")) & set(BAD)


async def test_a_view_whose_words_mean_nothing_any_more_says_so():
    door = a_shift()
    door.kept_views = (SavedView("old", "channel:fax"),)
    async with a_console(door) as console:
        await console.press("g", "v", "1")
        assert "old cannot be shown: channel: there are phone, ticket, chat." in console.notice
        assert console.screen.chosen.channel is not Channel.PHONE


@pytest.mark.parametrize("size", ["medium", "wide"])
async def test_a_new_view_puts_the_cursor_on_the_open_conversation_or_says_that_it_is_elsewhere(size: str):
    async with a_console(a_shift(), size) as console:
        await console.press("f2", "escape")
        mara = console.screen.current
        await console.press("g", "T")
        assert console.screen.selected_id == console.screen.queue.window.rows[0].id != mara
        assert f"#{mara} " in console.notice
        assert "stays open beside. Letters are for the row under the cursor." in console.notice
        await console.press("j", "backspace")
        assert console.screen.selected_id == mara
        assert "stays open" not in console.notice
        await console.press("g", "C")
        assert console.screen.selected_id == mara
        await console.press("g", "T", "end", "g", "a")
        assert console.screen.selected_id == mara
        assert "stays open" not in console.notice
        await console.press("slash")
        await console.type("nobody is called so")
        await console.press("enter")
        assert "stays open beside, and is not in this view." in console.notice


async def test_where_the_queue_stands_alone_nothing_is_said_of_what_is_open():
    async with a_console(a_shift(), "narrow") as console:
        await console.press("f2", "escape", "g", "T")
        assert "stays open" not in console.notice
