"""Responses at the keyboard: `::`, a few letters, and the words stand there, filled in, the cursor at the blank."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.commands import Reply, Update
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.tui.holding_words import HOLDING_UPDATES
from agentconsole.tui.screens.knowledge.responding import rows
from agentconsole.tui.widgets.composer import Composer
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_composer import chat

KEPT = (
    Canned(
        "dns-wait", "{{first}}, the record is seen everywhere by {{?when}}. {{?what else}} Regards, {{agent}}", "dana"
    ),
    Canned("hello", "Good morning {{first}}!"),
    Canned("refund", "Refunded.", deeds=("tag:refund", "pend:contact")),
    Canned("spam", "", deeds=("tag:spam",)),
)


def with_responses() -> FakeDoor:
    door = a_shift()
    door.kept_ready = KEPT
    return door


def typed(console: Console) -> str:
    assert isinstance(console.app.focused, Composer)
    return console.app.focused.text


async def test_two_colons_and_two_letters_bring_the_words_filled_in(size: str):
    async with a_console(with_responses(), size) as console:
        await console.press("f2")
        await console.type("Ok. ::")
        assert "RESPONSES" in console.text
        await console.press(*"dns")
        assert "Mara, the record is seen everywhere by" in console.text
        await console.press("enter")
        assert typed(console) == "Ok. Mara, the record is seen everywhere by {{?when}}. {{?what else}} Regards, Dana"
        assert "Fill in: when." in console.notice
        await console.type("noon")
        assert "by noon. {{?what else}} Regards" in typed(console)
        console.screen._look_at_drafts()
        assert "Fill in" not in console.notice
        await console.press("tab")
        assert "Fill in: what else." in console.notice
        await console.type("Anything?")
        assert typed(console).endswith("by noon. Anything? Regards, Dana")


def found(text: str, *canned: Canned) -> list[str]:
    shown: list[str] = []
    rows(canned, {})(text, 20, lambda items, **_more: shown.extend(each.value for each in items))
    return shown


def test_names_come_first_then_words_that_begin_so_and_scattered_letters_of_a_body_find_nothing():
    kept = (
        Canned("cron", "Your job ran."),
        Canned("identity", "Please read out the figures under your order number, then I can help."),
        Canned("job-late", "The cronjob of {{first}} is late, and is run again by a well known hand."),
        Canned("migration-plan", "Close the old one, order the new one, and we refer to it on Monday."),
    )
    assert found("cron", *kept) == ["cron", "job-late"]
    assert found("mgrplan", *kept) == ["migration-plan"]
    assert found("Late job", *kept) == ["job-late"]
    assert found("Monday new", *kept) == ["migration-plan"]
    assert found("refund", *kept) == []
    assert found("ronjob", *kept) == []
    assert len(found("", *kept)) == 4


async def test_where_no_response_fits_it_says_so_and_enter_puts_none_in():
    async with a_console(with_responses()) as console:
        await console.press("f2")
        await console.type("so ::rcd")
        assert "Nothing found." in console.text
        await console.press("enter")
        assert typed(console) == "so ::rcd"


async def test_a_blank_left_in_is_not_sent_and_the_text_stays():
    async with a_console(with_responses()) as console:
        await console.press("f2", "ctrl+t", *"dns", "enter", "ctrl+s")
        assert "Still to be filled in: when" in console.notice
        assert "{{?when}}" in typed(console)
        await console.type("at noon")
        assert "at noon" in typed(console), "the cursor stands where the words are missing"
        assert "{{?when}}" not in typed(console)
        assert not any("{{?" in line.body for line in console.door.transcript(chat(console.door, 1)))


@pytest.mark.parametrize("end", [".", "!", "?"])
async def test_right_behind_a_sentence_two_colons_ask_for_a_response(end: str):
    async with a_console(with_responses()) as console:
        await console.press("f2")
        await console.type(f"It is sent again{end}::dns")
        await console.press("enter")
        assert typed(console).startswith(f"It is sent again{end}")
        assert "::" not in typed(console)


async def test_two_colons_within_a_word_are_two_colons():
    async with a_console(with_responses()) as console:
        await console.press("f2")
        await console.type("std::vector a::b")
        assert typed(console) == "std::vector a::b"


async def test_leaving_the_list_leaves_the_text_as_it_was():
    async with a_console(with_responses()) as console:
        await console.press("f2")
        await console.type("so ::")
        await console.press("escape")
        assert typed(console) == "so "
        await console.type("::what is this")
        await console.press("escape")
        assert typed(console) == "so "
        assert "::what is this is out of the text again; Ctrl+Z brings it back." in console.notice
        await console.press("ctrl+z")
        assert typed(console) == "so ::what is this"


async def test_letters_of_a_search_that_was_left_are_not_sent():
    async with a_console(with_responses()) as console:
        await console.press("f2")
        await console.type("so ::dns")
        await console.press("escape", "enter")
        assert console.door.performed[-1].body.strip() == "so"
        await console.press("ctrl+t", *"dns", "escape")
        assert typed(console) == ""


async def test_what_a_response_does_besides_is_done_once_it_is_sent():
    async with a_console(with_responses()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "ctrl+t", *"refund", "enter")
        assert "then tag:refund, pend:contact" in console.text
        assert not console.door.conversation(mara).conversation.tags
        await console.press("ctrl+s")
        it = console.door.conversation(mara).conversation
        assert it.tags == ("refund",)
        assert it.waits_on == "contact"


async def test_what_cannot_be_done_besides_is_said_and_the_rest_is_done():
    door = with_responses()
    door.kept_ready = (Canned("later", "We look.", deeds=("promise:2h", "tag:dns")),)
    async with a_console(door) as console:
        await console.press("f2", "ctrl+t", *"later", "enter", "ctrl+s")
        assert "say there by when you write again" in console.notice
        assert door.conversation(chat(door, 1)).conversation.tags == ("dns",)


async def test_what_it_does_is_forgotten_with_its_words():
    async with a_console(with_responses()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "ctrl+t", *"refund", "enter", "ctrl+u")
        assert "then tag" not in console.text
        await console.type("No refund.")
        await console.press("ctrl+s")
        assert not console.door.conversation(mara).conversation.tags


async def test_what_it_does_comes_back_with_its_words():
    async with a_console(with_responses()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "ctrl+t", *"refund", "enter", "f3")
        assert "then tag" not in console.text
        await console.press("f2", "ctrl+n")
        assert "then tag" not in console.text
        await console.press("ctrl+n")
        assert "then tag:refund, pend:contact" in console.text
        await console.press("ctrl+s")
        assert console.door.conversation(mara).conversation.tags == ("refund",)
        await console.press("f3", "f2")
        await console.type("And more.")
        assert "then tag" not in console.text


async def test_what_it_does_is_there_again_in_a_console_started_anew():
    door = with_responses()
    async with a_console(door) as console:
        await console.press("f2", "ctrl+t", *"refund", "enter")
    async with a_console(door) as console:
        await console.press("f2")
        assert "then tag:refund, pend:contact" in console.text
        await console.press("ctrl+u")
        await console.type("No refund.")
        await console.press("f3", "f2")
        assert "No refund." in console.text
        assert "then tag" not in console.text


async def test_what_it_does_does_not_go_with_an_update_that_takes_its_place():
    async with a_console(with_responses()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "ctrl+t", *"refund", "enter", "f5")
        assert "then tag" not in console.text
        console.door.later(5)
        await console.press("ctrl+s")
        assert console.door.performed[-1].kind == Update.kind
        assert not console.door.conversation(mara).conversation.tags


@pytest.mark.parametrize("way", [("ctrl+s",), ("ctrl+z",), ("f3", "f2", "ctrl+s"), ("ctrl+n", "ctrl+n", "ctrl+s")])
async def test_what_a_reply_does_waits_with_it_while_an_update_goes_and_comes_back_with_it(way: tuple[str, ...]):
    async with a_console(with_responses()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "ctrl+t", *"refund", "enter", "f5")
        console.door.later(5)
        await console.press(*way)
        assert typed(console) == "Refunded."
        assert "then tag:refund, pend:contact" in console.text
        console.door.later(5)
        await console.press("ctrl+s")
        it = console.door.conversation(mara).conversation
        assert (it.tags, it.waits_on) == (("refund",), "contact")
        await console.type("And more.")
        assert "then tag" not in console.text


async def test_what_a_reply_does_waits_over_a_console_started_anew_and_a_response_in_the_update():
    door = with_responses()
    async with a_console(door) as console:
        await console.press("f2", "ctrl+t", *"refund", "enter", "f5")
    door.kept_ready = (*door.kept_ready, Canned("later", "We look into it.", deeds=("tag:dns",)))
    async with a_console(door) as console:
        await console.press("f2", *["ctrl+u"] * 5, *["backspace"] * 5, "ctrl+t", *"later", "enter")
        assert "then tag:dns" in console.text
        door.later(5)
        await console.press("ctrl+s")
        assert door.conversation(chat(door, 1)).conversation.tags == ("dns",)
        assert typed(console) == "Refunded."
        assert "then tag:refund, pend:contact" in console.text


@pytest.mark.parametrize(("name", "kind"), [("later", Update.kind), ("refund", Reply.kind)])
async def test_a_response_takes_the_place_of_words_that_f5_has_proposed(name: str, kind: str):
    door = with_responses()
    door.kept_ready = (*door.kept_ready, Canned("later", "We look into it."))
    (body,) = (each.body for each in door.kept_ready if each.name == name)
    async with a_console(door) as console:
        await console.press("f2", "f5")
        assert typed(console) == HOLDING_UPDATES[0]
        await console.type(" ::")
        await console.press(*name, "enter")
        assert typed(console) == body
        assert "in place of the proposed words" in console.notice
        door.later(5)
        await console.press("ctrl+s")
        sent = [(each.kind, each.body) for each in door.performed if isinstance(each, Reply | Update)]
        assert sent[-1] == (kind, body)


async def test_a_response_goes_beside_an_update_that_the_agent_has_changed():
    door = with_responses()
    door.kept_ready = (*door.kept_ready, Canned("later", "We look into it."))
    async with a_console(door) as console:
        await console.press("f2", "f5")
        await console.type(" Hold on. ::")
        await console.press(*"later", "enter")
        assert typed(console) == f"{HOLDING_UPDATES[0]} Hold on. We look into it."


async def test_one_without_words_acts_at_once():
    async with a_console(with_responses()) as console:
        await console.press("f2", "ctrl+t", *"spam", "enter")
        assert console.door.conversation(chat(console.door, 1)).conversation.tags == ("spam",)
        assert "spam: tag:spam." in console.notice


async def test_a_hostile_name_is_words_and_nothing_else():
    door = with_responses()
    mara = chat(door, 1)
    it = door.conversation(mara).conversation
    contact = door.contacts[it.contact_id]
    door.contacts[it.contact_id] = replace(contact, name="\x1b[2J{{agent}} [/b]")
    async with a_console(door) as console:
        await console.press("f2", "ctrl+t", *"hello", "enter")
        assert "\x1b" not in typed(console)
        assert "Dana" not in typed(console)


async def test_what_is_being_written_is_kept_under_a_name():
    async with a_console() as console:
        await console.press("f2")
        await console.type("It is fixed, {{first}}.")
        await console.press("ctrl+p", *"keep a response", "enter")
        assert "Keep a response" in console.text
        await console.type("fixed")
        await console.press("enter")
        assert "Kept: fixed." in console.notice
        assert SaveCanned("fixed", "It is fixed, {{first}}.") in [kept.command for kept in console.door.kept]


async def test_one_that_cannot_be_kept_is_said():
    async with a_console() as console:
        await console.press("ctrl+p", *"keep a response", "enter")
        await console.type("No Name!")
        await console.press("tab", *"Hello {{name}}, sorry.", "enter")
        assert "a-z" in console.text
        await console.press("shift+tab", "ctrl+u", *"sorry", "enter")
        assert "{{name}} cannot be filled in" in console.text
        assert "{{?words}} for you." in console.text
        assert "Hello {{name}}, sorry." in console.text


async def test_without_any_it_is_said_how_one_is_kept():
    async with a_console() as console:
        await console.press("f2", "ctrl+t")
        assert "canned save" in console.notice


async def test_one_of_ones_own_is_removed_from_the_palette_and_the_teams_are_not_offered():
    door = FakeDoor("dana")
    number = door.arrives("chat", "Mara", "dns", "Hello?")
    door.does("dana", ask.Claim(number))
    door.kept_ready = (Canned("dns-wait", "It takes an hour.", "dana"), Canned("greet", "Good day.", ""))
    async with a_console(door) as console:
        await console.press("ctrl+p", *"canned.remove", "enter")
        assert "dns-wait" in console.text
        assert "greet" not in console.text
        await console.press("enter")
        assert door.performed[-1] == RemoveCanned("dns-wait")
        assert "Removed: dns-wait." in console.text
