"""Mentions at the keyboard: `@` completes a name in a note, who is named is told, and opening it has it seen."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.knowledge.mention_commands import SeeMentions, UnseeMentions
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.screens.leads.pages import among
from agentconsole.tui.widgets.composer import Composer
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.hostile import BAD
from tests.tui.test_composer import chat


def typed(console: Console) -> str:
    assert isinstance(console.app.focused, Composer)
    return console.app.focused.text


def named(words: str = "@dana please look") -> tuple[FakeDoor, str]:
    """A door with one acknowledged ticket of Mo's, in which Bo has named Dana."""
    door = FakeDoor()
    own = door.arrives("ticket", "Mara Kovač", "mail", "Where is it?")
    door.does("mo", ask.Claim(own))
    door.does("mo", ask.Acknowledge(own))
    door.does("bo", ask.Note(own, words))
    return door, own


async def test_the_sign_and_two_letters_complete_a_colleagues_name(size: str):
    async with a_console(size=size) as console:
        await console.press("f2", "escape", "i")
        await console.type("please look @")
        assert "WHO SHALL SEE IT?" in console.text
        assert "Dana Weber" not in console.text
        await console.press(*"lind", "enter")
        assert typed(console) == "please look @bo "
        await console.press("ctrl+s")
        mara = chat(console.door, 1)
        assert [m.agent for m in console.door.conversation(mara).conversation.mentions] == ["bo"]


async def test_leaving_the_list_leaves_the_sign_and_replies_and_addresses_ask_nobody():
    async with a_console() as console:
        await console.press("f2")
        await console.type("me@example.org @bo")
        assert typed(console) == "me@example.org @bo"
        await console.press("ctrl+u", "escape", "i")
        await console.type("a@b @")
        await console.press("escape")
        assert typed(console) == "a@b @"


async def test_a_note_typed_in_one_go_keeps_every_word_and_names_whom_it_names(size: str):
    async with a_console(size=size) as console:
        await console.press("f2", "escape", "i")
        await console.type("Hm, @bo do you know? @nobody at all, @ home, @Bo, too")
        assert typed(console) == "Hm, @bo do you know? @nobody at all, @ home, @bo, too"
        await console.press("ctrl+s")
        mara = chat(console.door, 1)
        assert [m.agent for m in console.door.conversation(mara).conversation.mentions] == ["bo"]


async def test_leaving_the_list_leaves_what_was_typed_into_it():
    async with a_console() as console:
        await console.press("f2", "escape", "i")
        await console.type("Hm, @bo")
        await console.press("escape")
        assert typed(console) == "Hm, @bo"
        await console.type(" and @zz")
        await console.press("enter")
        assert typed(console) == "Hm, @bo and @zz"


async def test_who_is_named_is_told_and_opening_it_is_seeing_it():
    door, own = named()
    async with a_console(door) as console:
        assert f"Bo names you in a note on #{own}: g n" in console.notice
        await console.press("g", "n")
        assert "please look" in console.text
        await console.press("enter")
        assert console.screen.current == own
        assert door.performed == [SeeMentions(own)]
        assert "names you" not in console.notice
        await console.press("escape", "g", "n")
        assert "No note names you." in console.notice
        await console.press("ctrl+p", *"mention not", "enter")
        assert door.performed[-1] == UnseeMentions(own)
        await console.press("g", "n", "enter")
        assert door.performed[-1] == SeeMentions(own)


async def test_several_are_counted_the_newest_first():
    door, own = named()
    door.later(60)
    door.does("mo", ask.Note(own, "@dana and again"))
    async with a_console(door) as console:
        assert "Mo names you" in console.notice
        assert "(and 1 more)" in console.notice


async def test_a_mention_is_told_in_a_busy_hour_too():
    door, _ = named()
    mine = door.arrives("chat", "Li Wei", "login", "Hello?")
    door.does("dana", ask.Claim(mine))
    door.later(3 * 60)
    async with a_console(door) as console:
        assert "F5 writes an update" in console.notice
        assert "│ Bo names you: g n" in console.notice


async def test_a_hostile_note_is_drawn_as_text(size: str):
    door, _ = named("@dana [/]\x1b]52;c;eA==\x07\x1b[2J\u202e[@click=app.quit]x[/]\x9b2J")
    async with a_console(door, size) as console:
        shown = console.notice
        await console.press("g", "n")
        shown += console.drawn
        assert "click=app.quit" in shown
        assert not set(shown.replace("\n", "")) & set(BAD)


def test_whose_name_begins_so_comes_before_whose_words_hold_it():
    shown: list[str] = []
    team = [Item("ana", "ana  Ana Belén"), Item("bo", "bo  Bo Lindgaard"), Item("bea", "bea  Bea Anders")]
    for typed, found in (("b", ["bo", "bea", "ana"]), ("an", ["ana", "bea"]), ("", ["ana", "bo", "bea"])):
        among(team)(typed, 9, lambda items, **_: shown.extend(each.value for each in items))
        assert shown == found
        shown.clear()
