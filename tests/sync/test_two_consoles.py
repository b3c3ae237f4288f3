"""Two consoles of one agent: one sends, whoever is killed; no note is lost or doubled, and nobody is checked out."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import current_thread
from time import sleep
from unittest.mock import patch

import pytest

from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Claim, Note, Release, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync import team_ledger
from agentconsole.sync.jobs import Posted
from agentconsole.sync.sender import Sender
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.wire import Envelope
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.support.team_server import Team, a_team
from tests.sync.test_team_line import Console, a_console, all_settled, bodies, held_back, ids, token_of, until

PROGRAM = Path(__file__).parent / "programs" / "noting.py"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with a_team(tmp_path) as running:
        yield running


def beside(team: Team, first: Console, name: str, folder: Path, stack: ExitStack) -> Console:
    """A second console of the agent on the same file."""
    from agentconsole.backends.rest import RestBackend

    store, clock = folder / f"{name}.db", ServerClock(SystemClock())
    db = stack.enter_context(closing(open_store(store, read_only=True)))
    posted = Posted(lambda: open_store(store), name, clock, SystemIds(), team.url, "second")
    courier = TeamCourier(posted, lambda: RestBackend(team.url, first.tokens[-1]))
    courier.start()
    stack.callback(courier.stop)
    workspace = Workspace(Desk(db, name, clock, courier, team.url), SystemIds(), "second")
    return Console(workspace, courier, db, first.tokens)


NEWEST = "SELECT e.terminal FROM message m JOIN event e ON e.seq = m.seq WHERE m.author = 'ana' ORDER BY m.k DESC"


def sends_at_once(console: Console, terminal: str, chat: str, words: str) -> None:
    """Presses Enter before anything of what the other console does is here."""
    clock = SystemClock()
    console.courier.hand_over(
        Envelope(SystemIds().command_id(clock.now()), "ana", terminal, Reply(chat, words), clock.now())
    )


def test_enter_over_one_draft_in_two_consoles_sends_it_once_and_the_second_says_so(team: Team, tmp_path: Path):
    codes, chat, words = team.hires("ana"), team.chat(), "It is back."
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as first, ExitStack() as stack:
        first.does(SetPresence(Presence.AVAILABLE))
        until(lambda: chat in ids(first))
        first.does(Claim(chat))
        until(lambda: all_settled(first) and first.workspace.row(chat).assignee == "ana")
        second = beside(team, first, "ana", tmp_path, stack)
        until(second.courier.is_reachable)
        first.workspace.drafts.save(chat, "public", words)
        until(first.courier.drafts_settled)
        sends_at_once(first, "first", chat, words)
        sends_at_once(second, "second", chat, words)
        until(lambda: all_settled(first) and all_settled(second))
        assert bodies(team) == [words]
        refusals = (*first.workspace.refusals(), *second.workspace.refusals())
        assert [("just sent the same words, receipt #" in each.words, each.text_back) for each in refusals] == [
            (True, "")
        ]
        assert second.workspace.drafts.text(chat, "public") == ""
        # Whoever means it says it again where it was said.
        with team.db() as db:
            (terminal,) = db.execute(NEWEST).fetchone()
        sends_at_once(first if terminal == "first" else second, terminal, chat, words)
        until(lambda: bodies(team) == [words, words])


def test_the_second_of_a_file_writes_and_the_first_sends(team: Team, tmp_path: Path):
    codes, chat = team.hires("ana"), team.chat()
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as first, ExitStack() as stack:
        until(lambda: chat in ids(first))
        second = beside(team, first, "ana", tmp_path, stack)
        until(second.courier.is_reachable)
        second.does(Note(chat, "from the second"))
        until(lambda: all_settled(second))
        first.does(Note(chat, "from the first"))
        until(lambda: all_settled(first))
        assert bodies(team) == ["from the second", "from the first"]
        assert second.db.execute("SELECT max(tries) FROM outbox").fetchone()[0] == 1


@contextmanager
def two_and_a_chat(team: Team, folder: Path) -> Iterator[tuple[Console, Console, str]]:
    """The one that sends, and the other, which has claimed a chat."""
    codes, chat = team.hires("ana"), team.chat()
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), folder) as first, ExitStack() as stack:
        until(lambda: chat in ids(first))
        second = beside(team, first, "ana", folder, stack)
        until(second.courier.is_reachable)
        second.does(SetPresence(Presence.AVAILABLE))
        second.does(Claim(chat))
        until(lambda: all_settled(second) and second.workspace.row(chat).is_mine)
        yield first, second, chat


def is_refused(team: Team, console: Console, chat: str) -> None:
    """A reply of that console, which no longer holds the chat when the server looks at it."""
    with held_back(team):
        console.does(Reply(chat, "Mine."))
        team.does(Release(chat), "ana")


def test_a_refusal_is_told_in_the_console_the_words_were_typed_in(team: Team, tmp_path: Path):
    with two_and_a_chat(team, tmp_path) as (first, second, chat):
        is_refused(team, second, chat)
        until(lambda: second.courier.returned())
        assert second.courier.returned()[0].text_back == "Mine."
        assert first.courier.returned() == ()


def test_a_refusal_is_told_there_too_when_that_console_files_its_receipt(team: Team, tmp_path: Path):
    """Whichever of the two looks first puts the receipt beside its event: here always the one that does not send."""
    show = team_ledger.show_receipts
    with two_and_a_chat(team, tmp_path) as (_first, second, chat):
        assert second.courier._line is not None
        files, filed = second.courier._line._worker, []

        def only_there(db: sqlite3.Connection, server: str, actor: str) -> team_ledger.Shown:
            if current_thread() is not files:
                return team_ledger.NOTHING
            filed.append(show(db, server, actor))
            return filed[-1]

        with patch.object(team_ledger, "show_receipts", only_there):
            is_refused(team, second, chat)
            until(lambda: second.courier.returned())
            until(lambda: any(each.has_new for each in filed))
        assert second.courier.returned()[0].text_back == "Mine."


def test_whoever_has_the_file_locked_sends_until_it_ends(tmp_path: Path):
    one, two = Sender(str(tmp_path / "a.db")), Sender(str(tmp_path / "a.db"))
    assert one.take()
    assert not one.take()
    assert not two.take()
    one.release()
    assert two.take()
    assert (tmp_path / "a.db.sender").stat().st_mode & 0o777 == 0o600


def said(folder: Path, mark: str) -> bool:
    return (folder / f"{mark}.out").stat().st_size > 0


def test_senders_are_killed_at_random_and_no_note_is_lost_or_doubled(
    team: Team, tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    luck, kills = random.Random(first_seed), figure(3, 1_000)
    codes, chat = team.hires("ana"), team.chat()
    token = token_of(team, "ana", codes["ana"])
    with a_console(team, "ana", token, tmp_path) as first:
        first.does(SetPresence(Presence.AVAILABLE))
        until(lambda: all_settled(first) and chat in ids(first))

    def begin(mark: str) -> subprocess.Popen[bytes]:
        with open(tmp_path / f"{mark}.out", "wb") as out:
            words = [sys.executable, str(PROGRAM), str(tmp_path / "ana.db"), team.url, token, "ana", chat, mark]
            return subprocess.Popen(words, stdout=out, cwd=Path(__file__).parents[2])

    running = {mark: begin(mark) for mark in ("m0", "m1")}
    try:
        for k in range(kills):
            until(lambda: all(said(tmp_path, mark) for mark in running))
            sleep(luck.random())
            mark = luck.choice(sorted(running))
            os.kill(running[mark].pid, signal.SIGKILL)
            running.pop(mark).wait()
            running[f"m{k + 2}"] = begin(f"m{k + 2}")
        until(lambda: all(said(tmp_path, mark) for mark in running))
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    saved = [f"{file.stem} {line}" for file in tmp_path.glob("m*.out") for line in file.read_text().split()]
    assert len(saved) > kills
    with a_console(team, "ana", token, tmp_path) as last:
        until(lambda: not last.db.execute("SELECT 1 FROM outbox WHERE state IN ('ready', 'sending')").fetchone())
    told = bodies(team)
    print(f"{kills} kills, {len(saved)} notes saved, {len(told)} on the server")
    assert len(told) == len(set(told))
    assert set(saved) <= set(told)
    for mark in {each.split()[0] for each in told}:
        numbers = [int(each.split()[1]) for each in told if each.split()[0] == mark]
        assert numbers == list(range(len(numbers)))
    with team.db() as db:
        assert db.execute("SELECT presence FROM agent WHERE id = 'ana'").fetchone()[0] == "available"
