"""A theme of one's own: found beside ours, chosen while working, read again whenever it is saved, and never a crash."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from agentconsole import paths
from agentconsole.cli.starting.tastes import Tastes
from agentconsole.settings import Settings
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.theme import chosen_theme, theme_names
from agentconsole.tui.widgets.ink import Ink
from tests.support.a_shift import a_shift
from tests.tui.conftest import Console

OURS = paths.data("themes")
DARK = (OURS / "ac-dark.toml").read_text("utf-8")


def own(folder: Path, name: str, text_colour: str) -> Path:
    """A theme called `name` whose text has this colour."""
    file = folder / f"{name}.toml"
    file.write_text(DARK.replace('"ac-dark"', f'"{name}"').replace("#d6dae1", text_colour), "utf-8")
    return file


def text_colour(console: Console) -> str:
    style = console.screen.queue.ink(Ink.TEXT)
    assert style.color is not None
    return str(style.color.get_truecolor().hex)


async def test_a_theme_is_chosen_worn_at_once_and_kept(tmp_path: Path):
    file = tmp_path / "config.toml"
    own(tmp_path, "mine", "#abcdef")
    app = ConsoleApp(a_shift(), Setting(tastes=Tastes(Settings(), file, (tmp_path, OURS))))
    async with app.run_test(size=(120, 36)) as pilot:
        console = Console(app, app.door, pilot)
        await console.press("ctrl+p", *"theme", "enter")
        assert "THEME" in console.text
        assert "ac-contrast" in console.text
        await console.press(*"mine", "enter")
        await console.until(lambda: text_colour(console) == "#abcdef")
        assert "Theme mine. Kept for the next start." in console.notice
        await console.press("ctrl+p", *"theme", "enter")
        assert [line[:7] for line in console.text.splitlines() if line.endswith("worn now")] == [" > mine"]
        await console.press(*"ac-light", "enter")
        await console.until(lambda: text_colour(console) != "#abcdef")
    assert tomllib.loads(file.read_text("utf-8")) == {"theme": "ac-light"}


async def test_a_saved_change_is_seen_and_a_bad_one_is_a_sentence(tmp_path: Path):
    file = own(tmp_path, "mine", "#abcdef")
    tastes = Tastes(Settings(), tmp_path / "config.toml", (tmp_path, OURS))
    app = ConsoleApp(a_shift(), Setting(tastes=tastes), theme=tastes.theme("mine"))
    tastes.begin(app.theme_changed, app.tell, "mine")
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            console = Console(app, app.door, pilot)
            assert text_colour(console) == "#abcdef"
            own(tmp_path, "mine", "#fedcba")
            await console.until(lambda: text_colour(console) == "#fedcba")
            file.write_text('name = "mine"\nprimary = "no colour"\n', "utf-8")
            await console.until(lambda: "stays as it was" in console.notice)
            assert "no colour" in console.notice
            assert text_colour(console) == "#fedcba"
            own(tmp_path, "mine", "#aabbcc")
            await console.until(lambda: text_colour(console) == "#aabbcc")
    finally:
        tastes.end()


async def test_settings_changed_by_hand_are_told_and_what_the_console_keeps_is_not(tmp_path: Path):
    file = tmp_path / "config.toml"
    tastes = Tastes(Settings(), file, (tmp_path, OURS))
    app = ConsoleApp(a_shift(), Setting(tastes=tastes))
    tastes.begin(app.theme_changed, app.tell, "ac-dark")
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            console = Console(app, app.door, pilot)
            file.write_text("bell = false\n", "utf-8")
            await console.until(lambda: "they hold from the next start on" in console.notice)
            file.write_text('[layout]\nqueue_width = "wide"\n', "utf-8")
            await console.until(lambda: "The settings in force stay as they are" in console.notice)
            assert "queue_width" in console.notice
            file.write_text("bell = true\n", "utf-8")
            await console.until(lambda: "they hold from the next start on" in console.notice)
            console.screen.say("nothing")
            assert tastes.keep_key("queue.down", "ctrl+n") == "Kept for the next start."
            file.with_name("other.toml").write_text("x", "utf-8")
            await pilot.pause(0.3)
            assert "nothing" in console.notice
    finally:
        tastes.end()


def test_own_themes_stand_beside_ours_and_go_over_them(tmp_path: Path):
    own(tmp_path, "mine", "#abcdef")
    own(tmp_path, "ac-light", "#123456")
    assert theme_names((tmp_path, OURS)) == ("ac-ansi", "ac-ansi-light", "ac-contrast", "ac-dark", "ac-light", "mine")
    assert chosen_theme((tmp_path, OURS), "ac-light")[0].variables["text"] == "#123456"
    assert theme_names((tmp_path / "none", OURS)) == ("ac-ansi", "ac-ansi-light", "ac-contrast", "ac-dark", "ac-light")


def test_a_broken_default_of_ones_own_gives_way_to_ours(tmp_path: Path):
    (tmp_path / "ac-dark.toml").write_text("name = 3", "utf-8")
    theme, complaint = chosen_theme((tmp_path, OURS), "ac-dark")
    assert theme.name == "ac-dark"
    assert "ac-dark cannot be used" in complaint


async def test_a_theme_that_went_bad_between_list_and_choice_is_a_sentence(tmp_path: Path):
    file = own(tmp_path, "mine", "#abcdef")
    app = ConsoleApp(a_shift(), Setting(tastes=Tastes(Settings(), tmp_path / "config.toml", (tmp_path, OURS))))
    async with app.run_test(size=(80, 24)) as pilot:
        console = Console(app, app.door, pilot)
        await console.press("ctrl+p", *"theme", "enter", *"mine")
        file.write_text("[", "utf-8")
        await console.press("enter")
        assert "mine cannot be used" in console.notice


@pytest.mark.parametrize("name", ["app.theme", "app.edit_keys"])
async def test_without_a_place_to_keep_them_it_is_said(name: str):
    app = ConsoleApp(a_shift())
    async with app.run_test(size=(80, 24)) as pilot:
        console = Console(app, app.door, pilot)
        console.screen.run_command(name)
        await console.settle()
        assert "here." in console.notice
