"""Where a token lies: said plainly, closed to others, and never in a keyring that writes plain text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentconsole.credentials import keyring, places
from agentconsole.credentials.keyring import KeyringUnusable
from agentconsole.credentials.keyring_child import answer, chosen
from agentconsole.credentials.places import CredentialsError, Place, find, forget, keep

SERVER, AGENT, SECRET = "https://desk.example.org", "ana", "acs_canary"


class Fake:
    """A keyring in memory, under whatever module's name it claims."""

    priority = 5.0
    name = "a fake"

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def claiming(module: str, priority: float = 5.0) -> Fake:
    kind = type("Keyring", (Fake,), {"__module__": module, "priority": priority})
    return kind()


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def unusable(*_: object) -> None:
        raise KeyringUnusable("this computer has no keyring we trust")

    monkeypatch.setattr(places, "ask", unusable)


def test_the_variable_comes_first(no_keyring: None):
    found = find(SERVER, AGENT, {places.TOKEN: SECRET, places.TOKEN_FILE: "/nowhere"})
    assert (found.token, found.place) == (SECRET, Place.VARIABLE)


def test_a_file_is_made_for_me_alone_and_read_again(no_keyring: None, tmp_path: Path):
    environment = {places.TOKEN_FILE: str(tmp_path / "token")}
    assert keep(SERVER, AGENT, SECRET, environment).place is Place.FILE
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    assert find(SERVER, AGENT, environment).token == SECRET
    forget(SERVER, AGENT, environment)
    assert not (tmp_path / "token").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_others_may_read_is_refused(no_keyring: None, tmp_path: Path, mode: int):
    path = tmp_path / "token"
    path.write_text(SECRET)
    path.chmod(mode)
    with pytest.raises(CredentialsError, match="chmod 600") as told:
        find(SERVER, AGENT, {places.TOKEN_FILE: str(path)})
    assert SECRET not in str(told.value)


def test_a_link_and_a_folder_are_refused(no_keyring: None, tmp_path: Path):
    (tmp_path / "real").write_text(SECRET)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("link", "."):
        with pytest.raises(CredentialsError):
            find(SERVER, AGENT, {places.TOKEN_FILE: str(tmp_path / name)})


def test_without_any_place_it_stays_in_memory_and_says_so(no_keyring: None):
    kept = keep(SERVER, AGENT, SECRET, {})
    assert (kept.token, kept.place) == (SECRET, Place.MEMORY)
    assert "ends with this console" in kept.words
    assert find(SERVER, AGENT, {}).place is Place.NOWHERE


@pytest.mark.parametrize(
    "module",
    ["keyrings.alt.file", "keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer", "evil.backend"],
)
def test_a_keyring_that_may_write_plain_text_is_never_asked(module: str):
    strange = claiming(module, priority=99)
    assert chosen([strange]) is None
    told = answer({"what": "set", "server": SERVER, "agent": AGENT, "token": SECRET}, [strange])
    assert told["trouble"]
    assert strange.kept == {}


def test_of_those_we_trust_the_best_is_taken_whatever_else_is_installed():
    service = claiming("keyring.backends.SecretService", 5)
    backends = [claiming("keyrings.alt.file", 99), claiming("keyring.backends.kwallet", 4), service]
    answer({"what": "set", "server": SERVER, "agent": AGENT, "token": SECRET}, backends)
    assert service.kept == {("agentconsole", f"{AGENT}@{SERVER}"): SECRET}
    assert answer({"what": "get", "server": SERVER, "agent": AGENT}, backends)["token"] == SECRET
    answer({"what": "delete", "server": SERVER, "agent": AGENT}, backends)
    assert answer({"what": "get", "server": SERVER, "agent": AGENT}, backends)["token"] == ""


def test_plain_text_keyrings_that_are_really_installed_are_passed_over(tmp_path: Path):
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 99\n"
        f"    def set_password(self, *a): open({str(tmp_path / 'leak')!r}, 'w').write(repr(a))\n"
        "    def get_password(self, *a): return 'from plain text'\n"
    )
    program = (
        "import keyrings.alt.file, io, sys\n"
        "from agentconsole.credentials import keyring_child\n"
        f'sys.stdin = io.StringIO(\'{{"what":"set","server":"s","agent":"a","token":"{SECRET}"}}\')\n'
        "keyring_child.main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=environment, timeout=60)
    assert not (tmp_path / "leak").exists()


def test_a_keyring_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    monkeypatch.setattr(keyring.sys, "executable", str(slow))
    with pytest.raises(KeyringUnusable, match=r"did not answer within 0\.2 s") as told:
        keyring.ask("set", SERVER, AGENT, SECRET, 0.2)
    assert SECRET not in str(told.value)
    assert keep(SERVER, AGENT, SECRET, {}, 0.2).place is Place.MEMORY
