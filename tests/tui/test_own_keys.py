"""Keys of one's own: presets without clashes, a console without letters, and a key changed while working."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from agentconsole.cli.starting.setting import theme_folders
from agentconsole.cli.starting.tastes import Tastes, keep
from agentconsole.settings import KeySettings, Settings, SettingsError
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.commands import BY_ID, COMMANDS, Scope, clashes
from agentconsole.tui.keymap import DEFAULT, UNREACHABLE, read_keymap, textual_keymap
from agentconsole.tui.palette import rank
from agentconsole.tui.presets import PRESETS
from agentconsole.tui.screens.setting import Setting
from tests.support.a_shift import a_shift
from tests.tui.conftest import Console, a_console

DANAS = '# my keys\ntheme = "ac-light"  # calm\n\n[keymap]\n"queue.down" = "n"\n'


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_knows_its_commands_and_clashes_nowhere(preset: str):
    keys = PRESETS[preset]
    assert keys.keys() <= BY_ID.keys()
    assert clashes(dict(keys)) == ()
    assert read_keymap({}, preset).problems == ()
    assert not any(key in UNREACHABLE for each in keys.values() for key in each.split(","))
    again = read_keymap(dict(keys))
    assert again.problems == (), "each of its keys exists, and may be written in a file"


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_leaves_a_command_without_the_key_it_had(preset: str):
    keymap = read_keymap({}, preset)
    assert not [each.id for each in COMMANDS if each.key and not keymap.of(each.id)]


def test_own_keys_go_over_a_preset_and_a_clash_gives_back_the_presets():
    keymap = read_keymap({"conversation.reply": "ctrl+r"}, "vim")
    assert (keymap.of("conversation.reply"), keymap.of("goto.due")) == ("ctrl+r", "n")
    bad = read_keymap({"conversation.reply": "n"}, "vim")
    assert bad.of("conversation.reply") == "r,i"
    assert len(bad.problems) == 1


@pytest.mark.parametrize("preset", PRESETS)
def test_without_letters_no_single_character_acts_and_everything_else_stays(preset: str):
    keymap = read_keymap({}, preset, letters=False)
    with_letters = read_keymap({}, preset)
    for each in COMMANDS:
        left, before = keymap.of(each.id).split(","), with_letters.of(each.id).split(",")
        if each.scope in (Scope.READING, Scope.QUEUE, Scope.TRANSCRIPT):
            assert not any(len(key) == 1 for key in left), each.id
            assert [key for key in before if len(key) > 1 and key in left] == [key for key in left if key]
        else:
            assert left == before
    assert {"down", "enter", "pagedown"} <= {key for each in COMMANDS for key in keymap.of(each.id).split(",")}
    assert all(each.in_palette for each in COMMANDS if each.scope is Scope.READING and not keymap.of(each.id))
    assert "f24" in textual_keymap(keymap).values()


def test_a_changed_key_is_written_and_everything_else_in_the_file_stays(tmp_path: Path):
    file = tmp_path / "deep" / "config.toml"
    keep(file, "keymap", "conversation.resolve", "x")
    assert tomllib.loads(file.read_text("utf-8")) == {"keymap": {"conversation.resolve": "x"}}
    file.write_text(DANAS, "utf-8")
    keep(file, "keymap", "queue.down", "m")
    assert file.read_text("utf-8") == DANAS.replace('"n"', '"m"')
    file.write_text("theme = [", "utf-8")
    with pytest.raises(SettingsError):
        keep(file, "keymap", "queue.down", "m")
    assert file.read_text("utf-8") == "theme = ["


@pytest.mark.parametrize("preset", PRESETS)
async def test_what_is_said_on_the_way_names_the_keys_as_they_are(preset: str):
    keymap = read_keymap({"conversation.undo": "f11", "goto.view_list": "V"}, preset)
    async with a_console(keymap=keymap) as console:
        opens, menu = keymap.shown("queue.open"), keymap.shown("goto.menu")
        assert f"{opens} opens the row." in console.text
        await console.press(*keymap.of("view.keep").split(",")[:1])
        await console.type("late")
        await console.press("tab", *"risk:yes", "enter")
        assert f"{menu} V lists the views." in console.notice
        await console.press("f2", "escape", *keymap.of("conversation.tag").split(",")[:1], *"dns", "enter")
        assert "F11: undo" in console.notice


async def with_own_keys(file: Path) -> ConsoleApp:
    settings = Settings(keys=KeySettings())
    return ConsoleApp(a_shift(), Setting(tastes=Tastes(settings, file, theme_folders())))


async def test_a_key_is_changed_while_working_and_acts_at_once(tmp_path: Path):
    file = tmp_path / "config.toml"
    app = await with_own_keys(file)
    async with app.run_test(size=(120, 36)) as pilot:
        console = Console(app, app.door, pilot)
        await console.settle()
        await console.press("ctrl+p", *"change a key", "enter")
        assert "CHANGE A KEY" in console.text
        await console.press(*"queue.bottom", "enter")
        assert "Press its new key" in console.text
        await console.press("a")
        assert "already belongs" in console.text, "a key of another command is not taken away from it"
        await console.press("ctrl+e")
        assert "Bottom: Ctrl+E. Kept for the next start." in console.notice
        first = console.screen.queue.selected_id
        await console.press("ctrl+e")
        assert console.screen.queue.selected_id != first
        await console.press("home", "G")
        assert console.screen.queue.selected_id == first, "the old key does nothing any more"
    assert tomllib.loads(file.read_text("utf-8")) == {"keymap": {"queue.bottom": "ctrl+e"}}


async def test_a_key_of_the_composer_changes_in_open_composers(tmp_path: Path):
    app = await with_own_keys(tmp_path / "config.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        console = Console(app, app.door, pilot)
        await console.press("f2", "escape")
        await console.press("ctrl+p", *"change a key", "enter", *"composer.switch", "enter", "f11")
        await console.press("r", "f11")
        assert console.screen.is_noting


async def test_a_letter_with_alt_can_be_pressed_as_a_new_key_and_the_driver_takes_it_for_one_only_then(tmp_path: Path):
    app = await with_own_keys(tmp_path / "config.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        console = Console(app, app.door, pilot)
        await console.press("ctrl+p", *"change a key", "enter", *"presence.break")
        assert "r" not in app.alts
        await console.press("enter")
        assert {"r", "R", "7", "["} <= app.alts
        await console.press("alt+r")
        assert "Alt+R. Kept for the next start." in console.notice
        assert app.alts == {"b", "f", "r"}
        await console.press("alt+r")
        assert console.door.me.presence == "break"


def test_where_single_letters_are_off_the_list_of_places_is_told_by_the_key_that_opens_it():
    silent = read_keymap({}, letters=False)
    assert (silent.shown("goto.menu"), DEFAULT.shown("goto.menu")) == ("Ctrl+O", "g")
    assert silent.shown("conversation.undo") == "Undo"


def test_a_command_is_found_by_the_word_the_line_of_keys_has_for_it():
    assert rank(BY_ID["conversation.claim"], ["take"]) is not None
    assert rank(BY_ID["goto.due"], ["due"]) is not None
    assert rank(BY_ID["conversation.snooze"], ["later"]) is not None
    assert rank(BY_ID["goto.jump"], ["content-type"]) is None


async def test_a_key_may_be_taken_away_and_a_file_that_cannot_be_written_is_said(tmp_path: Path):
    file = tmp_path / "config.toml"
    file.write_text("theme = [", "utf-8")
    app = await with_own_keys(file)
    async with app.run_test(size=(80, 24)) as pilot:
        console = Console(app, app.door, pilot)
        await console.press("ctrl+p", *"change a key", "enter", *"presence.break", "enter", "backspace")
        assert "no key. It could not be kept for the next start" in console.notice
        await console.press("Z")
        assert console.door.me.presence != "break"
        await console.press("ctrl+p", *"change a key", "enter", *"presence.break", "enter", "escape")
        assert len(app.screen_stack) == 1


def test_a_keymap_says_which_characters_are_keys_with_alt():
    assert DEFAULT.alts == {"b", "f"}
    assert read_keymap({"goto.receipts": "alt+r", "presence.break": "Alt+:"}).alts == {"b", "f", "r", ":"}
