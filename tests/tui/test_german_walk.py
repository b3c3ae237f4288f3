"""A German console, walked through: no word of ours is left in English on any picture of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import agentconsole
from agentconsole import tongue
from agentconsole.domain import commands as ask
from agentconsole.domain.terms import Status
from agentconsole.tui.commands import COMMANDS, Scope, scoped
from agentconsole.workspace.views import UndoOffer
from tests.support.catalogues import catalogue, filled
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console

WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN_BY_OTHERS = "Řezník Kovář Zámečník Čárka Dvořák mnkvtr xlpqz wrzbk zzkk example org Dana Bo Mo Lindqvist Hadid"
"""Names and words of contacts, which are of no language, and the colleagues' names."""
AS_TYPED = "Enter Esc Ctrl Tab Shift Space Backspace PgUp PgDn Home End Left Right Up Down agentconsole EDITOR solved"
"""Keys, what is typed, and the code of an ending as it stands on record: the same in every language."""
SHOWN = ("widgets", "screens", "dialogs", "tui", "commands", "workspace", "rules")
"""The catalogues of what stands on these pictures; those of the command line name English commands."""
WALK = (
    "g", "g s", "g s m n k", "g s z z k k", "g r", "g k",
    "g K", "g i", "g n", "g d", "g t", "g y", "g v", "g z", "/", "v", "x",
    "ctrl+p", "?", "i", "u", "z", "f3", "f4", "f7",
    "=", "y", "Y", "ctrl+y", "m", "w", "A", "p", "T", "k", "s", "t",
    "n", "b", "L", "o", "S", "P", "F",
)  # fmt: skip
"""Keys that open something or are answered, each behind a chat in hand and left with Esc."""


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    tongue.speak("de")
    yield
    tongue.speak("en")


class Quiet(FakeDoor):
    """Offers nothing to be taken back: the in-memory door names a command by its kind."""

    def undo_offer(self) -> UndoOffer | None:
        return None


def a_shift() -> Quiet:
    """A ticket, three chats that wait and a call that rings; nobody of them says a word of English."""
    door = Quiet()
    door.arrives("ticket", "Řezník", "mnkvtr xlpqz", "xlpqz wrzbk", email="r@example.org")
    for name in ("Kovář", "Zámečník", "Čárka"):
        door.arrives("chat", name, "wrzbk", "mnkvtr?")
        door.later(5)
    door.arrives("phone", "Dvořák", "xlpqz", phone="+420 2 7946 0018")
    return door


@cache
def english() -> frozenset[str]:
    """Every word that stands in our source, unless a German catalogue has it as well."""
    source = Path(agentconsole.__file__).parent
    files = (file for part in ("tui", "workspace", "domain") for file in (source / part).rglob("*.py"))
    ours = " ".join(file.read_text(encoding="utf-8") for file in files)
    told = (each.string for part in SHOWN for each in catalogue("de", part) if filled(each.string))
    german = " ".join(each if isinstance(each, str) else " ".join(each) for each in told)
    return words(ours) - words(german) - words(f"{SPOKEN_BY_OTHERS} {AS_TYPED}")


def words(text: str) -> frozenset[str]:
    return frozenset(each.casefold() for each in WORD.findall(text))


def in_english(text: str) -> list[str]:
    """The English words of each line, and the line."""
    found = ((line, sorted(words(line) & english())) for line in text.splitlines())
    return [f"{', '.join(left)} in: {' '.join(line.split())}" for line, left in found if left]


def is_german(*pictures: str) -> None:
    """Fails with the lines that are not."""
    left = [each for picture in pictures for each in in_english(picture)]
    assert not left, "\n".join(dict.fromkeys(left))


def picture(console: Console) -> str:
    """What is shown; of the manual the keys that work here, for its pages are in English."""
    text = console.text
    return text.split("\n\n")[1] if text.startswith(" HILFE") else text


async def test_a_chat_is_taken_answered_escalated_and_wrapped_up_in_german(size: str):
    async with a_console(a_shift(), size) as console:
        seen = [picture(console)]

        async def press(*keys: str) -> None:
            await console.press(*keys)
            seen.append(picture(console))

        await press("c")
        chat = console.screen.current
        await press(*"wrzbk")
        await press("enter")
        await press("ctrl+n")
        await press("enter")
        assert [type(each) for each in console.door.performed] == [ask.Claim, ask.Reply]
        await press("escape")
        await press("exclamation_mark")
        await press("1", "tab", *"xlpqz")
        await press("enter")
        assert console.door.conversation(chat).conversation.oversight.calls_since
        await press("e")
        await press("1", "enter")
        assert console.door.conversation(chat).conversation.status is Status.CLOSED
        is_german(*seen)


async def test_what_a_rule_refuses_is_refused_in_german(size: str):
    async with a_console(a_shift(), size) as console:
        await console.press("c", "escape", "escape", "c", "escape", "escape", "c")
        assert len(console.door.performed) == 2
        assert "Chat" in console.notice
        is_german(picture(console))


async def test_lists_questions_and_answers_are_german():
    async with a_console(a_shift()) as console:
        await console.press("c", "escape")
        seen = []
        for keys in WALK:
            await console.press(*keys.split())
            seen.append(picture(console))
            while console.app.screen is not console.screen or console.screen.is_typing:
                await console.press("escape")
        is_german(*seen)


async def test_no_place_of_the_list_is_cut():
    async with a_console(a_shift(), "wide") as console:
        await console.press("g")
        assert [each.title for each in scoped(Scope.GOTO) if tongue._(each.title) not in console.text] == []


def test_an_english_word_of_ours_is_found():
    assert in_english("dana SCHLANGE\n  Nothing   ist due") == ["due, nothing in: Nothing ist due"]
    helped = [each.help for each in COMMANDS if each.help]
    assert sum(bool(in_english(each)) for each in helped) > 0.9 * len(helped)
