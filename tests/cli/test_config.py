"""`agentconsole config`: where each value comes from, what is wrong, and an edit that cannot break what is in force."""

from __future__ import annotations

import stat
import sys
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

import msgspec
import pytest

from agentconsole import paths
from agentconsole.cli.lines.where_set import ABOUT, template, where_set
from agentconsole.cli.starting.setting import unusable
from agentconsole.settings import TABLES, Settings, settings_in
from tests.cli.line import run
from tests.support.terminal import Terminal

GOOD = '# mine\ntheme = "ac-light"\n\n[composer]\nenter = "never"\n\n[keymap]\n"queue.down" = "ctrl+n"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings lie, in a folder that is not there yet."""
    where = tmp_path / "fresh" / "config.toml"
    monkeypatch.setattr(paths, "config_file", lambda: where)
    for name in ("VISUAL", "EDITOR", "AGENTCONSOLE_THEME"):
        monkeypatch.delenv(name, raising=False)
    return where


def written(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def editor(folder: Path, body: str) -> str:
    """A program that does `body` to the file it is given."""
    script = folder / "editor"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_every_setting_is_described_and_every_table_known():
    names = {each.name for each in fields(Settings)}
    described = {key.partition(".")[0] for key in ABOUT}
    assert names <= described | TABLES.keys()
    assert {name for name in names if is_dataclass(getattr(Settings(), name))} == TABLES.keys()
    for name, kind in TABLES.items():
        assert {f"{name}.{each.name}" for each in fields(kind)} <= ABOUT.keys()


def test_each_value_names_the_line_the_variable_or_the_program(file: Path):
    written(file, GOOD)
    found = {each.key: each for each in where_set(file, {"AGENTCONSOLE_AS": "dana", "AGENTCONSOLE_BELL": "no"})}
    assert (found["theme"].value, found["theme"].source) == ("ac-light", f"{file}, line 2")
    assert (found["composer.enter"].value, found["composer.enter"].source) == ("never", f"{file}, line 5")
    assert (found["keymap.queue.down"].value, found["keymap.queue.down"].source) == ("ctrl+n", f"{file}, line 8")
    assert (found["agent"].value, found["agent"].source) == ("dana", "the variable AGENTCONSOLE_AS")
    assert (found["bell"].value, found["bell"].source) == (False, "the variable AGENTCONSOLE_BELL")
    assert found["store"].source == "default"


def test_the_template_sets_nothing_and_names_everything():
    assert tomllib.loads(template()) in ({}, {name: {} for name in (*TABLES, "keymap")})
    bare = "\n".join(line.removeprefix("# ") for line in template().splitlines() if " = " in line or line[:1] == "[")
    settings_in(tomllib.loads(bare), "the template")
    for key in ABOUT:
        assert ABOUT[key] in template()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("theme = 3", "theme"),
        ("color = 'red'", "color"),
        ("[keymap]\n'queue.dwn' = 'n'", "queue.dwn"),
        ("[keymap]\n'queue.down' = 'ctrl+m'", "Enter"),
        ("theme = 'pink'", "pink"),
        ("[composer", "not TOML"),
    ],
)
def test_validate_names_what_cannot_be_used(file: Path, text: str, named: str):
    written(file, text)
    ran = run("config", "validate", "--json")
    assert ran.code == 4
    assert ran.document["valid"] is False
    assert any(named in each and str(file) in each for each in ran.document["problems"]), ran.document
    assert named in run("config", "validate", str(file)).err


def test_what_is_wrong_is_told_all_at_once_and_a_start_names_what_mends_it(file: Path):
    written(file, 'theme = "nosuch"\nbell = "perhaps"\n\n[keymap]\n"conversation.nosuch" = "x"\n')
    told = run("config", "validate").err
    assert all(word in told for word in ("bell", "nosuch cannot be used", "conversation.nosuch"))
    written(file, "theme = ")
    assert "`agentconsole config edit`, or move the file away" in " ".join(run("queue").err.split())


def test_keys_and_a_theme_the_console_goes_without_are_counted_in_a_line():
    both = Settings(theme="nosuch", keymap={"conversation.nosuch": "x"})
    assert unusable(both, "no such theme") == (
        "2 of your settings cannot be used: `agentconsole config validate` names them."
    )
    assert unusable(Settings(), "") == ""


def test_validate_has_nothing_to_say_about_good_ones_or_none(file: Path):
    none = run("config", "validate")
    assert (none.code, f"There is no {file}: the defaults hold" in none.out) == (0, True)
    written(file, GOOD)
    assert run("config", "validate", "--json").document == {"path": str(file), "valid": True, "problems": []}
    assert run("config", "validate", str(file.with_name("other"))).code == 2


def test_the_settings_readme_shows_can_be_used_as_they_stand_there(file: Path):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for preset in ("vim", "zendesk", "default"):
        written(file, readme.split("```toml\n")[1].split("```")[0].replace('"vim"', f'"{preset}"'))
        ran = run("config", "validate", "--json")
        assert (ran.code, ran.document["problems"]) == (0, []), preset


def test_the_schema_takes_what_the_program_takes_and_no_other_name(file: Path):
    document = run("config", "schema").document
    settings = document["$defs"]["Settings"]
    assert settings["properties"].keys() == {each.name for each in fields(Settings)}
    assert settings["additionalProperties"] is False
    assert settings["properties"]["theme"]["description"] == ABOUT["theme"]
    assert msgspec.json.encode(document)


def test_an_edit_takes_effect_once_it_can_be_used(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", editor(tmp_path, """echo 'theme = "ac-light"' > "$1" """))
    assert run("config", "edit").code == 0
    assert file.read_text("utf-8") == 'theme = "ac-light"\n'
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


def test_an_edit_begins_with_a_list_of_all_settings(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", editor(tmp_path, """grep -q composer "$1" """))
    assert run("config", "edit").code == 0
    assert file.read_text("utf-8") == template()


def test_an_edit_lists_all_settings_around_what_the_console_has_written_alone(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written(file, 'agent = "dana"\n\n[keymap]\n"queue.down" = "ctrl+n"\n\n[notify]\ncommand = ["true", "a b"]\n')
    before = tomllib.loads(file.read_text("utf-8"))
    monkeypatch.setenv("EDITOR", editor(tmp_path, """grep -q '^# theme' "$1" """))
    assert run("config", "edit").code == 0
    assert {name: value for name, value in tomllib.loads(file.read_text("utf-8")).items() if value} == before


def test_an_edit_with_keys_or_a_theme_that_cannot_be_used_is_shown_again(home: Path, tmp_path: Path):
    (tmp_path / "good").write_text('theme = "ac-light"\n')
    (tmp_path / "bad").write_text('theme = "nosuch"\n\n[keymap]\n"conversation.nosuch" = "x"\n')
    body = f'cat "{tmp_path}/bad" > "$1"; mv "{tmp_path}/good" "{tmp_path}/bad" 2> /dev/null || true'
    told = {"EDITOR": editor(tmp_path, body), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with Terminal([sys.executable, "-m", "agentconsole", "config", "edit"], env=told) as terminal:
        terminal.wait_for("Edit it again?", timeout=30)
        assert "nosuch cannot be used" in " ".join(terminal.text().split())
        terminal.send("\n")
        assert terminal.wait_exit(timeout=30) == 0
    assert (tmp_path / "config/agentconsole/config.toml").read_text() == 'theme = "ac-light"\n'


def test_a_bad_edit_leaves_what_is_in_force_and_keeps_the_text(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written(file, GOOD)
    monkeypatch.setenv("EDITOR", editor(tmp_path, """echo 'theme = [' > "$1" """))
    ran = run("config", "edit")
    assert ran.code == 4
    kept = file.with_name("config.toml.edited")
    assert str(kept) in ran.err
    assert (file.read_text("utf-8"), kept.read_text("utf-8")) == (GOOD, "theme = [\n")
    monkeypatch.setenv("EDITOR", editor(tmp_path, """grep -q 'theme = .' "$1" && echo > "$1" """))
    assert run("config", "edit").code == 0, "the kept text is where the next edit goes on"
    assert file.read_text("utf-8") == "\n"


def test_an_editor_that_fails_or_is_missing_changes_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written(file, GOOD)
    monkeypatch.setenv("EDITOR", editor(tmp_path, "exit 3"))
    ran = run("config", "edit")
    assert (ran.code, file.read_text("utf-8")) == (2, GOOD)
    for wrong in (str(tmp_path / "no-such-editor"), "nano 'half a quote"):
        monkeypatch.setenv("EDITOR", wrong)
        ran = run("config", "edit")
        assert (ran.code, file.read_text("utf-8")) == (2, GOOD)
        assert "EDITOR" in ran.err
