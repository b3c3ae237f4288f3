"""Settings: the file under the environment, and errors that name file and key."""

import re
from pathlib import Path

import pytest

from agentconsole.cli.lines.where_set import ABOUT
from agentconsole.settings import Settings, SettingsError, read_settings, settings_in


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_everything_is_as_the_program_has_it(tmp_path: Path):
    assert read_settings(tmp_path / "none.toml", {}) == Settings()


def test_a_file_sets_what_it_names(tmp_path: Path):
    text = (
        'store = "s.db"\ntheme = "ac-light"\nbell = false\n[composer]\nenter = "never"\n[keymap]\n"queue.down" = "n"\n'
    )
    found = read_settings(written(tmp_path, text), {})
    assert (found.store, found.theme, found.bell, found.composer.enter) == ("s.db", "ac-light", False, "never")
    assert found.keymap == {"queue.down": "n"}


def test_the_environment_goes_over_the_file(tmp_path: Path):
    file = written(tmp_path, 'agent = "bo"\ntheme = "ac-light"\n[keymap]\n"queue.down" = "n"\n')
    environment = {"AGENTCONSOLE_AS": "dana", "AGENTCONSOLE_COMPOSER__ENTER": "always", "AGENTCONSOLE_BELL": "off"}
    found = read_settings(file, environment | {"AGENTCONSOLE_LONG": "1", "PATH": "/bin"})
    assert (found.agent, found.theme, found.composer.enter, found.bell) == ("dana", "ac-light", "always", False)
    assert found.keymap == {"queue.down": "n"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("bell = 'loud'", "bell"),
        ("colour = 'red'", "colour"),
        ("[composer]\nenter = 'sometimes'", "composer.enter"),
        ("[composer]\ntab = 'x'", "composer.tab"),
        ("[keymap]\n'queue.down' = 3", "keymap"),
        ("not toml at all", "line 1"),
        ("composer = 3", "composer"),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path: Path, text: str, named: str):
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file, {})
    assert str(file) in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bell = 'no'", "bell is 'no'; write true or false, without quotes."),
        ("theme = 3", "theme is 3; write words in quotes."),
        ("[layout]\nrows = 'three'\nqueue_width = '60'",
         "layout.rows is 'three'; write one of auto, one, two. "
         "layout.queue_width is '60'; write a whole number, without quotes."),
        ("[display]\nclock = 12", 'display.clock is 12; write it in quotes: "12".'),
        ("[notify]\ncommand = 'x'", "notify.command is 'x'; write a list, each word in quotes: [\"one\", \"two\"]."),
        ("composer = 3", "composer is 3; it is a table, begun by [composer] on a line of its own."),
        ("[keymap]\n'queue.down' = 3", "keymap: queue.down is 3; write words in quotes."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_would_do(tmp_path: Path, text: str, words: str):
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file, {})
    assert str(caught.value) == f"{file}: {words}"


@pytest.mark.parametrize("value", [3, 3.5, True, "no-such", [1], ["a"], {}, {"a": {}}])
def test_no_value_of_any_setting_is_refused_without_its_name(value: object):
    for key in ABOUT:
        table, _, name = key.rpartition(".")
        said = ""
        try:
            settings_in({table: {name: value}} if table else {name: value}, "here")
        except SettingsError as error:
            said = str(error)
        assert not said or re.search(rf"{key}\S* .*is .*; (write|it is a table)|is no setting", said), said


def test_a_bad_variable_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match="AGENTCONSOLE_BELL"):
        read_settings(tmp_path / "none.toml", {"AGENTCONSOLE_BELL": "loud"})
    with pytest.raises(SettingsError, match=r"AGENTCONSOLE_.*composer.enter"):
        read_settings(tmp_path / "none.toml", {"AGENTCONSOLE_COMPOSER__ENTER": "sometimes"})


def test_every_fault_of_a_file_is_named_at_once_up_to_ten(tmp_path: Path):
    path = tmp_path / "config.toml"
    path.write_text('thema = "dark"\nbel = true\nbell = "loud"\n[layout]\nrows = "three"\ncolour = 1\n')
    with pytest.raises(SettingsError) as told:
        read_settings(path, {})
    for words in ("thema, bel are no settings", "bell is 'loud'", "layout.rows is 'three'", "layout.colour is no"):
        assert words in str(told.value)
    path.write_text("[keymap]\n" + "".join(f"c{n} = {n}\n" for n in range(12)))
    with pytest.raises(SettingsError, match=r"c9 is 9.*and 2 more\.$"):
        read_settings(path, {})
