"""A refusal never costs a word: whatever says no, and however late, the text is in the editor again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from agentconsole.domain.commands import Claim, Note, Reply, Update
from agentconsole.domain.decide import decide
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import Broadcast, SetRole
from agentconsole.sync.delivery import Delivering
from agentconsole.sync.ledger import SETTLED
from agentconsole.sync.tray import Tray
from agentconsole.tui.screens.writing.coming_back import ComingBack
from agentconsole.tui.stray_letters import AT_ONCE
from agentconsole.tui.widgets.composer import Composer
from agentconsole.workspace.api import Refused
from agentconsole.workspace.workspace import Workspace
from tests.e2e.shift import ME, Shift
from tests.proof.real_console import RealConsole, a_real_console

TEXTS = {Reply: "I have changed the records", Note: "ask the registrar", Update: "still on it"}
WRITING = tuple(TEXTS)
LOCAL, LATE = "at once", "late"
"""When the rules say no: before the words leave the screen, or when the authority is asked."""


@pytest.fixture
def shift(tmp_path):
    return Shift(tmp_path / "store.db")


def a_held_chat(shift: Shift, name: str = "Mara Kovač") -> str:
    chat = shift.comes("chat", name, "mail bounces", "Hi, all mail to us bounces.")
    assert shift.does(ME, Claim(chat)).is_accepted
    return chat


CODES = {LOCAL: tuple(Code), LATE: tuple(each for each in Code if each not in SETTLED)}
"""Words for a contact who was erased meanwhile are the one thing that is not given back."""


@contextmanager
def refusing(when: str, code: Code) -> Iterator[None]:
    """The rules say no to everything that carries words."""
    refusal = Refusal(code, f"Refused with {code}.")
    perform = Workspace.perform

    def no(view, command, context):
        return refusal if isinstance(command, WRITING) else decide(view, command, context)

    def not_performed(door, command, if_rev=None):
        if isinstance(command, WRITING):
            raise Refused(refusal)
        return perform(door, command, if_rev)

    at_once = patch.object(Workspace, "perform", not_performed)
    with at_once if when == LOCAL else patch("agentconsole.engine.engine.decide", no):
        yield


async def writes(console: RealConsole, chat: str, kind: type, text: str) -> None:
    """Opens the chat's composer for this kind, writes and sends."""
    if kind is Update:
        await console.press("f5")
        await console.press("ctrl+a", "ctrl+k", "ctrl+u")
        console.screen.pane.update_text = "an update"
    else:
        console.screen.open_conversation(chat, into="composer")
        await console.press("escape", "i" if kind is Note else "r")
    await console.paste(text)
    await console.press("ctrl+s")


async def clears(console: RealConsole) -> None:
    """Leaves questions, forgets notices, empties the editor."""
    while len(console.app.screen_stack) > 1:
        await console.press("escape")
    for refusal in console.door.refusals():
        console.door.forget_refusal(refusal.command_id)
    composer = console.screen.pane.composer
    composer.change(lambda edit: edit.replace(""))
    await console.until(console.door.drafts.are_settled, "the drafts are on disk")


@pytest.mark.parametrize("where", [LOCAL, LATE])
async def test_every_refusal_of_every_kind_of_words_gives_them_back(shift, where, figure, first_seed):
    """In CI each code meets one kind of words, another one with each seed."""
    chat = a_held_chat(shift)
    kinds = figure(1, len(TEXTS))
    async with a_real_console(shift) as console:
        for n, code in enumerate(CODES[where], start=first_seed):
            for kind in (WRITING * 2)[n % 3 : n % 3 + kinds]:
                text = f"{TEXTS[kind]} {code}"
                with refusing(where, code):
                    await writes(console, chat, kind, text)
                    await console.until(
                        lambda text=text: text in console.editor, f"{kind.kind} {code} is back, not {console.editor!r}"
                    )
                assert f"Refused with {code}." in console.text
                while len(console.app.screen_stack) > 1:
                    await console.press("escape")
                await console.press("!")
                await console.until(console.door.drafts.are_settled, "the draft is on disk")
                visibility = "internal" if kind is Note else "public"
                assert text in shift.drafts(chat)[visibility]
                assert "!" in shift.drafts(chat)[visibility]
                await clears(console)
    assert not shift.faults()


async def test_words_to_the_team_that_are_refused_late_stand_in_the_next_question(shift):
    assert shift.does("lea", SetRole(ME, Role.LEAD)).is_accepted
    refusal = Refusal(Code.NOT_ALLOWED, "Only a lead tells the team.")

    def no(view, command, context):
        return refusal if isinstance(command, Broadcast) else decide(view, command, context)

    async with a_real_console(shift) as console:
        with patch("agentconsole.engine.engine.decide", no):
            await console.press("at", *"lunch", "enter", "enter")
            await console.until(lambda: "refused: Only a lead" in console.text, "it is said")
        assert "Your words stand ready for the next one." in console.text
        assert "#team" not in console.text
        await console.press("at")
        await console.until(lambda: "lunch" in console.text, "the words are there")
        await asyncio.sleep(AT_ONCE)
        await console.press(*" at one", "enter")
        await console.until(lambda: not console.door.drafts.text("team", "internal"), "nothing is left over")
    assert not shift.faults()


async def test_words_begun_meanwhile_stand_after_those_that_came_back(shift):
    chat = a_held_chat(shift)
    async with a_real_console(shift) as console:
        with refusing(LATE, Code.NOT_ASSIGNEE):
            console.screen.open_conversation(chat, into="composer")
            await console.types("the first one")
            await console.press("ctrl+s", *"and a second")
            await console.until(lambda: console.editor == "the first one\nand a second", "both are in the editor")
            await console.until(console.door.drafts.are_settled, "the draft is on disk")
            assert shift.drafts(chat)["public"] == "the first one\nand a second"


async def test_words_come_back_to_a_conversation_that_is_no_longer_open(shift):
    first, second = a_held_chat(shift), a_held_chat(shift, "Li Wei")
    async with a_real_console(shift) as console:
        with refusing(LATE, Code.NOT_ASSIGNEE):
            console.screen.open_conversation(first, into="composer")
            await console.types("for Mara")
            await console.press("ctrl+s", *"more", "f3")
            await console.types("for Li")
            await console.until(lambda: bool(console.door.refusals()), "the refusal is there")
            await console.until(console.door.drafts.are_settled, "the drafts are on disk")
            await console.until(lambda: "for Mara" in shift.drafts(first).get("public", ""), "Mara's words are kept")
            await console.press("f2")
            assert "for Mara" in console.editor
            assert "more" in console.editor
            await console.press("f3")
            assert console.editor == "for Li"
            assert second


class Disk:
    """A disk that can be full: before each of the courier's jobs SQLite is told how large its file may grow."""

    is_full = False

    @contextmanager
    def __call__(self) -> Iterator[None]:
        handle = Delivering._handle

        def tight(delivering, db, backend, job):
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count={pages if self.is_full else 1 << 30}")
            handle(delivering, db, backend, job)

        with patch.object(Delivering, "_handle", tight):
            yield


async def test_a_full_disk_costs_no_word(shift):
    chat = a_held_chat(shift)
    disk = Disk()
    long = "I have changed the records. " * 600
    with disk():
        async with a_real_console(shift) as console:
            console.screen.open_conversation(chat, into="composer")
            disk.is_full = True
            await console.paste(long)
            await console.press("ctrl+s")
            await console.until(lambda: long.strip() in console.editor, "the words are back in the editor")
            assert not console.door.drafts.are_settled()
            assert "disk is full" in console.text or "full" in console.door.status().sync_words
            disk.is_full = False
            await console.until(console.door.drafts.are_settled, "the draft is on disk when there is room again")
            assert shift.drafts(chat)["public"].strip() == long.strip()
            await console.press("ctrl+s")
            await console.until(lambda: shift.bodies(chat)[-1][2].strip() == long.strip(), "it is sent")
            await console.until(lambda: not console.editor, "the editor is free")
    assert not shift.faults()


async def test_an_editor_that_does_not_take_words_back_would_be_noticed(shift):
    chat = a_held_chat(shift)
    with (
        patch.object(ComingBack, "take_back", lambda self: None),
        patch.object(Composer, "propose", lambda self, text: None),
        # The courier's own care, for a console that is killed before its editor has the words.
        patch.object(Tray, "whole", lambda self, where, due, saved: due.body),
    ):
        async with a_real_console(shift) as console:
            for where in (LOCAL, LATE):
                with refusing(where, Code.NOT_ASSIGNEE):
                    await writes(console, chat, Reply, "gone")
                    await console.pilot.pause(0.3)
                    assert console.editor == ""
                    await console.press("x")
                    await console.until(console.door.drafts.are_settled, "the draft is on disk")
                    assert shift.drafts(chat)["public"] == "x"
                await clears(console)
