"""Incidents at the keyboard: linked with `m`, told once by each holder with one key, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.incident_commands import (
    ChangeIncident,
    DraftUpdate,
    Inform,
    LinkIncident,
    OpenIncident,
)
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.tui.screens.knowledge.notices import SaidOnce
from agentconsole.tui.widgets.composer import Composer
from agentconsole.workspace.knowledge_views import ReadyUpdate
from tests.support.a_shift import a_shift
from tests.support.fake_authority import START
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.hostile import BAD
from tests.tui.test_composer import chat

MAIL = Incident("1", "Mail is delayed on host 12", START - 600_000, details="The queue is long.", opened_by="bo")
UPDATE = "Hello {{first}}, your mail is on its way again."


def with_incident(*, is_linked: bool = True) -> FakeDoor:
    door = a_shift()
    door.knowledge.faults = {"1": MAIL}
    if is_linked:
        for slot in (1, 2):
            door.perform(LinkIncident(chat(door, slot), "1"))
    return door


def typed(console: Console) -> str:
    assert isinstance(console.app.focused, Composer)
    return console.app.focused.text


async def test_m_links_a_conversation_and_its_row_and_card_show_it():
    door = with_incident(is_linked=False)
    async with a_console(door, "wide") as console:
        await console.press("f2", "escape", "m")
        assert "WHAT IS #" in console.text
        await console.press(*"delayed", "enter")
        assert LinkIncident(chat(door, 1), "1") in door.performed
        assert "linked to incident 1" in console.notice
        assert "incident 1, open: Mail is delayed on" in console.text
        assert "i1 mail bounces" in console.text
        await console.press("m", "down", "down", "enter")
        assert not door.conversation(chat(door, 1)).conversation.incident


async def test_a_fault_nobody_knows_yet_is_written_down_and_linked_at_once(size: str):
    async with a_console(a_shift(), size) as console:
        await console.press("f2", "escape", "m", "enter", "ctrl+u")
        await console.type("Mail is delayed on host 12")
        await console.press("tab", "ctrl+u")
        await console.type("20m")
        await console.press("enter")
        (opened,) = [each for each in console.door.performed if isinstance(each, OpenIncident)]
        mara = chat(console.door, 1)
        assert (opened.title, opened.about) == ("Mail is delayed on host 12", mara)
        assert console.door.now() - opened.began_at == 20 * 60_000
        assert console.door.conversation(mara).conversation.incident == "1"


async def test_one_update_stands_ready_for_each_holder_and_goes_with_one_key():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("g", "i", "enter", "u", "ctrl+z", *["backspace"] * 20)
        await console.type(UPDATE)
        await console.press("ctrl+s")
        assert DraftUpdate("1", UPDATE) in door.performed
        assert "0 told, 2 not told, 0 ended" in console.text
        await console.press("escape", "f2")
        assert typed(console) == "Hello Mara, your mail is on its way again."
        assert "update on an incident" in console.text
        await console.press("enter")
        sent = Inform(chat(door, 1), "Hello Mara, your mail is on its way again.", 1, seen=7)
        assert door.performed[-1] == sent
        await console.press("escape", "g", "i", "enter")
        assert "1 told, 1 not told, 0 ended" in console.text
        assert "told" in console.text
        assert "not told" in console.text


async def test_the_update_has_as_many_lines_as_it_needs_and_is_told_with_all_of_them(size: str):
    door = with_incident()
    async with a_console(door, size) as console:
        await console.press("g", "i", "enter", "u")
        await console.shows("One update for 2 open conversations about: Mail is delayed on host 12")
        await console.type("mail on host 12 is late.")
        await console.press("enter", "enter")
        await console.type("It is sent by 15:00.")
        assert not [each for each in door.performed if isinstance(each, DraftUpdate)]
        await console.press("ctrl+s", "escape", "f2")
        assert typed(console) == "Hello Mara,\n\nmail on host 12 is late.\n\nIt is sent by 15:00."


async def test_a_begun_update_is_kept_when_it_is_left_and_a_refused_one_stays_with_the_reason():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("g", "i", "enter", "u")
        await console.type("Sorry, {{host}} is")
        await console.press("f1")
        await console.shows("What you wrote is kept")
        await console.press("escape", "escape", "u")
        await console.type(" slow.")
        await console.press("ctrl+s")
        await console.shows("! {{host}} cannot be filled in")
        assert typed(console) == "Hello {{first}},\n\nSorry, {{host}} is slow."
        await console.press("ctrl+w", "ctrl+w", "ctrl+w", *"host", "ctrl+s", "u")
        assert typed(console) == door.knowledge.incident("1").incident.update
        assert not door.drafts.text("incident:1", "public")


async def test_an_update_for_all_is_written_in_lines_that_can_be_read(size: str):
    async with a_console(with_incident(), size) as console:
        await console.press("g", "i", "enter", "u")
        assert isinstance(console.app.focused, Composer)
        assert 78 <= console.app.focused.size.width <= 90


async def test_an_empty_update_is_none_and_esc_comes_back_to_the_incident():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("g", "i", "enter", "u", "ctrl+u", "backspace", "backspace", "ctrl+u", "ctrl+s")
        await console.shows("There is no text yet")
        await console.press("escape")
        await console.shows("INCIDENT 1: Mail is delayed on host 12")


async def test_it_comes_to_an_open_empty_reply_by_itself_and_is_an_update_after_a_restart_too():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("f2")
        assert typed(console) == ""
        door.does("bo", DraftUpdate("1", UPDATE))
        await console.settle()
        assert typed(console) == "Hello Mara, your mail is on its way again."
    async with a_console(door) as console:
        await console.press("f2")
        await console.type(" Sorry!")
        await console.press("enter")
        assert isinstance(door.performed[-1], Inform)


async def test_what_was_typed_is_never_touched_and_a_deleted_proposal_stays_deleted():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("f2")
        await console.type("half a sent")
        door.does("bo", DraftUpdate("1", UPDATE))
        await console.settle()
        assert typed(console) == "half a sent"
        await console.press("enter")
        assert isinstance(door.performed[-1], ask.Reply)
        await console.settle()
        assert typed(console) == "Hello Mara, your mail is on its way again."
        await console.press("ctrl+u")
        door.later(1)
        door.writes(chat(door, 1), "Hello?")
        await console.settle()
        assert typed(console) == ""
        await console.type("Another word.")
        await console.press("enter")
        assert isinstance(door.performed[-1], ask.Reply)


@pytest.mark.parametrize("way", [("f2", "f5"), ("f2", "escape", "f5"), ("f5",)])
async def test_the_update_on_an_incident_that_stands_ready_is_the_word_f5_goes_to(way: tuple[str, ...], size: str):
    door = with_incident()
    door.does("bo", DraftUpdate("1", UPDATE))
    async with a_console(door, size) as console:
        await console.press(*way)
        assert typed(console) == "Hello Mara, your mail is on its way again."
        assert "stands ready in the reply: Enter sends it" in console.notice
        assert "reply comes back" not in console.text
        door.later(5)
        await console.press("ctrl+s")
        assert isinstance(door.performed[-1], Inform)
        assert typed(console) == ""


async def test_a_changed_one_is_still_one_after_f5():
    door = with_incident()
    door.does("bo", DraftUpdate("1", UPDATE))
    async with a_console(door) as console:
        await console.press("f2", *["backspace"] * 6)
        await console.type("now.")
        await console.press("f5")
        assert typed(console) == "Hello Mara, your mail is on its way now."
        door.later(5)
        await console.press("ctrl+s")
        assert isinstance(door.performed[-1], Inform)


async def test_a_refused_update_stays_and_is_still_one():
    door = with_incident()
    door.does("bo", DraftUpdate("1", UPDATE))
    async with a_console(door) as console:
        await console.press("f2")
        door.writes(chat(door, 1), "Are you there?")
        await console.press("enter")
        assert "wrote again" in console.notice
        assert typed(console) == "Hello Mara, your mail is on its way again."
        await console.press("enter")
        assert isinstance(door.performed[-1], Inform)


async def test_a_blank_for_the_agent_has_to_be_filled_in_first():
    door = with_incident()
    door.does("bo", DraftUpdate("1", "Back by {{?when}}."))
    async with a_console(door) as console:
        await console.press("f2", "enter")
        assert "Still to be filled in: when" in console.notice
        assert not any(isinstance(each, Inform) for each in door.performed)


async def test_who_has_still_to_tell_is_told_when_nothing_else_presses():
    door = FakeDoor()
    mail = door.arrives("ticket", "Mara Kovač", "mail", "Where is it?")
    door.knowledge.faults = {"1": replace(MAIL, updates=1, update="Soon.")}
    door.perform(ask.Claim(mail))
    door.perform(ask.Acknowledge(mail))
    door.perform(LinkIncident(mail, "1"))
    async with a_console(door) as console:
        assert "1 contact of yours has not heard the update on incident 1: g i" in console.notice
        await console.press("ctrl+p", *"they know", "enter")
        assert "not heard" not in console.notice
        assert door.conversation(mail).conversation.informed == 1


async def test_who_has_still_to_tell_is_told_once_and_when_more_join():
    door = FakeDoor()
    mails = [door.arrives("ticket", each, "mail", "Where is it?") for each in ("Mara Kovač", "Ana Silva")]
    door.knowledge.faults = {"1": replace(MAIL, updates=1, update="Soon.")}
    for each in (ask.Claim(mails[0]), ask.Acknowledge(mails[0]), LinkIncident(mails[0], "1")):
        door.perform(each)
    async with a_console(door) as console:

        def says(words: str, *, after: int = 0) -> bool:
            door.clock.advance(after)
            console.screen.forget_watched()
            console.screen.tick()
            return f"{words} not heard the update" in console.notice

        assert says("1 contact of yours has", after=MINUTE - 1)
        assert not says("has", after=1)
        for each in (ask.Claim(mails[1]), ask.Acknowledge(mails[1]), LinkIncident(mails[1], "1")):
            door.perform(each)
        assert says("2 contacts of yours have")
        door.clock.advance(1)
        await console.press("escape")
        assert not says("have")


def test_who_has_still_to_be_told_is_said_again_after_a_quarter_of_an_hour():
    once, whom = SaidOnce(), (ReadyUpdate("1", "1", 0, ""),)
    ends = once.until(whom, START, 0)
    assert ends == once.changes_at(START) == START + MINUTE
    assert not once.until(whom, ends, 0)
    again = once.changes_at(ends)
    assert again == START + 15 * MINUTE
    assert not once.until(whom, again - 1, 0)
    assert once.until(whom, again, 0) == again + MINUTE
    assert not once.until((), again, 0)


async def test_the_figures_of_an_incident_are_those_of_its_rows():
    door = with_incident()
    door.does("bo", DraftUpdate("1", UPDATE))
    ended = door.arrives("ticket", "Nina", "mail", "Where is it?")
    for each in (ask.Claim(ended), LinkIncident(ended, "1"), ask.Resolve(ended)):
        door.perform(each)
    async with a_console(door, "wide") as console:
        await console.press("g", "i", "enter")
        assert "0 told, 2 not told, 1 ended" in console.text
        await console.press("u")
        assert "One update for 2 open conversations" in console.text


async def test_how_it_stands_is_changed_from_its_page(size: str):
    async with a_console(with_incident(), size) as console:
        await console.press("g", "i", "enter", "s", "3", "enter")
        assert ChangeIncident("1", "solved", MAIL.title, MAIL.details) in console.door.performed
        assert "solved since" in console.text


async def test_enter_opens_the_conversation_under_the_cursor():
    door = with_incident()
    async with a_console(door) as console:
        await console.press("g", "i", "enter", "j", "enter")
        assert console.screen.current == chat(door, 2)


async def test_hostile_faults_are_drawn_as_text(size: str):
    evil = "[/]\x1b]52;c;eA==\x07\x1b[2J\u202e[@click=app.quit]x[/]\x9b2J"
    door = with_incident()
    door.knowledge.faults = {"1": replace(MAIL, title=evil, details=evil, update=evil, updates=1, updated_by=evil)}
    async with a_console(door, size) as console:
        await console.press("f2")
        shown = console.drawn + typed(console)
        for keys in (("escape", "m"), ("escape", "g", "i"), ("enter",)):
            await console.press(*keys)
            shown += console.drawn
        assert "click=app.quit" in shown
        assert not set(shown.replace("\n", "")) & set(BAD)


async def test_only_incidents_are_counted_and_not_the_offer_of_a_new_one():
    async with a_console(with_incident()) as console:
        await console.press("g", "i")
        title = next(line for line in console.text.splitlines() if "INCIDENTS" in line)
        assert "A new one" in console.text
        assert title.endswith(" 1 ──")


async def test_a_long_title_keeps_clear_of_since_when_it_is_so():
    door = a_shift()
    door.knowledge.faults = {"1": replace(MAIL, title="Mail is delayed on " + "host " * 30)}
    async with a_console(door) as console:
        await console.press("g", "i", "enter")
        assert "…  open since" in console.text
