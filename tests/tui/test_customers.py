"""The customer at the keyboard: `y` opens the page, `=` what helped others, a check is asked for where it is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.customer.identity import Identity, IdentityPolicy, WayToCheck
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.terms import Channel
from agentconsole.tui.widgets.composer import Composer
from agentconsole.workspace.customer_views import SimilarView
from tests.support.a_shift import a_shift
from tests.support.fake_authority import START
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console
from tests.tui.hostile import BAD, payloads
from tests.tui.test_composer import chat

EVIL = "".join(list(payloads().values()))[:1500] + "\x1b[2J\u202e"
ANSWER = "Set the glue record at the registrar.\nIt is seen everywhere within the hour."


def with_a_past() -> FakeDoor:
    door = a_shift()
    mara = door.conversation(chat(door, 1)).conversation
    before = door.arrives("ticket", "Mara Kovač", "backup was missing", "where is it?")
    door.does("bo", ask.Claim(before))
    door.does("bo", ask.AdmitFault(before, "the disk was full", "", "25.00 EUR"))
    door.does("bo", ask.CheckIdentity(before, "pin", Identity.PASSED, "said it at once"))
    door.does("bo", ask.Resolve(before))
    for n in range(3):
        done = door.arrives("ticket", "Mara Kovač", f"question {n}", "hello?")
        door.does("bo", ask.Claim(done))
        door.does("bo", ask.Resolve(done))
    assert door.conversation(before).conversation.contact_id == mara.contact_id
    door.customers.told[mara.contact_id] = (Fact("domain", "kovac.example"), Fact("plan", "Start"))
    door.customers.alike = (
        SimilarView("4311", Channel.TICKET, "glue record", START, "same words: glue, record; same category", ANSWER),
        SimilarView(before, Channel.CHAT, "other", START, "same words: mail, bounces", ""),
    )
    return door


async def test_the_page_holds_everything_and_enter_opens_what_went_before(size: str):
    async with a_console(with_a_past(), size) as console:
        await console.press("f2", "escape", "y")
        for words in (
            "CONTACT Mara Kovač",
            "OUR FAULTS",
            "25.00 EUR",
            "PRODUCTS",
            "kovac.example",
            "PIN, passed",
            "EARLIER",
        ):
            assert words in console.text, words
        assert "said it at once" in console.text
        await console.press("end")
        await console.press("enter")
        view = console.door.conversation(console.screen.current)
        assert view.conversation.subject == "backup was missing", console.text
        assert console.screen.current != chat(console.door, 1)


async def test_leaving_the_page_leaves_everything_as_it_was(size: str):
    async with a_console(with_a_past(), size) as console:
        await console.press("f2", "escape")
        before = console.screen.current
        await console.press("y", "j", "k", "pagedown", "pageup", "home", "x", "escape")
        assert console.screen.current == before
        assert console.app.screen is console.screen


async def test_of_somebody_new_the_page_says_only_who_it_is():
    async with a_console() as console:
        await console.press("f2", "escape", "y")
        for words in ("EARLIER", "OUR FAULTS", "PRODUCTS", "PROMISED", "IDENTITY", "OPEN ELSEWHERE"):
            assert words not in console.text


async def test_what_helped_others_says_why_and_its_answer_becomes_text_to_edit(size: str):
    async with a_console(with_a_past(), size) as console:
        await console.press("f2", "escape", "equals_sign")
        assert "same words: glue, record; same category" in console.text
        assert "Set the glue record" in console.text
        sent = len(console.door.performed)
        await console.press("r")
        assert isinstance(console.app.focused, Composer)
        assert console.app.focused.text == ANSWER
        assert "written to somebody else" in console.notice
        assert len(console.door.performed) == sent


async def test_an_answer_that_is_none_is_not_quoted_and_a_text_that_stands_there_stays():
    async with a_console(with_a_past()) as console:
        await console.press("f2")
        await console.type("My words")
        await console.press("escape", "equals_sign", "j", "r")
        assert "no public answer" in console.notice
        await console.press("equals_sign", "r")
        assert isinstance(console.app.focused, Composer)
        assert "My words" in console.app.focused.text
        assert ANSWER in console.app.focused.text


async def test_nothing_alike_is_said_and_opens_nothing():
    async with a_console() as console:
        await console.press("f2", "escape", "equals_sign")
        assert "Nothing resolved is like" in console.notice
        assert console.app.screen is console.screen


async def test_a_column_of_its_own_while_no_second_chat_needs_the_room():
    door = with_a_past()
    async with a_console(door, "wide") as console:
        await console.press("f2", "escape")
        assert not console.screen.column.display
        left, right = console.screen.left.region, console.screen.right.region
        assert (left.y, left.right) == (right.y, right.x), "side by side"
        door.perform(ask.Release(chat(door, 2)))
        await console.settle()
        assert console.screen.column.display
        assert not console.screen.right.display
        assert console.screen.left.region.right == console.screen.column.region.x
        assert "kovac.example" in console.text


async def test_in_a_narrow_window_a_line_stands_above_the_conversation():
    async with a_console(with_a_past(), "narrow") as console:
        await console.press("f2", "escape")
        line = next(each for each in console.text.splitlines() if each.startswith(" Mara Kovač │"))
        assert "4 earlier" in line


async def test_where_the_category_needs_a_check_the_card_and_the_key_say_so_and_nothing_is_kept_from_being_done():
    door = with_a_past()
    door.customers.identity = IdentityPolicy(
        (WayToCheck("pin", "PIN"), WayToCheck("mail", "E-mail code")), 0, ("account",)
    )
    door.perform(ask.Categorise(chat(door, 1), "account"))
    async with a_console(door) as console:
        await console.press("f2")
        await console.type("Here is your new password link.")
        await console.press("ctrl+s")
        assert "identity" in console.notice
        assert console.door.performed[-1].kind == "conversation.reply"
        await console.press("escape", "I", "1", "tab")
        assert "E-mail code" in console.text
        assert "Never type the PIN" in console.text
        await console.press("1", "enter")
        assert console.door.performed[-1] == ask.CheckIdentity(chat(door, 1), "PIN", Identity.PASSED)
        await console.press("r")
        await console.type("Done.")
        await console.press("ctrl+s")
        assert "identity" not in console.notice


async def test_the_wrap_up_says_of_a_check_that_there_was_what_the_card_says():
    door = with_a_past()
    door.customers.identity = IdentityPolicy((WayToCheck("pin", "PIN"),), 60_000)
    async with a_console(door) as console:
        await console.press("f2", "escape", "W")
        assert "not checked" in console.text
        assert "by PIN" not in console.text
        await console.press("escape")
        door.perform(ask.CheckIdentity(chat(door, 1), "pin", Identity.PASSED))
        await console.press("W")
        assert "by PIN, passed" in console.text
        assert "holds no more" not in console.text
        await console.press("escape")
        door.later(120)
        await console.press("W")
        assert "holds no more: checked" in console.text, "a cut line is not read as a check that holds"


async def test_a_conversation_that_went_out_of_sight_is_asked_no_proof_of():
    door = with_a_past()
    door.customers.identity = IdentityPolicy(needed_in=("account",))
    door.perform(ask.Categorise(chat(door, 1), "account"))
    async with a_console(door) as console:
        await console.press("f2")
        await console.type("Done.")
        await console.press("ctrl+s")
        assert "checks identity first" in console.notice
        gone = chat(door, 1)
        del door.rows_of[gone]
        assert not console.screen._is_missing_proof(gone)


@pytest.mark.parametrize("key", ["y", "equals_sign"])
async def test_hostile_words_stay_inside_both_pages(key: str, size: str):
    door = with_a_past()
    mara = door.conversation(chat(door, 1)).conversation
    known = door.contacts[mara.contact_id]
    door.contacts[mara.contact_id] = replace(known, name=EVIL, email=EVIL, phone=EVIL)
    door.customers.told[mara.contact_id] = (Fact(EVIL, EVIL),)
    door.customers.alike = (SimilarView("4311", Channel.TICKET, EVIL, START, EVIL, EVIL),)
    worse = door.arrives("ticket", "Mara Kovač", EVIL, EVIL)
    door.does("bo", ask.Claim(worse))
    door.does("bo", ask.AdmitFault(worse, EVIL.replace("{", ""), "", EVIL))
    door.does("bo", ask.CheckIdentity(worse, "proof", Identity.ACCEPTED, "x" + EVIL[:300]))
    async with a_console(door, size) as console:
        await console.press("f2", "escape", key)
        assert "CONTACT" in console.text or "LIKE #" in console.text
        for step in ("", "pagedown", "end"):
            if step:
                await console.press(step)
            assert not set(console.text.replace("\n", "")) & set(BAD)


async def test_a_category_is_told_in_the_words_it_is_chosen_by():
    door = a_shift()
    door.does("dana", ask.Categorise(chat(door, 1), "ssl"))
    async with a_console(door, "medium") as console:
        await console.press("f2", "escape", "y")
        assert "certificates" in console.text
        assert "ssl" not in console.text
