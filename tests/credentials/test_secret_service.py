"""A real Secret Service in each of its moods, on a D-Bus of the test's own: unlocked, locked, none, killed, silent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="no Secret Service to try it with: dbus-run-session and gnome-keyring-daemon are not installed",
)

UNLOCK = "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; "
SERVER, AGENT, SECRET = "https://desk.example.org", "ana", "acs_canary_ünd_more"

ASK = f"""
import json, sys, time
from agentconsole.credentials.places import find, forget, keep
began = time.monotonic()
about = ({SERVER!r}, {AGENT!r})
match sys.argv[1]:
    case "keep":
        done = keep(*about, {SECRET!r}, {{}})
    case "find":
        done = find(*about, {{}})
    case _:
        done = forget(*about, {{}})
said = {{"token": done.token, "place": done.place.value, "words": done.words, "known": done.is_known}} if done else {{}}
print(json.dumps(said | {{"seconds": time.monotonic() - began}}))
"""

SILENT = """
import sys
from jeepney import HeaderFields, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
connection = open_dbus_connection(bus="SESSION")
connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets"))
print("here", flush=True)
while True:
    connection.receive()
"""
"""Owns the name, takes every call, and answers none: as a keyring does whose prompt nobody sees."""


def on_a_bus(home: Path, script: str, **more: str) -> list[dict[str, object]]:
    """What each `ask …` of the script answered, on a bus of its own."""
    (home / "ask.py").write_text(ASK)
    (home / "silent.py").write_text(SILENT)
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    }
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(home), **more}
    functions = f"ask() {{ {sys.executable} {home}/ask.py $1; }}; "
    command = ["dbus-run-session", "--", "sh", "-c", functions + script]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert ran.returncode == 0, ran.stderr[-2_000:]
    assert SECRET not in ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


def test_an_unlocked_one_keeps_the_token_across_sessions_and_not_in_clear(tmp_path: Path):
    kept, found = on_a_bus(tmp_path, f"{UNLOCK} ask keep; ask find")
    assert kept["place"] == found["place"] == "keyring"
    assert found["token"] == SECRET
    assert str(found["words"]).startswith("in this computer's keyring (")
    stored = b"".join(each.read_bytes() for each in (tmp_path / "data").rglob("*") if each.is_file())
    assert stored
    assert SECRET.encode() not in stored
    again, gone = on_a_bus(tmp_path, f"{UNLOCK} ask find; ask forget >/dev/null; ask find")
    assert again["token"] == SECRET
    assert (gone["token"], gone["place"]) == ("", "nowhere")


def test_a_locked_one_stops_nobody_and_is_no_logout(tmp_path: Path):
    on_a_bus(tmp_path, f"{UNLOCK} ask keep")
    found, kept = on_a_bus(tmp_path, UNLOCK.replace("printf pw", "printf another") + "ask find; ask keep")
    assert (found["place"], found["known"]) == ("nowhere", False)
    assert "locked or refused" in str(found["words"])
    assert kept["place"] == "memory"
    assert "in memory only (the keyring is locked or refused): it ends with this console" in str(kept["words"])


def test_without_one_the_token_stays_in_memory_and_it_is_said(tmp_path: Path):
    for script in ("DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent ask keep", "ask keep"):
        (kept,) = on_a_bus(tmp_path, script)
        assert kept["place"] == "memory", script
        assert "in memory only" in str(kept["words"])


def test_one_that_is_killed_in_between_is_asked_again_and_then_passed_over(tmp_path: Path):
    kill = "kill -9 $(cat $HOME/pid); sleep 0.3; "
    start = "printf pw | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 & "
    start += "echo $! > $HOME/pid; sleep 1; "
    kept, found = on_a_bus(tmp_path, f"{start} ask keep; {kill} ask find")
    assert kept["place"] == "keyring"
    assert (found["place"], found["known"]) == ("nowhere", False)
    assert float(str(found["seconds"])) < 5


def test_one_that_never_answers_costs_three_seconds_and_is_said(tmp_path: Path):
    script = f"{sys.executable} $HOME/silent.py & pid=$!; sleep 1; ask keep; ask find; kill $pid"
    kept, found = on_a_bus(tmp_path, script)
    assert kept["place"] == "memory"
    assert "the keyring did not answer within 3 s" in str(kept["words"])
    assert found["known"] is False
    for each in (kept, found):
        assert 2.9 < float(str(each["seconds"])) < 4.5


def test_a_keyring_chosen_by_a_variable_that_forgets_everything_is_not_believed(tmp_path: Path):
    null = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    (kept,) = on_a_bus(tmp_path, "ask keep", **null)
    assert kept["place"] == "memory"
    with_service = on_a_bus(tmp_path, f"{UNLOCK} ask keep; ask find", **null)
    assert [each["place"] for each in with_service] == ["keyring", "keyring"]
    assert with_service[1]["token"] == SECRET


def test_keyrings_alt_beside_a_real_service_is_passed_over(tmp_path: Path):
    package = tmp_path / "path" / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 99\n"
        f"    def set_password(self, *a): open({str(tmp_path / 'leak')!r}, 'w').write(repr(a))\n"
        "    def get_password(self, *a): return 'from plain text'\n"
    )
    about = tmp_path / "path" / "keyrings_alt-5.0.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 5.0.2\n")
    (about / "entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
    path = {"PYTHONPATH": str(tmp_path / "path")}
    seen = subprocess.run(
        [sys.executable, "-c", "import keyring.backend as b; print([type(k).__name__ for k in b.get_all_keyring()])"],
        capture_output=True, text=True, env={**os.environ, **path}, timeout=60, check=True,
    )  # fmt: skip
    assert "PlaintextKeyring" in seen.stdout
    kept, found = on_a_bus(tmp_path, f"{UNLOCK} ask keep; ask find", **path)
    assert (kept["place"], found["token"]) == ("keyring", SECRET)
    (alone,) = on_a_bus(tmp_path, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent ask keep", **path)
    assert alone["place"] == "memory"
    assert not (tmp_path / "leak").exists()
