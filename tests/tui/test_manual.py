"""F1: the page of the place the agent is in, its live keys first; search, the next page, and the way back."""

from __future__ import annotations

import pytest

from agentconsole.tui.keymap import read_keymap
from tests.tui.conftest import a_console
from tests.tui.test_stray_letters import a_lead_shift

PLACES = {
    "The queue": (),
    "Chats": ("f2",),
    "Tickets": ("g", "T", "enter"),
    "Leads and the board": ("f7",),
    "The contact": ("f2", "escape", "y"),
    "Finding things": ("ctrl+p",),
    "Offline and receipts": ("g", "r"),
}


@pytest.mark.parametrize("title", PLACES)
async def test_f1_opens_the_page_of_this_place(title: str):
    async with a_console() as console:
        for key in (*PLACES[title], "f1"):
            await console.press(key)
        assert f"HELP  {title}" in console.text


@pytest.mark.parametrize(
    ("keys", "title", "words"),
    [
        (("g",), "Finding things", "What waits on others without a word."),
        (("f2", "escape", "exclamation_mark"), "Chats", "The choice above"),
    ],
    ids=["the list of places", "a question"],
)
async def test_f1_tells_the_keys_of_what_stands_over_the_console_and_leaves_it_as_it_was(keys, title, words):
    async with a_console() as console:
        await console.press(*keys)
        asked = console.app.screen
        await console.press("f1")
        assert f"HELP  {title}" in console.text
        assert words in console.text
        await console.press("escape")
        assert console.app.screen is asked


async def test_f1_in_the_identity_question_opens_the_page_that_tells_of_it():
    async with a_console() as console:
        await console.press("I")
        assert "Identity of" in console.text
        await console.press("f1")
        assert "HELP  The contact" in console.text


async def test_the_live_keys_stand_first_and_all_keys_last():
    async with a_console() as console:
        await console.press("f2", "f1")
        first = console.text
        assert first.index("Keys that work here") < first.index("Ctrl+J") < first.index("Two at a time")
        await console.press("end")
        assert "All keys:" in console.text


async def test_the_manual_shows_the_agents_own_keys():
    async with a_console(keymap=read_keymap({"reminder.update": "f11"})) as console:
        await console.press("f2", "f1", "slash", *"honest", "enter")
        assert "F11" in console.text
        assert "F5" not in console.text


async def test_a_search_opens_the_section_and_esc_goes_back_page_by_page():
    async with a_console(size="narrow") as console:
        await console.press("f1", "slash", *"quiet", "enter")
        assert "HELP  Keys and settings" in console.text
        await console.press("escape")
        assert "HELP  The queue" in console.text
        assert "Keys that work here" in console.text
        await console.press("escape")
        assert console.app.screen is console.screen


async def test_tab_turns_the_pages_and_stops_at_both_ends():
    async with a_console() as console:
        await console.press("f1", "tab")
        assert "HELP  Chats" in console.text
        await console.press(*["shift+tab"] * 5)
        assert "HELP  First steps" in console.text
        await console.press(*["tab"] * 30)
        assert "HELP  How we test" in console.text


async def test_the_keys_for_whoever_waits_reach_the_console_from_the_search_over_the_manual():
    async with a_console() as console:
        await console.press("f1", "slash", "f2")
        assert console.app.screen is console.screen
        assert console.screen.is_typing


async def test_f1_on_the_board_comes_back_to_the_board():
    async with a_console(a_lead_shift()) as console:
        await console.press("f7", "f1")
        assert "It becomes yours with its promises" in console.text
        await console.press("escape")
        assert console.screen.board is console.app.screen


async def test_the_manual_is_opened_once_and_f1_in_it_looks_up():
    async with a_console() as console:
        await console.press("f1")
        await console.press("f1")
        assert "HELP, all pages" in console.text
        before = len(console.app.screen_stack)
        await console.press("f1")
        assert len(console.app.screen_stack) == before


async def test_every_page_can_be_read_at_every_size(size: str):
    async with a_console(size=size) as console:
        await console.press("f1", *["shift+tab"] * 3)
        for _ in range(15):
            await console.press("pagedown", "pagedown", "home", "tab")
        assert "HELP" in console.text
