"""A working day's deeds at the keyboard, one by one: what the screen shows and what the store then holds."""

import re

import pytest

from agentconsole.domain.commands import Claim, Reply
from tests.e2e.console import SIZES, Console, eventually
from tests.e2e.shift import ME, Shift


@pytest.fixture
def shift(tmp_path):
    return Shift(tmp_path / "store.db")


def status(shift: Shift, conversation_id: str) -> str:
    return shift.rows("SELECT status FROM conversation WHERE id = ?", conversation_id)[0][0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_chat_from_the_first_key_to_the_wrap_up(shift, size):
    chat = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    with Console(shift, size=size) as console:
        console.wait_for("Mara Kovač")
        console.keys("c")
        console.wait_for("PUBLIC to Mara")
        console.types("Good morning Mara, I look at it now.")
        console.keys("enter")
        console.wait_for("✓ #")
        console.keys("ctrl+n")
        console.wait_for("NOTE")
        console.types("MX points to the old host")
        console.keys("ctrl+s")
        eventually(lambda: shift.bodies(chat)[-1] == (ME, "note", "MX points to the old host"), "the note is kept")
        console.wait_for("MX points to the old host")
        console.keys("escape", "e")
        console.wait_for("Wrap up #")
        console.keys("1", "enter")
        eventually(lambda: status(shift, chat) == "closed", "the chat is wrapped up")
        assert console.quits() == 0
        assert not console.modes_left_changed
    assert shift.bodies(chat)[2] == (ME, "reply", "Good morning Mara, I look at it now.")
    assert not shift.drafts(chat)
    assert not shift.faults()


def test_a_window_that_changes_its_size_keeps_the_conversation_and_the_words(shift):
    first = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    second = shift.comes("chat", "Li Wei", "cannot log in", "error 403 since the update")
    for each in (first, second):
        assert shift.does(ME, Claim(each)).is_accepted
    with Console(shift, size=(120, 36)) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("half a sente")
        for size in ((80, 24), (200, 60), (120, 36), (60, 15), (200, 60), (30, 8), (80, 24)):
            console.resize(*size)
            console.settle(0.15)
            if size == (30, 8):
                console.types("eQz")
                console.settle(0.15)
            if size[0] >= 80:
                console.wait_for("half a sente")
                console.wait_for("PUBLIC to Mara")
            if size[0] == 200:
                console.wait_for("error 403 since the update")
                console.wait_for("all mail to us bounces")
        console.types("nce")
        console.wait_for("half a sentence")
        console.keys("enter")
        eventually(lambda: shift.bodies(first)[-1][2] == "half a sentence", "the reply is sent")
        assert console.quits() == 0
    assert not shift.faults()


def test_a_paste_whose_lines_end_in_carriage_returns_is_sent_with_newlines(shift):
    chat = shift.holds_a_chat()
    with Console(shift) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.paste("first line\rsecond line\r\nthird line")
        console.wait_for("third line")
        console.keys("ctrl+s")
        eventually(lambda: shift.bodies(chat)[-1][0] == ME, "the reply is sent")
        assert console.quits() == 0
    assert shift.bodies(chat)[-1][2] == "first line\nsecond line\nthird line"


def test_an_update_goes_out_and_the_third_in_a_row_asks_what_blocks(shift):
    chat = shift.holds_a_chat()
    assert shift.does(ME, Reply(chat, "Good morning Mara, I look at it now.")).is_accepted
    with Console(shift) as console:
        for n in (1, 2):
            console.keys("f5")
            console.wait_for("holding update")
            console.keys("enter")
            eventually(lambda n=n: [m[1] for m in shift.bodies(chat)].count("update") == n, f"update {n} is kept")
            console.wait_gone("holding update")
        console.keys("f5")
        console.wait_for("holding update")
        console.keys("enter")
        console.wait_for("blocks")
        console.keys("tab")
        console.types("the registrar has not answered")
        console.keys("ctrl+s")
        eventually(lambda: [m[1] for m in shift.bodies(chat)].count("update") == 3, "the third names its reason")
        assert console.quits() == 0
    assert "the registrar has not answered" in str(shift.rows("SELECT body FROM event_body"))
    assert not shift.faults()


def test_a_call_is_answered_held_resumed_ended_and_wrapped_up(shift):
    call = shift.comes("phone", "Ruth Adeyemi", "site down, 502", phone="+44 20 7946 0018")
    with Console(shift) as console:
        console.wait_for("Ruth Adeyemi")
        console.keys("a")
        eventually(lambda: status(shift, call) == "active", "the call is answered")
        console.wait_for("phone 1/1")
        console.keys("h")
        eventually(lambda: status(shift, call) == "on_hold", "the caller is on hold")
        console.keys("h")
        eventually(lambda: status(shift, call) == "active", "the caller is back")
        console.keys("e")
        console.wait_for("is on the line")
        console.keys("y")
        console.wait_for("Wrap up #")
        console.keys("1", "enter")
        eventually(lambda: status(shift, call) == "closed", "the call is wrapped up")
        assert console.quits() == 0
    assert not shift.faults()


def test_taking_a_ticket_is_undone_and_the_receipts_tell_of_both(shift):
    ticket = shift.comes("ticket", "Jonas Brandt", "invoice VAT", "The VAT on it is wrong.", files=["invoice.pdf"])
    with Console(shift) as console:
        console.wait_for("Jonas Brandt")
        console.keys("a")
        console.wait_for("undo")
        console.wait_for("invoice.pdf")
        console.keys("z")
        console.wait_for("Taken back")
        eventually(lambda: status(shift, ticket) == "waiting", "it waits again")
        console.keys("g", "r")
        console.wait_for(f" undo: claimed      #{ticket}")
        console.wait_for(f" claim              #{ticket}")
        assert "pressed" in console.text()
        assert "saved" in console.text()
        console.keys("escape")
        console.wait_for("QUEUE")
        assert console.quits() == 0
    assert not shift.faults()


def test_search_palette_and_help_lead_where_they_say(shift):
    shift.comes("ticket", "Jonas Brandt", "invoice VAT", "The VAT on it is wrong.")
    shift.comes("ticket", "Amina Yusuf", "export fails", "It stops at the zebra file.")
    with Console(shift) as console:
        console.keys("ctrl+p")
        console.types("receip")
        console.wait_for("Receipts")
        console.keys("enter")
        console.wait_for("Nothing done yet")
        console.keys("escape", "g", "s")
        console.types("zebra")
        console.wait_for("Amina Yusuf")
        console.keys("enter")
        console.wait_for("It stops at the zebra file.")
        console.keys("?")
        console.wait_for("Keys that work here")
        console.keys("escape")
        console.wait_for("It stops at the zebra file.")
        assert console.quits() == 0


def test_what_a_contact_writes_meanwhile_shows_by_itself_and_stops_the_reply_once(shift):
    chat = shift.holds_a_chat()
    with Console(shift) as console:
        console.keys("f2")
        console.types("It should work now.")
        console.wait_for("It should work now.")
        shift.says("chat", chat, "wait, it is the OTHER domain")
        console.wait_for("the OTHER domain")
        console.keys("enter")
        console.wait_for("wrote again while you typed")
        console.wait_for("It should work now.")
        assert shift.bodies(chat)[-1][2] == "wait, it is the OTHER domain"
        console.keys("enter")
        eventually(lambda: shift.bodies(chat)[-1][2] == "It should work now.", "Enter again sends it")
        assert console.quits() == 0
    assert not shift.faults()


def test_without_colours_everything_that_matters_still_has_a_word_or_a_sign(shift):
    mara = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    call = shift.comes("phone", "Ruth Adeyemi", "site down", phone="+44 20 7946 0018")
    for each in (mara, call):
        assert shift.does(ME, Claim(each)).is_accepted
    assert shift.does(ME, Reply(mara, "I look.")).is_accepted
    with Console(shift, env={"NO_COLOR": "1"}) as console:
        console.keys("f2")
        console.wait_for("PUBLIC")
        text = console.text()
        for sign in ("✓ #", "C1", "you", "PUBLIC to Mara", "chat 1/2", "phone 1/1", "yours", ">"):
            assert sign in text, f"{sign!r} is not on\n{text}"
        console.keys("ctrl+n")
        console.wait_for("NOTE")
        assert console.quits() == 0
    told = {code for each in re.findall(rb"\x1b\[([\d;]*)m", console.raw) for code in each.split(b";")}
    assert told <= {b"", b"0", b"1", b"4", b"7", b"39", b"49"}, "two colours, bold, underlined and reversed"
    assert {b"1", b"7"} <= told


def test_an_escape_and_the_keys_after_it_in_one_read_leave_the_reply_and_go_on(shift):
    shift.holds_a_chat()
    with Console(shift) as console:
        console.keys("f2")
        console.types("It should")
        console.wait_for("It should")
        console.send("\x1bgr")
        console.wait_for("RECEIPTS")
        console.send("\x1b\x1b")
        console.wait_for("It should")
        assert console.quits() == 0
