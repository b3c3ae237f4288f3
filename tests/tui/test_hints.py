"""The hint line: the keys that help most where one is and in the state one is in; the way to all others stays."""

from __future__ import annotations

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.terms import Channel, Status
from agentconsole.tui.commands import BY_ID
from agentconsole.tui.dialogs.form import FormScreen
from agentconsole.tui.screens.guiding import hints
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console

WAYS = ("F1 help",)


def a_door() -> tuple[FakeDoor, dict[str, str]]:
    """One conversation a channel, all of them dana's; and a chat that waits."""
    door = FakeDoor("dana")
    own = {channel: door.arrives(channel, f"Mara {channel}", "about it", "Hello?") for channel in Channel}
    for each in own.values():
        door.does("dana", ask.Claim(each))
    return door, own | {"waiting": door.arrives("chat", "Li Wei", "waits", "Hello?")}


async def opened(console: Console, conversation_id: str) -> str:
    console.screen.open_conversation(conversation_id)
    await console.settle()
    return console.hints


@pytest.mark.parametrize(
    ("channel", "first"),
    [
        (Channel.CHAT, ["r reply", "i note", "F5 update", "e done", "! lead"]),
        (Channel.TICKET, ["r reply", "A ack", "P progress", "p pend", "e done"]),
        (Channel.PHONE, ["i note", "h hold", "e done", "F5 update", "! lead"]),
    ],
)
async def test_in_a_conversation_of_ones_own_the_keys_of_its_channel_come_first(
    size: str, channel: Channel, first: list[str]
):
    door, own = a_door()
    async with a_console(door, size) as console:
        shown = await opened(console, own[channel])
        assert [shown.index(each) for each in first] == sorted(shown.index(each) for each in first)
        assert shown.startswith(f" {first[0]}")
        assert shown.rstrip().endswith(WAYS)


async def test_the_key_that_holds_a_call_says_that_it_resumes_one_on_hold(size: str):
    door, own = a_door()
    async with a_console(door, size) as console:
        assert "h hold" in await opened(console, own[Channel.PHONE])
        door.perform(ask.Hold(own[Channel.PHONE]))
        await console.settle()
        assert "h resume" in console.hints


async def test_in_one_that_waits_the_key_that_takes_it_comes_first():
    door, own = a_door()
    async with a_console(door) as console:
        assert (await opened(console, own["waiting"])).startswith(" a take")


async def test_where_nothing_is_open_only_keys_that_open_something_are_named():
    door, own = a_door()
    async with a_console(door) as console:
        assert "Nothing open. Enter opens, c takes the next chat." in console.text
        door.does("dana", ask.Claim(own["waiting"]))
        console.screen.read_again()
        await console.settle()
        assert "Nothing open. Enter opens the row." in console.text
        assert "takes the next chat" not in console.text


async def test_where_nothing_is_ones_own_no_key_for_a_chat_or_a_reply_is_shown(size: str):
    door = FakeDoor("dana")
    door.arrives("ticket", "Li Wei", "waits", "Hello?")
    chat = door.arrives("chat", "Mara", "hers", "Hello?")
    async with a_console(door, size) as console:
        for vain in ("r reply", "F2", "F3", "e done"):
            assert vain not in console.hints
        door.does("dana", ask.Claim(chat))
        console.screen.read_again()
        console.screen.queue.select(chat)
        console.screen.row_selected()
        assert "r reply" in console.hints
        if size != "narrow":
            assert "F2 chat 1" in console.hints
        assert "F3" not in console.hints


@pytest.mark.parametrize("has_row", [True, False])
async def test_whoever_is_off_shift_or_on_a_break_is_told_the_key_that_begins(size: str, has_row: bool):
    door = FakeDoor("dana")
    if has_row:
        door.arrives("chat", "Li Wei", "waits", "Hello?")
    async with a_console(door, size) as console:
        assert "available" not in console.hints
        for away in (Presence.BREAK, Presence.OFFLINE):
            door.perform(SetPresence(away))
            await console.settle()
            assert "o available" in console.hints
        await console.press("o")
        assert "available" not in console.hints


async def test_a_key_that_a_rule_refuses_just_now_is_left_out():
    door, own = a_door()
    async with a_console(door) as console:
        for each, can_take in ((own["waiting"], True), (own[Channel.TICKET], False)):
            console.screen.queue.select(each)
            console.screen.row_selected()
            assert ("a take" in console.hints, "c next chat" in console.hints) == (can_take, True)
        door.does("dana", ask.Claim(own["waiting"]))
        console.screen.read_again()
        assert "c next chat" not in console.hints, "both slots are full"
        ticket = own[Channel.TICKET]
        assert "A ack" in await opened(console, ticket)
        door.does("dana", ask.Acknowledge(ticket, "We have it."))
        console.screen.read_again()
        assert "A ack" not in console.hints


async def test_what_a_lead_has_taken_over_offers_no_key_that_sends_and_the_cursor_follows_what_comes_back():
    door, own = a_door()
    chat = own[Channel.CHAT]
    async with a_console(door) as console:
        console.screen.open_conversation(chat, into="composer")
        await console.settle()
        assert console.hints.startswith(" Enter send")
        door.does("mo", lead.TakeOver(chat))
        console.screen.read_again()
        assert console.hints.startswith(" Ctrl+N note")
        assert "F5" not in console.hints, "nobody waits for a word of theirs"
        assert console.screen.selected_id != chat
        door.does("mo", lead.HandBack(chat, "Granted."))
        console.screen.read_again()
        assert console.screen.selected_id == chat


async def test_a_resolved_chat_asks_for_its_wrap_up_and_may_be_opened_again():
    door, own = a_door()
    async with a_console(door) as console:
        door.does("dana", ask.Reply(own[Channel.CHAT], "Done."))
        door.does("dana", ask.Resolve(own[Channel.CHAT]))
        assert door.conversation(own[Channel.CHAT]).conversation.status is Status.WRAP_UP
        assert (await opened(console, own[Channel.CHAT])).startswith(" e done  O reopen")


async def test_one_that_has_ended_may_be_opened_again():
    door, own = a_door()
    async with a_console(door) as console:
        door.does("dana", ask.Acknowledge(own[Channel.TICKET]))
        door.does("dana", ask.Resolve(own[Channel.TICKET]))
        assert (await opened(console, own[Channel.TICKET])).startswith(" O reopen")


async def test_hints_follow_what_happens_to_the_open_conversation():
    door, own = a_door()
    async with a_console(door) as console:
        assert (await opened(console, own["waiting"])).startswith(" a take")
        door.does("dana", ask.Release(own[Channel.CHAT]))
        door.does("dana", ask.Claim(own["waiting"]))
        await console.settle()
        console.screen.read_again()
        assert console.hints.startswith(" r reply")


async def test_a_lead_is_shown_the_keys_of_the_step_they_are_at(size: str):
    door, own = a_door()
    door._me = "mo"
    async with a_console(door, size) as console:
        chat = own[Channel.CHAT]
        assert (await opened(console, chat)).startswith(" M read")
        assert "K on it" not in console.hints, "nobody has called"
        door.does("dana", lead.Escalate(chat, EscalationReason.OTHER, "please"))
        console.screen.read_again()
        assert "K on it" in console.hints
        await console.press("M")
        assert console.hints.startswith(" s whisper  J join")
        assert "M read no more" in console.hints
        await console.press("J")
        assert console.hints.startswith(" r reply  s whisper")
        assert "J leave" in console.hints
        await console.press("T")
        assert console.hints.startswith(" r reply  R hand back")


async def test_the_card_is_for_what_the_cursor_stands_on():
    door, _ = a_door()
    door._me = "mo"
    mine = door.arrives("chat", "Ruth", "mine", "Hello?")
    door.does("mo", ask.Claim(mine))
    async with a_console(door) as console:
        await opened(console, mine)
        console.screen.back_to_queue()
        await console.press("k")
        subject = console.screen.subject_id
        assert subject not in ("", mine)
        await console.press("f8")
        assert f"#{subject}: that is not you" in console.notice


@pytest.mark.parametrize(("me", "has"), [("mo", True), ("dana", False)])
async def test_the_board_offers_a_leads_keys_to_leads_alone(me: str, has: bool):
    door, _ = a_door()
    door._me = me
    async with a_console(door) as console:
        await console.press("f7")
        shown = "".join(text for line in console.app.screen.hint_line.lines for text, _ in line)
        assert ("T take over" in shown, "q console" in shown) == (has, True)


@pytest.mark.parametrize(
    "names",
    [
        hints.COMPOSER,
        hints.QUEUE,
        hints.BOARD,
        hints.LOOKED_AT,
        hints.OTHERS,
        hints.WRAP_UP,
        hints.ENDED,
        hints.TAKEN,
        hints.CALLBACK,
        hints.SUMMARY,
    ],
)
def test_every_hint_is_a_command_with_a_word_for_the_line(names: str):
    for each in (
        *names.split(),
        *hints.ALWAYS.split(),
        *" ".join(hints.MINE.values()).split(),
        *" ".join(hints.OVERSEEN.values()).split(),
    ):
        assert BY_ID[each].footer or each == "pane.close", each


async def test_in_an_empty_queue_the_keys_that_lead_out_of_it_are_shown(size: str):
    door, _ = a_door()
    async with a_console(door, size) as console:
        await console.press("slash", *"zzzz", "enter")
        assert console.hints.startswith(" Backspace mine+waiting  / find")
        assert "open" not in console.hints


async def test_where_nothing_can_be_written_no_key_for_writing_is_shown():
    door, own = a_door()
    chat = own[Channel.CHAT]
    async with a_console(door) as console:
        console.screen.open_conversation(chat, into="composer")
        await console.settle()
        assert "Enter send" in console.hints
        door.does("mo", lead.TakeOver(chat))
        door.does("mo", lead.HandBack(chat, "refund agreed"))
        console.screen.store_changed()
        console.screen.show_hints()
        assert console.screen.pane.is_locked
        assert console.screen.is_typing
        assert console.hints.startswith(" Esc back")
        assert "send" not in console.hints
        assert "F5" not in console.hints, "it would be refused as long as nobody else waits"


async def test_what_comes_back_names_the_keys_that_work_from_where_the_cursor_is():
    door, own = a_door()
    chat = own[Channel.CHAT]
    async with a_console(door) as console:
        console.screen.open_conversation(chat, into="composer")
        for deed in (lead.TakeOver(chat), lead.HandBack(chat, "Granted.")):
            door.does("mo", deed)
            console.screen.store_changed()
            await console.settle()
        await console.shows("read the summary first, Esc d says that you have")


async def test_over_a_summary_that_was_not_read_nobody_is_told_to_type():
    door, own = a_door()
    chat = own[Channel.CHAT]
    door.does("mo", lead.TakeOver(chat))
    door.does("mo", lead.HandBack(chat, "refund agreed"))
    async with a_console(door) as console:
        await console.press("f2")
        assert console.screen.pane.is_locked
        assert "Type your words" not in console.notice


async def test_a_summary_that_is_read_while_the_server_is_away_is_saved_and_not_called_done(monkeypatch):
    door, own = a_door()
    chat = own[Channel.CHAT]
    door.does("mo", lead.TakeOver(chat))
    door.does("mo", lead.HandBack(chat, "refund agreed"))
    async with a_console(door) as console:
        await console.press("f2", "escape")
        monkeypatch.setattr(door, "perform", lambda _command: None)
        await console.press("d")
        assert "saved; you may write once the server has it" in console.notice
        assert "✓" not in console.notice
        monkeypatch.undo()
        await console.press("escape", "d")
        assert "✓  read; you may write" in console.notice


def a_late_callback() -> FakeDoor:
    """Gus was promised a call, which is a minute late."""
    door = FakeDoor("dana")
    missed = door.arrives("phone", "Gus Petrakis", "page is white", phone="+1 718 555 0174")
    door.does("phone", ask.ContactLeft(missed))
    door.does("dana", ask.Claim(missed))
    due = door.conversation(missed).conversation.callback_at
    assert due is not None
    door.later((due - door.now()) / 1000 + 60)
    return door


async def test_a_callback_is_told_with_the_keys_that_work_and_the_open_one_has_them_first(size: str):
    async with a_console(a_late_callback(), size) as console:
        assert "Gus Petrakis was promised a call: u opens it, b records the call" in console.notice
        await console.press("u")
        assert console.hints.startswith(" b call made  B callback")
        assert "hold" not in console.hints
        assert "update" not in console.hints
        await console.press("b")
        assert isinstance(console.app.screen, FormScreen)
        assert "Gus Petrakis" in console.app.screen.view.form.title


async def test_the_key_for_an_update_opens_a_callback_and_names_the_key_that_records_it():
    async with a_console(a_late_callback()) as console:
        await console.press("f5")
        assert console.screen.current
        assert "Gus Petrakis was promised a call, and reads nothing: ring, and b records the call" in console.notice
        assert not console.screen.is_typing


async def test_whoever_is_on_hold_reads_nothing_and_is_told_with_the_keys_that_take_them_back(size: str):
    door = FakeDoor("dana")
    call = door.arrives("phone", "Gus Petrakis", "page is white", phone="+1 718 555 0174")
    door.does("dana", ask.Claim(call))
    door.does("dana", ask.Hold(call))
    door.later(200)
    async with a_console(door, size) as console:
        assert "Gus Petrakis is on hold: F4 goes there, h takes them back" in console.notice
        await console.press("f5")
        assert console.screen.current == call
        assert "Gus Petrakis is on hold, and reads nothing: h takes them back" in console.notice
        assert not console.screen.is_typing
        assert door.drafts.text(call, "public") == ""


async def test_the_key_for_an_update_finds_who_can_read_one_behind_a_callback():
    door = a_late_callback()
    chat = door.arrives("chat", "Mara Kovač", "site is down", "Hello?")
    door.does("dana", ask.Claim(chat))
    async with a_console(door) as console:
        await console.press("f5")
        assert console.screen.current == chat
        assert console.screen.is_typing


async def test_in_one_handed_back_the_key_that_says_the_summary_was_read_stands_first(size: str):
    door, own = a_door()
    chat = own[Channel.CHAT]
    async with a_console(door, size) as console:
        door.does("mo", lead.TakeOver(chat))
        door.does("mo", lead.HandBack(chat, "refund agreed"))
        assert (await opened(console, chat)).startswith(" d read")
        assert "r reply" not in console.hints
        await console.press("d", "escape")
        assert console.hints.startswith(" r reply")


async def test_an_open_call_is_told_once_in_a_narrow_window():
    door, own = a_door()
    async with a_console(door, "narrow") as console:
        await opened(console, own[Channel.PHONE])
        assert sum("Mara phone" in line for line in console.text.splitlines() if "P #" in line) == 1
        await opened(console, own[Channel.CHAT])
        assert sum("Mara phone" in line for line in console.text.splitlines() if "P #" in line) == 1


async def test_the_keys_of_a_reply_are_named_when_it_is_opened_after_a_note():
    door, own = a_door()
    async with a_console(door) as console:
        await opened(console, own[Channel.CHAT])
        await console.press("i")
        assert "Ctrl+N reply" in console.hints
        await console.press("escape", "escape", "r")
        assert "PUBLIC" in console.text
        assert "Enter send" in console.hints
        assert "Ctrl+N note" in console.hints
