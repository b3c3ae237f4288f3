"""What is urgent stays in sight, whatever stands over the console."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.team.agent import Presence
from agentconsole.tui.holding_words import GREETING, TICKET_UPDATE, is_proposed, proposal
from agentconsole.tui.screens.guiding.hints import live
from agentconsole.tui.widgets.composer import Composer
from agentconsole.workspace.views import ReceiptView
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_composer import chat

PAGES = {"help": ("f1",), "receipts": ("g", "r"), "search": ("g", "s"), "palette": ("ctrl+p",)}


def a_quiet_shift() -> FakeDoor:
    """Two answered chats and a free line."""
    door = a_shift()
    call = door.status().call
    assert call is not None
    door.perform(ask.Resume(call.conversation_id))
    door.perform(ask.Resolve(call.conversation_id))
    door.perform(ask.WrapUp(call.conversation_id, "solved"))
    for slot in (1, 2):
        door.perform(ask.Reply(chat(door, slot), "Is it better now?"))
    return door


async def it_rings(console: Console) -> str:
    """A call comes in; its id."""
    ringing = console.door.arrives("phone", "Gus Petrakis", "page is white", phone="+1 718 555 0174")
    console.screen.store_changed()
    await console.settle()
    return ringing


@pytest.mark.parametrize("page", PAGES)
async def test_a_phone_that_rings_is_seen_and_answered_on_every_page(page: str, size: str) -> None:
    async with a_console(a_quiet_shift(), size) as console:
        await console.press(*PAGES[page])
        assert len(console.app.screen_stack) == 2
        ringing = await it_rings(console)
        assert "Gus Petrakis rings: F4 answers" in console.text
        await console.press("f4")
        assert len(console.app.screen_stack) == 1
        assert console.door.conversation(ringing).conversation.assignee == "dana"
        assert console.screen.current == ringing
        assert isinstance(console.app.focused, Composer)


async def test_a_question_shows_who_rings_and_keeps_its_answers(size: str) -> None:
    async with a_console(a_quiet_shift(), size) as console:
        await it_rings(console)
        await console.press("f2", "escape", "F", *"our mistake")
        assert "Gus Petrakis rings: F4 answers (Esc first)" in console.text
        await console.press("f4")
        assert "our mistake" in console.text


async def test_a_reminder_is_seen_over_the_help_from_its_first_picture_on(size: str) -> None:
    async with a_console(size=size) as console:
        await console.press("f1")
        assert "HELP" in console.text
        assert "F5 writes an update" in console.text


@pytest.mark.parametrize("keys", [(), ("f1",), ("ctrl+p",), ("j", "j", "j", "a")])
async def test_in_a_window_too_small_nothing_else_is_said(keys: tuple[str, ...]) -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press(*keys)
        await console._pilot.resize_terminal(50, 12)
        await console.settle()
        await console.settle()
        assert "This window is too small" in console.text
        assert "undo" not in console.notice


async def test_words_meant_for_a_caller_who_is_not_there_stay_in_the_reply_and_are_not_sent_at_once() -> None:
    async with a_console(a_quiet_shift()) as console:
        before = len(console.door.performed)
        await console.press("f2", *"wait", "f4", *"hello", "enter")
        assert "No phone rings, and you are on no call. Your words stay here: Enter sends once you" in console.notice
        assert console.screen.left.composer.text == "waithello"
        assert len(console.door.performed) == before
        await console.press("ctrl+s")
        assert console.door.performed[before].body == "waithello"


async def test_the_phones_key_is_named_in_the_composer_only_where_there_is_a_call() -> None:
    async with a_console(a_quiet_shift(), "wide") as console:
        await console.press("f2")
        assert "goto.phone" not in live(console.screen)
        console.door.arrives("phone", "Ibrahim Said", "site down")
        await console.settle()
        assert "goto.phone" in live(console.screen)


async def test_a_call_that_a_colleague_was_quicker_to_answer_leaves_the_agent_where_they_wrote(size: str) -> None:
    async with a_console(a_quiet_shift(), size) as console:
        await console.press("f2", *"wait", "f4")
        assert console.screen.is_typing
        assert "wait" in console.text
        await console.press("f2")
        assert "No phone rings" not in console.notice


async def test_a_second_chat_that_is_not_there_leaves_the_typing_where_it_was() -> None:
    async with a_console(a_quiet_shift()) as console:
        console.door.perform(ask.Release(chat(console.door, 2)))
        await console.press("f2", *"one", "f3", *"two")
        assert "x  Chat 2 is free" in console.notice
        assert console.screen.pane.composer.text == "onetwo"


async def test_that_letters_are_words_now_is_said_once() -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("f2")
        assert "Type your words; Esc" in console.notice
        await console.press("escape", "e", "escape", "f3")
        assert "Type your words" not in console.notice


async def test_a_refusal_goes_with_the_next_thing_that_is_done_or_looked_at() -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("g", "T", "p")
        assert "Nobody holds" in console.notice
        # A key that is no letter: the next letter is a key again.
        await console.press("f24", "a")
        assert "Nobody holds" not in console.notice
        await console.press("escape", "j", "p")
        assert "Nobody holds" in console.notice
        await console.press("f24", "j")
        console.screen.tick()
        assert "Nobody holds" not in console.notice


async def test_nothing_to_take_back_is_not_said_beside_an_offer() -> None:
    async with a_console(a_quiet_shift()) as console:
        console.door.later(60)
        await console.press("z")
        assert "Nothing to take back" in console.notice
        console.door.perform(ask.Release(chat(console.door, 2)))
        console.screen.store_changed()
        await console.settle()
        assert "undo" in console.notice
        assert "Nothing to take back" not in console.notice


async def test_what_has_not_arrived_yet_is_told_before_an_older_step_that_is_too_long_ago() -> None:
    door = a_quiet_shift()
    async with a_console(door) as console:
        door.later(60)
        door.on_its_way.append(ReceiptView("01x", "conversation.claim", "7", "saved", "", "", 0, door.now(), 0, 0, ""))
        await console.press("z")
        assert "Saved and on its way: taking #7. Before it is there it cannot be taken back." in console.notice
        door.on_its_way.append(ReceiptView("02x", "conversation.reply", "7", "saved", "", "", 0, door.now(), 0, 0, ""))
        await console.press("z")
        assert "Your last step is saved and on its way; it is none that can be taken back." in console.notice


async def test_the_key_that_takes_back_is_named_while_there_is_something_and_says_why_it_cannot() -> None:
    async with a_console(a_quiet_shift()) as console:
        console.door.later(60)
        console.screen.tick()
        assert "z undo" not in console.text
        console.door.perform(ask.Release(chat(console.door, 2)))
        console.screen.store_changed()
        await console.settle()
        assert "z undo" in console.text
        console.door.perform(ask.Reply(chat(console.door, 1), "On it."))
        console.screen.store_changed()
        await console.press("z")
        assert "What was sent or recorded cannot be taken back" in console.notice
        assert "z undo" not in console.text
        console.door.later(60)
        await console.press("z")
        assert "your last step is more than 20 seconds ago" in console.notice


async def test_an_empty_reply_is_said_to_be_empty_and_the_hints_name_the_other_kind() -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("f2", "ctrl+s")
        assert "The reply is empty; nothing was sent." in console.notice
        assert "Ctrl+N note" in console.hints
        await console.press("ctrl+n", "ctrl+s")
        assert "The note is empty; nothing was sent." in console.notice
        assert "Ctrl+N reply" in console.hints


async def test_the_other_chats_line_shows_what_the_contact_said_and_that_a_draft_waits() -> None:
    async with a_console() as console:
        console.door.perform(ask.Reply(chat(console.door, 1), "My own last words."))
        await console.press("f2", *"half", "f3")
        peek = next(line for line in console.text.splitlines() if "F2 opens" in line)
        assert ": Hello?" in peek
        assert "draft  F2 opens" in peek


@pytest.mark.parametrize(("answer", "is_off"), [((), False), (("2",), True)])
async def test_the_end_of_a_shift_asks_while_a_contact_is_there(answer: tuple[str, ...], is_off: bool) -> None:
    async with a_console() as console:
        await console.press("ctrl+p", *"shift is over", "enter")
        assert "With you right now: Mara Kovač, Li Wei, Ruth Adeyemi" in console.text
        await console.press(*answer, "enter")
        assert (console.door.me.presence is Presence.OFFLINE) is is_off


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("S",), "work has begun"),
        (("A", "enter"), "acknowledged"),
        (("w", *"2h", "enter"), "set aside until 1"),
        (("p", "2", "tab", *"registry", "enter"), "pending: it waits for somebody else"),
        (("W", "1", "enter"), "wrapped up: solved"),
        (("P", *"half done", "tab", *"2h", "enter", "enter"), "reported; the next word by 1"),
    ],
)
async def test_what_is_done_is_said_in_a_word(keys: tuple[str, ...], words: str) -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("g", "T", "a", *keys)
        assert f"✓  {words}" in console.notice


async def test_a_transfer_names_who_has_it_now() -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("g", "T", "a", "t", "1", "enter")
        assert "✓  handed to " in console.notice
        assert "(" not in console.notice.split("z: undo")[0]


async def test_a_new_chat_is_greeted_and_the_greeting_goes_as_the_first_reply() -> None:
    door = a_quiet_shift()
    door.perform(ask.Release(chat(door, 2)))
    async with a_console(door) as console:
        await console.press("c", "f5")
        assert console.screen.pane.composer.text == GREETING
        await console.press("ctrl+s")
        assert isinstance(door.performed[-1], ask.Reply)


async def test_the_proposed_update_promises_a_ticket_no_minutes() -> None:
    async with a_console(a_quiet_shift()) as console:
        await console.press("g", "T", "a", "f5")
        assert console.screen.pane.composer.text == TICKET_UPDATE
        assert "minute" not in TICKET_UPDATE


async def test_a_report_with_its_estimate_is_what_f5_asks_for_where_an_update_would_leave_the_promise_broken(
    size: str,
) -> None:
    door = a_quiet_shift()
    own = next(row.id for row in door.rows_of.values() if row.channel == "ticket" and not row.assignee)
    door.perform(ask.Claim(own))
    door.perform(ask.Acknowledge(own, "I read it."))
    for slot in (1, 2):
        door.perform(ask.Resolve(chat(door, slot)))
    door.later(19 * 60)
    async with a_console(door, size) as console:
        assert "has no progress report: F5 begins one" in console.notice
        console.screen.open_conversation(own, into="composer")
        await console.press(*"begun", "f5")
        assert "Progress for" in console.text
        await console.press(*"half", "tab", *"2h", "enter")
        report = door.performed[-1]
        assert isinstance(report, ask.ReportProgress)
        assert report.body == "half"
        assert console.screen.pane.composer.text == "begun"
        assert "progress report" not in console.notice


@pytest.mark.parametrize("channel", ["ticket", "chat", "phone"])
def test_nobody_is_proposed_the_words_that_went_out_last(channel: str) -> None:
    rows = a_quiet_shift().rows_of.values()
    it = replace(next(row for row in rows if row.channel == channel), first_reply_owed=False)
    proposed = [proposal(replace(it, updates_in_a_row=n)) for n in range(4)]
    assert all(before != after for before, after in pairwise(proposed))
    assert all(map(is_proposed, proposed))


async def test_f5_writes_to_whom_the_line_names_though_another_clock_ends_sooner() -> None:
    door = a_quiet_shift()
    own = next(row.id for row in door.rows_of.values() if row.channel == "ticket" and not row.assignee)
    door.perform(ask.Claim(own))
    door.perform(ask.ReportProgress(own, "I look into it.", door.now() + 10 * 60_000))
    door.later(4 * 60 + 30)
    for slot in (1, 2):
        door.writes(chat(door, slot), "Hello?")
        door.perform(ask.Update(chat(door, slot), "Still on it."))
    door.later(90)
    first = door.next_due()
    assert first is not None
    async with a_console(door) as console:
        assert "was promised word: F5" in console.notice
        assert first.id != own
        await console.press("f5")
        assert console.screen.current == own
