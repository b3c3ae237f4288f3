"""The server's settings: an option counts before a variable, that before the file, and none is taken that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentconsole.server.settings import ServerSettings, has_password, read_server_settings, without_password
from agentconsole.settings import SettingsError
from tests.cli.line import run

SECRET = "hunter2-canary"
ADDRESS = f"postgresql://agc:{SECRET}@db.example/agc?sslpassword={SECRET}&sslmode=verify-full"


def a_file(folder: Path, words: str) -> str:
    path = folder / "server.toml"
    path.write_text(words, encoding="utf-8")
    return str(path)


def test_without_a_word_the_defaults_count():
    found = read_server_settings("", {}, {"port": None})
    assert found.settings == ServerSettings()
    assert {source for _, _, source in found.told()} == {"default"}


def test_option_before_variable_before_file_before_default(tmp_path: Path):
    file = a_file(tmp_path, 'host = "10.0.0.1"\nport = 1001\nworkspace = "eu"\n[limits]\nstreams = 9\n')
    environment = {"AGENTCONSOLE_SERVER_PORT": "1002", "AGENTCONSOLE_SERVER_WORKSPACE": "us", "AGENTCONSOLE_AS": "ana"}
    found = read_server_settings(file, environment, {"port": 1003})
    told = {key: (value, source) for key, value, source in found.told()}
    assert told["port"] == ("1003", "--port")
    assert told["workspace"] == ("us", "AGENTCONSOLE_SERVER_WORKSPACE")
    assert told["host"] == ("10.0.0.1", file)
    assert told["limits.streams"] == ("9", file)
    assert told["sessions.unused_hours"] == ("12", "default")
    assert (found.settings.port, found.settings.limits.streams) == (1003, 9)


def test_every_setting_can_be_set_by_a_variable_and_by_the_file(tmp_path: Path):
    given = {
        **{"database": "sqlite:///x.db", "workspace": "eu", "host": "::1", "port": 1234, "log_level": "error"},
        **{"forwarded_allow_ips": ["10.0.0.1", "10.0.0.2"], "metrics_key": "k", "sessions.unused_hours": 3},
        **{"sessions.longest_days": 4, "limits.commands_a_minute": 5, "limits.deliveries_a_minute": 6},
        **{"limits.streams": 7},
    }
    variables = {
        "AGENTCONSOLE_SERVER_" + key.upper().replace(".", "__"): ",".join(value)
        if isinstance(value, list)
        else f"{value}"
        for key, value in given.items()
    }
    file = a_file(tmp_path, "\n".join(f"{key} = {value!r}" for key, value in given.items()))
    by_variable, by_file = read_server_settings("", variables, {}), read_server_settings(file, {}, {})
    assert by_variable.settings == by_file.settings
    assert {key for key, _, source in by_file.told() if source == file} == set(given)
    assert "default" not in {source for _, _, source in by_variable.told()}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("prot = 1", "prot is no setting"),
        ("[limits]\nstream = 1", "limits.stream is no setting"),
        ('port = "8000"', "port: Expected `int`, got `str`"),
        ("port = 0", "port: Expected `int` >= 1"),
        ('log_level = "loud"', "log_level: Invalid enum value 'loud'"),
        ('forwarded_allow_ips = "::1"', "forwarded_allow_ips: Expected `array`"),
        ("limits = 3", "limits is no setting"),
        ("port = ", "is not TOML"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_file_and_key(tmp_path: Path, words: str, told: str):
    file = a_file(tmp_path, words)
    with pytest.raises(SettingsError, match=r"server\.toml") as raised:
        read_server_settings(file, {}, {})
    assert told in str(raised.value)


def test_a_variable_that_is_wrong_or_unknown_is_told_by_name():
    for name, value in (("PORT", "many"), ("PROT", "1"), ("LIMITS__STREAMS", "0"), ("SESSIONS__UNUSED_HOURS", "1.5")):
        with pytest.raises(SettingsError, match=f"AGENTCONSOLE_SERVER_{name}"):
            read_server_settings("", {f"AGENTCONSOLE_SERVER_{name}": value}, {})


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_server_settings(str(tmp_path / "none.toml"), {}, {})
    with pytest.raises(SettingsError, match="cannot be read"):
        read_server_settings("", {"AGENTCONSOLE_SERVER_CONFIG": str(tmp_path / "none.toml")}, {})


def test_an_address_is_shown_without_its_password():
    assert without_password(ADDRESS) == "postgresql://agc:…@db.example/agc?sslpassword=…&sslmode=verify-full"
    assert has_password(ADDRESS)
    assert not has_password("postgresql://agc@db.example/agc?sslmode=verify-full")
    assert not has_password("postgresql:///agc?host=/run/postgresql")


def test_serve_check_says_where_each_value_comes_from_and_tells_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AGENTCONSOLE_SERVER_METRICS_KEY", SECRET)
    monkeypatch.setenv("AGENTCONSOLE_SERVER_CONFIG", a_file(tmp_path, f'database = "{ADDRESS}"\n'))
    for said in (run("serve", "--check", "--port", "9000"), run("--json", "serve", "--check", "--port", "9000")):
        assert said.code == 0, said.err
        assert SECRET not in said.out + said.err
    told = {each["id"]: (each["value"], each["source"]) for each in said.document}
    assert told["port"] == ("9000", "--port")
    assert told["metrics_key"] == ("set, not shown", "AGENTCONSOLE_SERVER_METRICS_KEY")
    assert told["database"][1].endswith("server.toml")


@pytest.mark.parametrize("name", ["Team", "a b", "x" * 42, "../up", "1a"])
def test_a_workspace_has_a_plain_name_on_both_stores(tmp_path: Path, name: str):
    said = run("server", "user", "list", "--database", f"sqlite:///{tmp_path / 's.db'}", "--workspace", name)
    assert said.code == 2
    assert "no name for a workspace" in said.err
    assert list(tmp_path.iterdir()) == []
