"""An older console with a newer server, and the reverse: nothing lost, nothing done twice, honest words; and a fuzzer.

The older version is the last commit that spoke protocol 1 alone, taken from the history; without one there is nothing
to run against.
"""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Claim, Note, Receive, Reply, WaiveAnswer
from agentconsole.domain.events import AnswerWaived, Noted
from agentconsole.domain.promises.outages import OutageKind
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import ReportOutage, SetPresence
from agentconsole.domain.vocabulary import COMMANDS, EVENTS
from agentconsole.engine import mirror
from agentconsole.engine.canon import Entry, body_digest, link
from agentconsole.engine.log import window
from agentconsole.engine.logged import Logged, Window
from agentconsole.engine.writing import read_head
from agentconsole.store import strange
from agentconsole.store.connection import Connection
from agentconsole.store.postgres import open_postgres
from agentconsole.store.rows import find_conversation
from agentconsole.store.sqlite import open_store
from agentconsole.wire import encode
from agentconsole.workspace.api import Refused
from tests.support.ports import free_port
from tests.support.postgres import a_database
from tests.support.team_server import NO_CERTIFICATES, PASSWORD, a_team, an_envelope, send
from tests.sync.test_team_line import a_console, all_settled, bodies, ids, token_of, until

ROOT = Path(__file__).parents[2]
OLDER = "8ed2447"
"""The commit of the older version."""

ONE_THREAD = """
from agentconsole.__main__ import main
from agentconsole.server.workers import Workers

Workers.__init__.__defaults__ = (1,)
raise SystemExit(main())
"""
"""That version opened connections as its threads came to be needed, and a later one's tables refuse those opened after.

With one thread it has its connection from the start on, as the versions since then have all of theirs.
"""

OLD_CONSOLE = """
import sys, time
from contextlib import closing, contextmanager
from pathlib import Path
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Note
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

store, url, token, chat, count = sys.argv[1:]
clock = ServerClock(SystemClock())
with closing(open_store(store)) as db, closing(RestBackend(url, token)) as first:
    copy_until_known(db, first, "ana", lambda _: None)
posted = Posted(lambda: open_store(store), "ana", clock, SystemIds(), url)
courier = TeamCourier(posted, lambda: RestBackend(url, token))
with closing(open_store(store, read_only=True)) as db:
    courier.start()
    workspace = Workspace(Desk(db, "ana", clock, courier, url), SystemIds(), "t-old")
    for n in range(int(count)):
        while not db.execute("SELECT 1 FROM conversation WHERE id = ?", (chat,)).fetchone():
            time.sleep(0.02)
        workspace.perform(Note(chat, f"old {n}"))
        while courier.carried():
            time.sleep(0.01)
    courier.stop()
"""


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The older version's package, in a folder of its own."""
    asked = subprocess.run(
        ["git", "archive", OLDER, "agentconsole", "themes", "fixtures"], cwd=ROOT, capture_output=True, check=False
    )
    if asked.returncode:
        pytest.skip(f"commit {OLDER} is not in this checkout's history: {asked.stderr.decode()[:100]}")
    folder: Path = tmp_path_factory.mktemp("older")
    with tarfile.open(fileobj=io.BytesIO(asked.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def as_older(older: Path, folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs Python with the older package alone; a failure shows what it said."""
    env = {**os.environ, "PYTHONPATH": str(older), "PYTHONSAFEPATH": "1", "HOME": str(folder)}
    done = subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    return done


def test_the_older_package_is_what_runs(older: Path, tmp_path: Path):
    said = as_older(older, tmp_path, "-c", "import agentconsole; print(agentconsole.__file__)").stdout
    assert Path(said.strip()).is_relative_to(older)


def test_an_older_console_works_with_this_server_and_events_it_does_not_know(
    older: Path, tmp_path: Path, figure: Callable[[int, int], int]
):
    count = figure(5, 500)
    with a_team(tmp_path) as team:
        codes, chat = team.hires("ana"), team.chat()
        token = token_of(team, "ana", codes["ana"])
        now = team.clock.now()
        assert team.does(ReportOutage(OutageKind.CONSOLE_OFFLINE, "t", now - 9_000, now - 1_000), "ana").is_accepted
        as_older(older, tmp_path, "-c", OLD_CONSOLE, str(tmp_path / "old.db"), team.url, token, chat, str(count))
        assert bodies(team) == [f"old {n}" for n in range(count)]
        with team.db() as db, closing(sqlite3.connect(tmp_path / "old.db")) as held:
            for (text,) in held.execute("SELECT body FROM my_receipt"):
                receipt = json.loads(text)
                row = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt["seq"],)).fetchone()
                assert row[0].hex() == receipt["hash"]
            assert held.execute("SELECT count(*) FROM my_receipt").fetchone()[0] == count
            assert held.execute("SELECT seq FROM head").fetchone() == db.execute("SELECT seq FROM head").fetchone()


@dataclass(frozen=True)
class OldServer:
    """A server of the older version in a process of its own, with a code for ana and the key of a source."""

    url: str
    database: str
    code: str
    key: str

    @contextmanager
    def db(self) -> Iterator[Connection]:
        """Its store, opened beside it by this version."""
        file = self.database.removeprefix("sqlite:///")
        with closing(open_store(file) if file != self.database else open_postgres(self.database)) as db:
            yield db

    def signed_in(self) -> str:
        """Ana's token."""
        wanted = {"name": "ana", "password": PASSWORD, "terminal": "t-1", "label": "a test", "code": self.code}
        return str(httpx.post(f"{self.url}/v1/sessions", json=wanted, trust_env=False, timeout=30).json()["token"])


@pytest.fixture(params=["sqlite", "postgresql"])
def old_server(older: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[OldServer]:
    port = free_port()
    store = f"sqlite:///{tmp_path}/server.db" if request.param == "sqlite" else a_database()
    server = ("-m", "agentconsole", "server")
    code = json.loads(as_older(older, tmp_path, *server, "user", "add", "ana", "--database", store, "--json").stdout)
    key = json.loads(as_older(older, tmp_path, *server, "source", "add", "web", "--database", store, "--json").stdout)
    env = {**os.environ, "PYTHONPATH": str(older), "PYTHONSAFEPATH": "1", "HOME": str(tmp_path)}
    serving = [sys.executable, "-c", ONE_THREAD, "serve", "--port", str(port), "--database", store]
    process = subprocess.Popen(serving, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running = OldServer(f"http://127.0.0.1:{port}", store, code["code"], key["key"])
    try:
        until(lambda: _answers(running.url), 60)
        yield running
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", verify=NO_CERTIFICATES, trust_env=False).status_code == 204
    except httpx.HTTPError:
        return False


def test_this_console_works_with_an_older_server(
    old_server: OldServer, tmp_path: Path, figure: Callable[[int, int], int]
):
    count = figure(5, 500)
    answer = httpx.post(
        f"{old_server.url}/v1/intake/chat",
        headers={"Authorization": f"Bearer {old_server.key}"},
        json={"conversation": "w-1", "message": "m-1", "name": "Mara", "body": "My site is down"},
        verify=NO_CERTIFICATES,
        trust_env=False,
    )
    assert answer.status_code in (200, 201), answer.text
    token = old_server.signed_in()
    folder = tmp_path / "new"
    folder.mkdir()
    with a_console(old_server, "ana", token, folder) as ana:
        until(lambda: ids(ana), 30)
        (chat,) = ids(ana)
        ana.does(SetPresence(Presence.AVAILABLE))
        ana.does(Claim(chat))
        until(lambda: all_settled(ana) and ana.workspace.row(chat).is_mine, 40)
        ana.does(Reply(chat, "Looking."))
        for n in range(count):
            ana.does(Note(chat, f"new {n}"))
        until(lambda: all_settled(ana), 120)
        assert ana.courier.returned() == ()
        with old_server.db() as db:
            told = [row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'agent' ORDER BY n")]
        assert told == ["Looking.", *(f"new {n}" for n in range(count))]


def test_a_server_too_far_away_is_told_as_such_and_everything_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with a_team(tmp_path) as team:
        codes, chat = team.hires("ana"), team.chat()
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
            until(lambda: chat in ids(ana))
            monkeypatch.setattr("agentconsole.server.guard.PROTOCOL", 7)
            ana.does(Note(chat, "kept"))
            until(lambda: ana.words() == "read only: update agentconsole", 30)
            with pytest.raises(Refused):
                ana.does(Claim(chat))
            assert len(ana.courier.carried()) == 1
            assert bodies(team) == []
            monkeypatch.setattr("agentconsole.server.guard.PROTOCOL", 1)
            ana.courier._line.look_anew()
            until(lambda: bodies(team) == ["kept"], 30)


# A fuzzer over what a version to come might send.


def a_value(luck: random.Random, depth: int = 0) -> Any:
    if depth < 3 and luck.random() < 0.3:
        made = {a_word(luck): a_value(luck, depth + 1) for _ in range(luck.randrange(4))}
        return made if luck.random() < 0.5 else list(made.values())
    return luck.choice([None, True, 0, -1, 2**53, 1.5, "", a_word(luck), "ключ", "\x1b[2J", "a" * 300])


def a_word(luck: random.Random) -> str:
    return luck.choice(["conversation", "body", "mood", "agent", "later", "x"]) + str(luck.randrange(100))


def a_strange_event(luck: random.Random, chat: str) -> tuple[str, str, str]:
    """Conversation, type and body: an unknown type, a known one with more or other fields, or with a value to come."""
    kind = luck.choice([f"{a_word(luck)}.{a_word(luck)}", *EVENTS])
    body: dict[str, Any] = {"conversation_id": chat, a_word(luck): a_value(luck)}
    for name in luck.sample(["status", "agent", "body", "clock", "due_at", "presence", "agent_id", "levels"], 3):
        body[name] = a_value(luck)
    return luck.choice([chat, "", "9999"]), kind, encode(body)


def fed(db: Any, chat: str, made: list[tuple[str, str, str]]) -> Window:
    """What a server of that version would tell next."""
    head = read_head(db)
    chain, told = head.chain, []
    for n, (conversation, kind, body) in enumerate(made, 1):
        salt = bytes([n % 256]) * 16
        seq = head.seq + n
        who, at = ("ana", "t-9"), (head.clock_ms + n, head.clock_ms)
        what = (seq, f"strange-{seq}", 0, conversation, kind, 9, *who, *at, "support")
        entry = Entry(*what, body_digest(salt, body))
        chain = link(chain, entry)
        told.append(Logged(*what, salt.hex(), body))
    to = head.seq + len(made)
    return Window(head.epoch, head.seq, to, chain.hex(), False, to, chain.hex(), tuple(told))


def test_no_event_of_a_version_to_come_stops_the_feed(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    luck = random.Random(first_seed)
    with a_team(tmp_path) as team, closing(open_store(tmp_path / "copy.db")) as copy:
        team.hires("ana")
        chat = team.chat()
        with team.db() as db:
            mirror.follow(copy, window(db, "", 0))
        wanted = figure(300, 5_000)
        for start in range(0, wanted, 50):
            made = [("9999", "later.opened", "{}")]
            made += [a_strange_event(luck, chat) for _ in range(min(50, wanted - start))]
            made.append((chat, Noted.type, encode(Noted(chat, f"known {start}"))))
            news = fed(copy, chat, made)
            assert mirror.follow(copy, news) == len(made), first_seed
            assert read_head(copy).seq == news.to
        notes = [row[0] for row in copy.execute("SELECT body FROM message WHERE body LIKE 'known %' ORDER BY n")]
        assert notes == [f"known {start}" for start in range(0, wanted, 50)]


def _owed(db: Connection, chat: str) -> bool:
    """Whether a word of theirs waits, as the rows say."""
    stored = find_conversation(db, chat)
    assert stored is not None
    return stored.conversation.owed_since is not None


def test_a_version_that_does_not_know_that_words_needed_no_answer_shows_a_line_and_keeps_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What such a console misses is on the safe side: it goes on to remind, and all that follows comes in."""
    with a_team(tmp_path) as team, closing(open_store(tmp_path / "copy.db")) as copy:
        team.hires("ana")
        chat = team.chat()
        for command in (Claim(chat), Reply(chat, "Is it well now?")):
            assert team.does(command, "ana").is_accepted
        team.clock.ahead += 60_000
        assert team.does(Receive(chat, "Yes, thank you."), "chat").is_accepted
        team.clock.ahead += 1_000
        assert team.does(WaiveAnswer(chat), "ana").is_accepted
        assert team.does(Note(chat, "afterwards"), "ana").is_accepted
        with team.db() as db, monkeypatch.context() as older:
            older.delitem(EVENTS, AnswerWaived.type)
            mirror.follow(copy, window(db, "", 0))
            assert [_owed(copy, chat), _owed(db, chat)] == [True, False]
            assert [row[0] for row in copy.execute("SELECT body FROM message ORDER BY n DESC LIMIT 1")] == [
                "afterwards"
            ]
            assert not mirror.is_outgrown(copy)
        assert mirror.is_outgrown(copy), "the version that knows it makes its copy anew"


def test_an_unknown_event_is_one_neutral_line_and_is_followed_by_the_version_that_knows_it(tmp_path: Path):
    with a_team(tmp_path) as team:
        codes, chat = team.hires("ana"), team.chat()
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
            until(lambda: chat in ids(ana))
            ana.courier.stop()
            with closing(open_store(tmp_path / "ana.db")) as copy:
                made = [(chat, "mood.guessed", '{"conversation_id":"1","mood":"calm"}')]
                mirror.follow(copy, fed(copy, chat, made))
                assert not mirror.is_outgrown(copy)
            lines = ana.workspace.transcript(chat)
            assert "this version cannot show (mood.guessed)" in lines[-1].body
            assert [each.k for each in lines] == [0, 0]
            assert ana.workspace.row(chat).id == chat
            with closing(open_store(tmp_path / "ana.db")) as copy:
                mirror.follow(copy, fed(copy, chat, [(chat, Noted.type, encode(Noted(chat, "x")))]))
                strange.remember(copy, chat, read_head(copy).seq)
                assert mirror.is_outgrown(copy)


def test_no_command_of_a_version_to_come_breaks_the_server(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    luck, wanted = random.Random(first_seed), figure(300, 5_000)
    with a_team(tmp_path) as team:
        codes, chat = team.hires("ana"), team.chat()
        with team.signed_in("ana", codes["ana"]) as ana:
            for start in range(0, wanted, 50):
                team.clock.ahead += 60_000
                batch = [a_strange_command(luck, chat, start + n) for n in range(50)]
                answer = ana.post("/v1/commands", json={"commands": batch})
                assert answer.status_code == 200, (first_seed, answer.text)
                for told in answer.json()["answers"]:
                    assert told["status"] in (200, 403, 422), (first_seed, told)
                    assert told["status"] != 422 or told["code"] in ("unsupported", "id_reused")
            (said,) = send(ana, an_envelope(Note(chat, "still here"), "ana"))
            assert said["status"] == 200


def a_strange_command(luck: random.Random, chat: str, n: int) -> dict[str, Any]:
    kind = luck.choice([f"{a_word(luck)}.{a_word(luck)}", *COMMANDS])
    args: dict[str, Any] = {a_word(luck): a_value(luck)}
    if luck.random() < 0.7:
        args |= {"conversation_id": chat, "body": a_value(luck)}
    made = {"v": luck.choice([1, 1, 9]), "id": f"strange-command-{n}", "actor": "ana", "terminal": "t", "kind": kind}
    made |= {"args": args, "client_ms": 1_790_000_000_000 + n}
    if luck.random() < 0.2:
        made[luck.choice(["v", "terminal", "client_ms", "if_rev", "later"])] = a_value(luck)
    return made


def test_an_unknown_kind_is_answered_unsupported_and_its_text_comes_back(tmp_path: Path, monkeypatch):
    with a_team(tmp_path) as team:
        codes, chat = team.hires("ana"), team.chat()
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
            until(lambda: chat in ids(ana))
            real = RestBackend.submit

            def older_server(self: RestBackend, wires: Any) -> Any:
                return real(self, [wire.replace("conversation.note", "conversation.sing") for wire in wires])

            monkeypatch.setattr(RestBackend, "submit", older_server)
            ana.does(Note(chat, "la la la"))
            until(lambda: ana.courier.returned(), 30)
            assert "cannot read it" in ana.courier.returned()[0].words
            assert ana.workspace.drafts.text(chat, "internal") == "la la la"
