"""The lead board: what stands on it, where the cursor goes, what the keys do there, and that nothing foreign acts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from agentconsole.domain import commands as ask
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.tui.screens.leads.board import BoardScreen
from agentconsole.tui.screens.leads.board_filter import matching
from agentconsole.tui.widgets.board_columns import Column, fitted
from agentconsole.tui.widgets.board_line import BoardLine
from agentconsole.tui.widgets.board_list import BoardList
from agentconsole.tui.widgets.board_room import shared
from agentconsole.tui.widgets.board_rows import LATE_COLUMNS, TEAM_COLUMNS, late_entry, load_words, team_entry
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.board_views import BoardRow, OnPhone, TeamRow
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.hostile import BAD, fuzzed, payloads
from tests.tui.rows import NOW, a_clock, a_row


def a_board_shift(me: str = "mo") -> FakeDoor:
    """The small shift, seen by a lead, when some of its promises are broken."""
    door = a_shift()
    door._me = me
    door.later(500)
    return door


def board(console: Console) -> BoardScreen:
    found = console.app.screen
    assert isinstance(found, BoardScreen)
    return found


async def test_the_board_names_what_is_late_and_how_everybody_stands(size):
    async with a_console(a_board_shift(), size) as console:
        await console.press("f7")
        text = console.text
        assert "mo LEAD" in text
        assert "LATE" in text
        assert "Mara Kovač" in text
        assert "TEAM 3" in text
        assert "2/2 FULL" in text
        assert "ON CALL" in text
        await console.press("f7")
        assert "TEAM 3" not in console.text


def test_the_top_line_keeps_its_numbers_clear_of_the_time_of_day():
    door = a_board_shift()
    line = BoardLine()
    line._view, line._me, line._now = door.board(), door.me, door.now()
    for width in range(40, 120):
        shown = "".join(text for text, _ in line.lay_out(width, 1)[0])
        assert re.search(r"  \d+:\d\d $", shown), shown


def test_whoever_is_on_a_call_counts_as_here_though_they_had_begun_a_break():
    door = a_board_shift()
    view = door.board()
    caller = next(row for row in view.team if row.phone is not OnPhone.FREE)
    resting = replace(caller, agent=replace(caller.agent, presence=Presence.BREAK))
    line = BoardLine()
    line._view, line._me, line._now = replace(view, team=(resting,)), door.me, door.now()
    shown = "".join(text for text, _ in line.lay_out(120, 1)[0])
    assert "1 here" in shown
    assert "on break" not in shown


async def test_the_cursor_walks_through_all_lists_and_the_preview_follows():
    async with a_console(a_board_shift()) as console:
        await console.press("g", "b")
        shown = board(console)
        first = shown.subject_id
        assert first == shown.view.late[0].row.id
        await console.press("end")
        assert shown.lists.selected == (shown.lists.lists.index(shown.lists.team), "mo")
        await console.press("tab")
        await console.press("G", "home")
        assert shown.subject_id == first
        await console._pilot.pause(0.3)
        assert f"#{first} " in "".join(text for line in shown.preview.title_line.lines for text, _ in line)


async def test_enter_opens_the_conversation_in_the_console():
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        wanted = board(console).subject_id
        await console.press("enter")
        assert console.screen.current == wanted
        assert console.app.screen is console.screen
        assert console.screen.board is None


async def test_what_speaks_for_looking_stands_over_the_conversation_and_is_explained(size):
    door = a_board_shift()
    own = next(it.id for it in door.rows_of.values() if it.contact_name == "Mara Kovač")
    door.does("dana", lead.AskForHelp(own, "please"))
    async with a_console(door, size) as console:
        await console.press("f7")
        assert board(console).subject_id == own
        assert "sounds angry" not in console.text
        door.writes(own, "This is ridiculous, I will call my [b]lawyer[/b] and file a complaint!!")
        await console.settle()
        board(console).read_again()
        await console.settle()
        assert "! The contact sounds angry: “lawyer”" in console.text


async def test_a_hand_that_opens_twice_opens_once():
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        lists = board(console).lists
        for _ in range(2):
            lists.post_message(lists.Opened())
        await console.settle()
        assert console.app.screen is console.screen
        assert console.screen.current


@pytest.mark.parametrize("leaves", ["f7", "escape", "q"])
async def test_enter_on_a_board_that_is_left_before_it_is_answered_does_no_harm(leaves):
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        await console.press("enter", leaves)
        assert console.app.crash is None
        assert console.app.screen is console.screen


async def test_what_the_board_had_still_to_do_does_not_bring_it_back_over_the_console():
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        left = board(console)
        await console.press("f7")
        left._look()
        left.selected()
        assert console.screen.board is None
        assert console.screen.is_seen


async def test_rows_wait_while_the_hand_moves_and_come_when_it_rests():
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        shown = board(console)
        before = shown.view.waiting
        await console.press("j")
        console.door.arrives("chat", "Newcomer", "all is down")
        await console.settle()
        assert shown.view.waiting == before
        await console._pilot.pause(0.8)
        assert shown.view.waiting == before + 1


async def test_the_cursor_stays_with_its_conversation_when_the_order_changes():
    async with a_console(a_board_shift()) as console:
        await console.press("f7", "j")
        shown = board(console)
        own = shown.subject_id
        first = shown.view.late[0].row
        await console._pilot.pause(0.7)
        console.door.does("chat", ask.ContactLeft(first.id))
        await console._pilot.pause(0.3)
        assert first.id not in shown.lists.late.ids
        assert shown.subject_id == own


@pytest.mark.parametrize("leaves", ["escape", "q", "f7"])
async def test_the_queue_stands_on_what_the_board_was_left_with(leaves):
    async with a_console(a_board_shift()) as console:
        first = console.screen.selected_id
        await console.press("f7", "j", "j", "j")
        looked_at = board(console).subject_id
        assert looked_at != first
        await console.press(leaves)
        assert console.screen.is_in_queue
        assert console.screen.selected_id == looked_at


async def test_the_queue_keeps_its_place_where_it_has_not_what_the_board_was_left_with():
    async with a_console(a_board_shift()) as console:
        await console.press("j")
        before = console.screen.selected_id
        await console.press("f7", "j")
        looked_at = board(console).subject_id
        assert looked_at not in {row.id for row in console.screen.queue.window.rows}
        await console.press("escape")
        assert console.screen.selected_id == before


async def test_the_filter_narrows_every_list_and_backspace_opens_them_again():
    async with a_console(a_board_shift()) as console:
        await console.press("f7", "/")
        await console.type("dana")
        await console.press("enter")
        shown = board(console)
        assert shown.lists.team.ids == ("dana",)
        await console.press("backspace")
        assert len(shown.lists.team.ids) == 3


async def test_an_agent_sees_the_same_board_without_the_figures_of_others():
    async with a_console(a_board_shift(me="dana"), "wide") as console:
        await console.press("f7")
        rows = {row.agent.id: row.load for row in board(console).view.team}
        assert rows["bo"] is None
        assert rows["dana"] is not None
        assert "dana AGENT" in console.text


async def test_urgent_keys_leave_the_board_for_whoever_waits():
    async with a_console(a_board_shift(me="dana")) as console:
        await console.press("f7", "f2")
        assert console.app.screen is console.screen
        assert console.screen.current


async def test_what_a_key_answers_is_shown_on_the_board():
    async with a_console(a_board_shift()) as console:
        await console.press("f7", "Y")
        assert "ago" in "".join(text for line in board(console).notice_line.lines for text, _ in line)


async def test_nothing_beneath_the_board_is_drawn_until_it_is_seen_again():
    async with a_console(a_board_shift()) as console:
        await console.press("f7")
        before = console.screen.queue._now
        console.door.later(30)
        console.screen.tick()
        console.screen.read_again()
        assert console.screen.queue._now == before
        await console.press("f7")
        assert console.screen.queue._now == before + 30_000


async def test_too_small_a_window_shows_no_row_that_a_key_could_act_on_unseen():
    async with a_console(a_board_shift(), (50, 12)) as console:
        await console.press("f7")
        assert "Mara" not in console.text
        assert "too small" in console.text


def test_lists_share_the_lines_evenly_and_the_last_gets_what_is_over():
    assert shared(20, (3, 9, 8)) == (3, 9, 8)
    assert shared(12, (9, 9, 9)) == (4, 4, 4)
    assert shared(14, (2, 9, 99)) == (2, 6, 6)
    assert shared(30, (3, 3, 3)) == (3, 3, 24)
    assert shared(1, (3, 3, 3)) == (1, 0, 0)


def test_columns_of_the_highest_rank_give_way_first():
    columns = (Column("a", 5), Column("b", 5, rank=2), Column("c", 5, rank=1, share=1))
    assert fitted(columns, 30) == ((0, 5), (1, 5), (2, 17))
    assert fitted(columns, 13) == ((0, 5), (2, 6))
    assert fitted(columns, 7) == ((0, 5),)


def test_a_heading_that_fills_its_cells_takes_a_blank_more_before_the_rest_is_shared():
    columns = (Column("phone", 5), Column("tickets", 5), Column("due", 5, share=1))
    assert fitted(columns, 20) == ((0, 5), (1, 7), (2, 5))
    assert fitted(columns, 21) == ((0, 6), (1, 7), (2, 5))
    assert fitted(columns, 30) == ((0, 6), (1, 8), (2, 13))


def test_what_no_row_fills_of_a_column_the_last_one_has():
    columns = (Column("contact", 8, share=1), Column("from", 5, share=1), Column("why", 5, share=1))
    assert fitted(columns, 51) == ((0, 18), (1, 15), (2, 15))
    assert fitted(columns, 51, (12, 3, 99)) == ((0, 12), (1, 5), (2, 31))
    assert fitted(columns, 51, (99, 99, 99)) == ((0, 18), (1, 15), (2, 15))


def test_a_load_is_told_in_bars_and_in_a_number_and_not_at_all_where_it_is_private():
    assert load_words((0, 1, 8, 99, 4, 0)) == "·▁██▄· 112"
    assert load_words(None) == ""


def test_names_of_agents_are_whole_where_there_is_room():
    assert dict(fitted(TEAM_COLUMNS, 96))[0] >= len("Persephone-Anne")
    assert dict(fitted(LATE_COLUMNS, 96))[2] >= len("Persephone-Anne")


def test_whoever_is_off_shift_and_holds_nothing_stands_back_without_figures():
    off = TeamRow(Agent("ana", "Ana", Role.AGENT, Presence.OFFLINE), load=(0,) * 6)
    assert team_entry(off, NOW).cells == ("ana", "OFF SHIFT", "-", "-", "-", "", "")
    team = BoardList(TEAM_COLUMNS)
    inks = {
        is_back: {ink for words, ink in team._row(team_entry(row, NOW), ((0, 9), (1, 15)), 60, None) if words.strip()}
        for is_back, row in ((True, off), (False, replace(off, held_id="4502", tickets=1)))
    }
    assert inks == {True: {Ink.DIM}, False: {Ink.STRONG, Ink.TEXT}}


def evil_rows(text: str):
    row = a_row(1, a_clock(gone=400), contact_name=text, subject=text, last_line=text)
    agent = Agent("ana", text, Role.AGENT, Presence.BREAK, text, NOW - 60_000)
    yield LATE_COLUMNS, late_entry(BoardRow(replace(row, id=text[:40]), text))
    yield TEAM_COLUMNS, team_entry(TeamRow(agent, 2, OnPhone.HOLD, 3, a_clock(gone=400), text[:40], text), NOW)


@pytest.mark.parametrize("width", [60, 113])
def test_hostile_words_never_leave_their_cells(width):
    for text in (*payloads().values(), *fuzzed()):
        for columns, entry in evil_rows(text):
            shown = BoardList(columns)
            shown._now = NOW
            placed = fitted(columns, width - 16)
            line = shown._row(entry, placed, width, None)
            drawn = "".join(part for part, _ in line)
            assert not set(drawn) & set(BAD)
            assert cell_len(drawn) <= width


async def test_a_hostile_filter_and_hostile_names_are_drawn_as_text():
    door = a_board_shift()
    evil = "[/]\x1b]52;c;eA==\x07[@click=app.quit]x[/]"
    door.arrives("chat", evil, evil, evil)
    door.team["ana"] = Agent("ana", evil, presence=Presence.BREAK, aux=evil)
    door.later(900)
    async with a_console(door, "wide") as console:
        await console.press("f7", "/")
        await console.paste(evil)
        await console.press("enter", "home")
        assert not set(console.text.replace("\n", "")) & set(BAD)


def test_the_filter_needs_every_word():
    door = a_board_shift()
    view = door.board()
    assert matching(view, "") is view
    assert [row.agent.id for row in matching(view, "DANA weber").team] == ["dana"]
    assert matching(view, "dana nobody-so").team == ()


async def test_the_boards_keys_are_those_the_rules_allow_on_its_row():
    door = a_board_shift()
    door.arrives("ticket", "Nina", "nobody's", "Hello?")
    door.later(90_000)
    async with a_console(door, "wide") as console:
        await console.press("f7")
        seen = set()
        for _row in range(board(console).lists.late.length):
            hints = "".join(text for line in board(console).hint_line.lines for text, _ in line)
            holder = door.conversation(board(console).subject_id).conversation.assignee
            assert ("T take over" in hints, "a take " in hints) == (bool(holder), not holder), hints
            assert [key in hints for key in ("M read", "s whisper", "n remind")] == [
                bool(holder)
            ] * 3 or holder == "mo", hints
            seen.add(holder)
            await console.press("j")
            board(console).selected()
        assert "" in seen
        assert len(seen) > 1


async def test_an_agent_of_whom_nothing_is_due_is_opened_on_what_they_hold():
    door = a_board_shift()
    view = door.board()
    rows = tuple(
        replace(row, clock=None, due_id="", due_name="") if row.agent.id == "dana" else row for row in view.team
    )
    door.board = lambda: replace(view, called=(), late=(), team=rows)
    async with a_console(door) as console:
        await console.press("f7", "home")
        while board(console).agent_id != "dana":
            await console.press("j")
        held = board(console).subject_id
        assert door.conversation(held).conversation.assignee == "dana"
        await console.press("enter")
        assert console.screen.current == held


async def test_enter_on_an_agent_who_holds_nothing_says_so_and_no_key_about_a_conversation_is_offered():
    async with a_console(a_board_shift(), "wide") as console:
        await console.press("f7", "end")
        assert board(console).subject_id == ""
        await console._pilot.pause(0.3)
        hints = "".join(text for line in board(console).hint_line.lines for text, _ in line)
        assert "T take over" not in hints
        await console.press("enter")
        assert "They hold no conversation: there is nothing to open." in console.text
        assert isinstance(console.app.screen, BoardScreen)
