"""The tutorial: a lesson ends when its command was carried out, by whatever key, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from agentconsole import paths
from agentconsole.cli.starting import tutored
from agentconsole.domain.knowledge.incident_commands import DraftUpdate
from agentconsole.domain.rules.book import RULES
from agentconsole.tongue import speak
from agentconsole.tui.commands import BY_ID
from agentconsole.tui.keymap import DEFAULT, read_keymap
from agentconsole.tui.lessons import COMMAND, LESSONS, OVER, Mark, Progress, Tutorial, read_progress
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_incidents import with_incident

NUMBERS = {lesson.command_id: n for n, lesson in enumerate(LESSONS)}


def tutorial_at(command_id: str) -> Tutorial:
    return Tutorial(Progress((Mark.LEARNT,) * NUMBERS[command_id]), lambda _: None, is_shown=True)


def lines(console: Console) -> str:
    shown = console.screen.lesson_line
    return "\n".join("".join(text for text, _ in line) for line in shown.lines) if shown else ""


def learnt(tutorial: Tutorial, command_id: str) -> bool:
    return len(tutorial.progress.marks) > NUMBERS[command_id]


@pytest.mark.parametrize("lesson", [*LESSONS, OVER], ids=lambda lesson: lesson.command_id)
def test_each_lesson_names_commands_there_are_and_fits_the_narrowest_window(lesson):
    for command_id in COMMAND.findall(lesson.words + lesson.hint):
        assert command_id in BY_ID
    shown, hint = (COMMAND.sub(lambda found: DEFAULT.shown(found[1]), each) for each in (lesson.words, lesson.hint))
    assert cell_len(shown) <= 76
    assert cell_len(f"  {hint}") + len("F10 skips   ") + len(LESSONS) + 2 <= 80


KEYS = {
    "queue.open": ("j", "enter"),
    "conversation.reply": ("f2", *"hi", "ctrl+s"),
    "conversation.note": ("f2", "ctrl+n", *"hi", "ctrl+s"),
    "reminder.update": ("f5",),
    "goto.receipts": ("g", "r"),
    "app.palette": ("ctrl+p",),
}


@pytest.mark.parametrize("command_id", KEYS)
async def test_a_lesson_ends_when_its_command_was_carried_out(command_id: str):
    tutorial = tutorial_at(command_id)
    async with a_console(tutorial=tutorial) as console:
        await console.press(*KEYS[command_id][:-1])
        assert not learnt(tutorial, command_id)
        await console.press(KEYS[command_id][-1])
        assert learnt(tutorial, command_id)


async def test_the_palette_offers_to_skip_a_step_only_while_there_is_one():
    async with a_console() as console:
        await console.press("ctrl+p", *"skip this")
        assert "Tutorial: skip" not in console.text
    async with a_console(tutorial=tutorial_at("conversation.reply")) as console:
        await console.press("ctrl+p", *"skip this")
        assert "Tutorial: skip" in console.text


async def test_another_key_for_the_same_command_counts_and_stands_in_the_line():
    tutorial = tutorial_at("reminder.update")
    async with a_console(keymap=read_keymap({"reminder.update": "f11"}), tutorial=tutorial) as console:
        assert "F11 proposes" in lines(console)
        await console.press("f11")
        assert learnt(tutorial, "reminder.update")


async def test_what_was_refused_or_came_before_its_lesson_is_not_learnt():
    tutorial = tutorial_at("conversation.claim")
    async with a_console(tutorial=tutorial) as console:
        await console.press("f2", "escape", "a")
        await console.press("ctrl+p", "escape", "f5")
        assert tutorial.progress.marks == (Mark.LEARNT,)


async def test_a_deed_done_before_the_lesson_began_does_not_end_it():
    tutorial = tutorial_at("conversation.reply")
    async with a_console(tutorial=tutorial) as console:
        await console.press("f2", "ctrl+n", *"a note", "ctrl+s")
        assert not learnt(tutorial, "conversation.reply")
        for _ in range(2):
            await console.press("escape", "r", *"a reply", "ctrl+s")
            assert learnt(tutorial, "conversation.reply")
            assert not learnt(tutorial, "conversation.note")


async def test_a_deed_the_server_refuses_later_is_not_learnt():
    tutorial = tutorial_at("conversation.reply")
    async with a_console(tutorial=tutorial) as console:
        door = console.door
        receipt = replace(door.kept[-1].view, command_id="late", kind="conversation.reply", outcome="refused")
        door.kept.append(replace(door.kept[-1], view=receipt))
        console.screen.store_changed()
        assert not learnt(tutorial, "conversation.reply")
        door.kept[-1] = replace(door.kept[-1], view=replace(receipt, outcome="accepted"))
        console.screen.store_changed()
        assert learnt(tutorial, "conversation.reply")


async def test_it_never_takes_the_focus_and_no_letter_from_the_text():
    async with a_console(tutorial=tutorial_at("conversation.note")) as console:
        await console.press("f2")
        composer = console.screen.focused
        await console.type("hello")
        await console.press("f10")
        assert console.screen.focused is composer
        assert console.screen.pane.composer.text == "hello"
        assert not console.screen.lesson_line.can_focus


async def test_it_is_left_and_goes_on_from_there_by_the_palette():
    tutorial = tutorial_at("conversation.note")
    async with a_console(tutorial=tutorial) as console:
        await console.press("ctrl+p", *"tutorial", "enter")
        assert lines(console) == ""
        await console.press("f5", "escape")
        await console.press("ctrl+p", *"tutorial", "enter")
        assert "changes to a note" in lines(console)


async def test_each_step_can_be_skipped_and_after_the_last_it_says_so():
    tutorial = Tutorial(Progress(), lambda _: None, is_shown=True)
    async with a_console(tutorial=tutorial) as console:
        for _ in range(len(LESSONS) + 2):
            await console.press("f10")
        assert "That is all." in lines(console)
        assert Mark.SKIPPED * len(LESSONS) in lines(console)


async def test_on_a_real_store_there_is_none():
    async with a_console() as console:
        for keys in (("ctrl+p", *"tutorial", "enter"), ("f10",)):
            await console.press(*keys)
            assert "belongs to the demo" in console.notice
            assert lines(console) == ""


async def test_it_stands_at_every_size_and_leaves_a_small_window_alone(size: str):
    async with a_console(size=size, tutorial=tutorial_at("queue.open")) as console:
        assert "opens a conversation." in console.text
    async with a_console(FakeDoor(), size=(80, 14), tutorial=tutorial_at("queue.open")) as console:
        assert "opens a conversation." not in console.text


def test_progress_is_read_from_its_signs_and_nonsense_begins_anew():
    progress = Progress((Mark.LEARNT, Mark.SKIPPED))
    assert read_progress(progress.signs) == progress
    assert read_progress("") == read_progress("xx✓") == Progress()
    assert read_progress(Mark.LEARNT * 99).is_over


def test_every_step_is_kept_and_one_that_is_over_begins_anew():
    kept = []
    tutorial = Tutorial(Progress((Mark.LEARNT,) * len(LESSONS)), kept.append)
    tutorial.begin()
    tutorial.skip()
    assert kept == [Progress(), Progress((Mark.SKIPPED,))]


async def test_the_palette_begins_it_anew():
    tutorial = tutorial_at("reminder.update")
    async with a_console(tutorial=tutorial) as console:
        await console.press("ctrl+p", *"tutorial anew", "enter")
        assert tutorial.progress == Progress()
        assert "j and k move in the queue" in lines(console)


def test_one_that_goes_on_says_where_and_how_it_begins_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path)
    tutored.keep(Progress((Mark.LEARNT, Mark.SKIPPED)))
    _, told = tutored.tutorial(is_shown=True)
    assert told == ("The tutorial goes on at step 3 of 11. From the start: Ctrl+P, tutorial anew.",)
    assert cell_len(told[0]) <= 76
    tutored.keep(Progress((Mark.LEARNT,) * len(LESSONS)))
    found, told = tutored.tutorial(is_shown=True)
    assert (found.progress, told) == (Progress(), ())


def test_whoever_is_new_is_told_of_it_in_their_language(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path)
    speak("de")
    try:
        _, told = tutored.tutorial(is_shown=False)
    finally:
        speak("en")
    assert told == ("Neu hier? Ctrl+P, dann das Wort tutorial: fünf Minuten, die die Tasten lehren.",)


def test_lessons_wait_for_commands_of_the_console_or_of_the_rules():
    kinds = {command.kind for command in RULES}
    assert [each.command_id for each in LESSONS if each.command_id not in BY_ID.keys() | kinds] == []


@pytest.mark.parametrize("rows", [16, 22, 24])
async def test_a_notice_that_stands_leaves_the_lesson_in_sight_in_a_low_window_too(rows: int):
    door = with_incident()
    door.does("bo", DraftUpdate("1", "Hello {{first}}, your mail is on its way again."))
    async with a_console(door, (80, rows), tutorial=tutorial_at("queue.open")) as console:
        assert "j and k move in the queue" in console.text
        assert console.notice.strip()
