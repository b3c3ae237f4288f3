"""Consoles out of a resident, in a real terminal: they work, end and are killed as those that begin by themselves."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentconsole.cli.resident.likeness import _files, likeness
from agentconsole.cli.resident.line import CONSOLE, TAKEN, Wanted, is_private
from agentconsole.clock import SystemClock
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.support.terminal import Terminal, plain_environment
from tests.sync.consoles import a_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a resident needs the kernel's word on who asks it")
ROOT = Path(__file__).parents[2]
READY = "QUEUE mine+waiting"
STARTS = 40
PATIENCE = 60.0


def until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.01)


def stat(pid: int) -> list[str]:
    """State, parent and so on; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def file_of(pid: int, number: int) -> str:
    """What a file of a process is; empty when there is none."""
    try:
        return os.readlink(f"/proc/{pid}/fd/{number}")
    except OSError:
        return ""


def is_waiting(pid: int) -> bool:
    """Whether it is a spare that has played its start through: it sleeps, on nothing but its line to the resident."""
    return file_of(pid, 0) == "/dev/null" and stat(pid)[:1] == ["S"] and waits_on(pid).startswith("unix")


def waits_on(pid: int) -> str:
    """The kernel's name for what it sleeps in."""
    try:
        return Path(f"/proc/{pid}/wchan").read_text()
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    return stat(pid)[:1] not in ([], ["Z"])


@dataclass
class Home:
    """One agent's home: a store, a place for the socket, and what is begun there."""

    folder: Path
    store: Path
    resident: int = 0

    @property
    def env(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "run")}

    def run(self, *words: str) -> dict[str, int]:
        command = [sys.executable, "-m", "agentconsole", "--json", "resident", *words]
        done = subprocess.run(command, env=plain_environment() | self.env, cwd=ROOT, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        told: dict[str, int] = json.loads(done.stdout)
        return told

    def terminal(self, who: str = "dana", **env: str) -> Terminal:
        command = [sys.executable, "-m", "agentconsole", "--store", str(self.store), "--as", who]
        return Terminal(command, env=self.env | env, cwd=ROOT)

    @contextmanager
    def console(self, **env: str) -> Iterator[Terminal]:
        with self.terminal(**env) as terminal:
            terminal.wait_for(READY, timeout=STARTS)
            yield terminal

    def family(self) -> list[int]:
        """Whom the resident has forked: consoles and the spare."""
        found = (int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit())
        return [pid for pid in found if stat(pid)[1:2] == [str(self.resident)] and is_alive(pid)]

    def children(self) -> list[int]:
        """The resident's consoles: they have a terminal."""
        return [pid for pid in self.family() if file_of(pid, 0) != "/dev/null"]

    def spare(self) -> int:
        """Once there is one, and it waits."""
        until(lambda: [pid for pid in self.family() if is_waiting(pid)], "a spare waits")
        (found,) = set(self.family()) - set(self.children())
        return found

    def child(self) -> int:
        (found,) = self.children()
        return found

    def draft(self) -> str:
        with closing(open_store(self.store, read_only=True)) as db:
            row = db.execute("SELECT body FROM draft WHERE body <> ''").fetchone()
        return row[0] if row else ""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: a socket's may have 107 bytes, and the folders of tests that run side by side lie deep."""
    with tempfile.TemporaryDirectory(prefix="ac-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def home(folder: Path) -> Iterator[Home]:
    (folder / "run").mkdir(mode=0o700)
    home = Home(folder, a_store(folder / "store.db", SystemClock(), SystemIds()))
    now = SystemClock().now()
    with closing(open_store(home.store)) as db:
        there = Envelope(uuid7(now), "dana", "test", SetPresence(Presence.AVAILABLE), now)
        Engine(db, SystemClock(), SystemIds()).submit(there)
    home.resident = home.run("start")["pid"]
    yield home
    for pid in [*home.family(), home.resident]:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def begins_a_reply(terminal: Terminal, words: str) -> None:
    terminal.press("c")
    terminal.wait_for("PUBLIC", timeout=PATIENCE)
    terminal.send(words)
    terminal.wait_for(words, timeout=PATIENCE)


def test_a_console_out_of_the_resident_works_is_resized_and_leaves(home: Home):
    with home.console() as terminal:
        child = home.child()
        assert os.readlink(f"/proc/{child}/cwd") == str(ROOT)
        begins_a_reply(terminal, "on my way")
        terminal.resize(90, 30)
        terminal.wait_until(lambda rows: len(rows) == 30 and any("on my way" in row for row in rows), PATIENCE)
        # An Enter right behind words that came all at once would be part of a paste.
        time.sleep(0.1)
        terminal.press("enter")
        terminal.wait_for("✓", timeout=PATIENCE)
        terminal.send("\x11")
        terminal.wait_for("With you right now", timeout=PATIENCE)
        terminal.press("down", "enter")
        assert terminal.wait_exit(PATIENCE) == 0
        until(lambda: not is_alive(child), "the console's process has ended")
    assert home.run("status")["pid"] == home.resident


def test_nothing_but_memory_crosses_the_fork(home: Home):
    assert len(list(Path(f"/proc/{home.resident}/task").iterdir())) == 1
    own, spared = open_files(home.resident), open_files(home.spare())
    for each in (own, spared):
        assert {name for name in each if not name.startswith("socket:")} == {"/dev/null"}
    assert own & spared == {"/dev/null"}
    with home.console() as terminal:
        assert own & open_files(home.child()) == set()
        terminal.send("\x11")
        assert terminal.wait_exit(PATIENCE) == 0


def test_a_console_begins_in_the_spare_and_another_one_is_made(home: Home):
    first = home.spare()
    with home.console() as terminal:
        assert home.child() == first
        assert "/dev/null" not in {file_of(first, number) for number in range(3)}
        begins_a_reply(terminal, "out of the spare")
        assert home.spare() != first
    until(lambda: not is_alive(first), "its console has ended")


def test_where_the_spare_has_died_a_console_is_forked(home: Home):
    dead = home.spare()
    os.kill(dead, signal.SIGKILL)
    until(lambda: not is_alive(dead), "it is gone")
    with home.console() as terminal:
        assert home.child() != dead
        begins_a_reply(terminal, "all the same")
    assert home.spare()


def test_the_spare_ends_with_its_resident(home: Home):
    spare = home.spare()
    os.kill(home.resident, signal.SIGKILL)
    until(lambda: not is_alive(spare), "it noticed")


def open_files(pid: int) -> set[str]:
    return {os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()}


def test_what_is_typed_is_saved_when_the_front_is_killed(home: Home):
    with home.console() as terminal:
        begins_a_reply(terminal, "half a sentence")
        child = home.child()
        terminal.kill(signal.SIGKILL)
        until(lambda: not is_alive(child), "the console noticed and left")
        assert home.draft() == "half a sentence"


def test_a_console_goes_on_when_the_resident_is_killed_and_the_next_begins_by_itself(home: Home):
    with home.console() as terminal:
        os.kill(home.resident, signal.SIGKILL)
        until(lambda: not is_alive(home.resident), "it is gone")
        begins_a_reply(terminal, "still here")
        until(lambda: home.draft() == "still here", "the draft is saved")
    assert (home.folder / "run/agentconsole/resident.sock").exists()
    with home.console() as terminal:
        assert home.children() == []
        assert home.run("status")["pid"] == 0
    again = home.run("start")["pid"]
    assert again not in (0, home.resident)
    home.resident = again


def test_a_console_whose_front_lost_patience_never_touches_the_terminal(home: Home):
    ours, theirs = os.openpty()
    known = Path(f"/proc/{home.resident}/environ").read_bytes().rstrip(b"\0").split(b"\0")
    environment = dict(os.fsdecode(each).split("=", 1) for each in known)
    arguments = ["--store", str(home.store), "--as", "dana"]
    told = Wanted(likeness(environment), 0o22, str(ROOT), arguments, environment).packed()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(str(home.folder / "run/agentconsole/resident.sock"))
        socket.send_fds(line, [CONSOLE + len(told).to_bytes(4, "little")], [theirs] * 3)
        line.sendall(told)
        answer = line.recv(5)
        assert answer[:1] == TAKEN, "the likeness is another one"
        until(lambda: not is_alive(int.from_bytes(answer[1:], "little")), "it ended without being told to begin")
    os.set_blocking(ours, False)
    with pytest.raises(BlockingIOError):
        os.read(ours, 1)
    os.close(ours)
    os.close(theirs)


def test_a_console_that_is_killed_gives_the_terminal_back(home: Home):
    with home.console() as terminal:
        os.kill(home.child(), signal.SIGKILL)
        assert terminal.wait_exit(PATIENCE) == 137
        assert b"\x1b[?1049l" in terminal.raw
        assert b"What it called saved is saved" in terminal.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_end_it_in_good_order(home: Home, number: signal.Signals):
    with home.console() as terminal:
        begins_a_reply(terminal, "before the end")
        terminal.kill(number)
        assert terminal.wait_exit(PATIENCE) == 0
        assert home.draft() == "before the end"


def test_it_stops_and_goes_on_with_its_front(home: Home):
    with home.console() as terminal:
        child = home.child()
        terminal.kill(signal.SIGTSTP)
        until(lambda: stat(terminal.pid)[0] == "T" and stat(child)[0] == "T", "both have stopped")
        until(lambda: b"\x1b[?1049l" in terminal.raw, "the terminal has its usual screen")
        terminal.kill(signal.SIGCONT)
        until(lambda: stat(child)[0] != "T", "it goes on")
        begins_a_reply(terminal, "back again")


def test_what_goes_wrong_at_the_start_is_told_with_its_exit_code(home: Home):
    with home.terminal(who="nobody") as terminal:
        assert terminal.wait_exit(STARTS) == 2
        assert b"No agent is called nobody" in terminal.raw


@pytest.mark.parametrize("env", [{"TZ": "Asia/Tokyo"}, {"TEXTUAL_COLOR_SYSTEM": "256"}])
def test_another_surrounding_begins_by_itself(home: Home, env: dict[str, str]):
    with home.console(**env) as terminal:
        assert home.children() == []
        terminal.send("\x11")
        assert terminal.wait_exit(PATIENCE) == 0


def test_a_folder_others_can_reach_is_not_trusted(home: Home):
    (home.folder / "run/agentconsole").chmod(0o755)
    with home.console() as terminal:
        assert home.children() == []
        terminal.send("\x11")
        assert terminal.wait_exit(PATIENCE) == 0
    assert home.run("status")["pid"] == 0
    (home.folder / "run/agentconsole").chmod(0o700)
    assert home.run("stop")["pid"] == home.resident
    until(lambda: not is_alive(home.resident), "it has ended")
    assert not (home.folder / "run/agentconsole/resident.sock").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_somebody_else_is_not_answered(home: Home):
    place = str(home.folder / "run/agentconsole/resident.sock")
    for each in (home.folder, *list(home.folder.parents)[:-2], home.folder / "run", Path(place).parent, Path(place)):
        each.chmod(0o777)
    pid = os.fork()
    if pid == 0:
        os._exit(_as_somebody_else(place))
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert is_alive(home.resident)


def _as_somebody_else(place: str) -> int:
    """0 when the resident hangs up without a word."""
    try:
        os.setgroups([])
        os.setuid(65534)
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(10)
            line.connect(place)
            line.sendall(b"s0000")
            return len(line.recv(9))
    except (ConnectionResetError, BrokenPipeError):
        return 0
    except OSError:
        return 99


def test_a_program_that_was_changed_is_another_one(tmp_path: Path):
    (tmp_path / "part").mkdir()
    (tmp_path / "part/one.py").write_text("a = 1")
    before = _files(str(tmp_path))
    assert _files(str(tmp_path)) == before
    (tmp_path / "part/one.py").write_text("a = 2")
    os.utime(tmp_path / "part/one.py", (1, 1))
    assert _files(str(tmp_path)) != before
    assert likeness({"TZ": "x"}) != likeness({"TZ": "y"})
    assert likeness({"OTHER": "x"}) == likeness({"OTHER": "y"})


def test_what_is_asked_for_arrives_as_it_was():
    told = Wanted(b"a\nb", 0o27, "/tmp/\udcff", ["--as", "é=", ""], {"A": "b=c", "EMPTY": "", "BYTES": "\udcfe"})
    assert vars(Wanted.unpacked(told.packed())) == vars(told)


def test_a_private_folder_is_its_owners_alone(tmp_path: Path):
    tmp_path.chmod(0o700)
    assert is_private(str(tmp_path))
    for mode in (0o710, 0o701, 0o770, 0o777):
        tmp_path.chmod(mode)
        assert not is_private(str(tmp_path))
    tmp_path.chmod(0o700)
    (tmp_path / "link").symlink_to(tmp_path)
    assert not is_private(str(tmp_path / "link"))
