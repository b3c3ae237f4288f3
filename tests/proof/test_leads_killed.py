"""A lead's console is killed at each step of coming in, taking over and giving back: always in one pair of hands.

No slot leaks, no word is lost, and whoever else works on it is told how it stands.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from time import sleep

import pytest

from agentconsole.domain.commands import Claim
from agentconsole.domain.leads.commands import HandInText, SeenSummary
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from tests.proof.lead_at_work import IN_TWO, LEAD, STEPS, work
from tests.proof.ten_minutes.findings import check_store
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team
from tests.sync.test_team_line import Console, a_console, all_settled, token_of, until

FORKS = get_context("forkserver")
"""Each console is forked from a process that has loaded everything."""
FORKS.set_forkserver_preload([work.__module__])
WORDS = "Dear Mara, we will"
LATEST = 0.06
"""Seconds after the key at which the console is killed at the latest: it has been answered by then, often."""


class NobodysOrTwice(AssertionError):
    """The conversation is in nobody's hands, or a slot and its holder differ."""


class Play:
    """One chat between ana, whose console runs, and mo, whose console is killed."""

    def __init__(self, team: Team, folder: Path, ana: Console, token: str, pick: Random) -> None:
        self.team, self.ana, self._pick = team, ana, pick
        self._store = folder / "mo.db"
        self._token, self._tag = token, 0
        self.chat = team.chat()
        ana.does(SetPresence(Presence.AVAILABLE))
        until(lambda: ana.db.execute("SELECT 1 FROM conversation WHERE id = ?", (self.chat,)).fetchone())
        ana.does(Claim(self.chat))
        until(lambda: all_settled(ana) and ana.workspace.row(self.chat).assignee == "ana")
        ana.workspace.drafts.save(self.chat, "public", WORDS)

    @contextmanager
    def _console(self, step: str) -> Iterator[tuple[BaseProcess, Connection]]:
        """A console that does the step, and what it says."""
        said, say = FORKS.Pipe(duplex=False)
        given = (self.team.url, self._token, str(self._store), step, self.chat, f"tag{self._tag}")
        console = FORKS.Process(target=work, args=(say, *given))
        with said:
            with say:
                console.start()
            yield console, said
            console.join()

    def killed_at(self, step: str) -> None:
        """The step is begun by a console that does not see its end; then another one goes on where it was."""
        self._tag += 1
        with self._console(step) as (console, said):
            assert said.recv() == "pressed"
            sleep(self._pick.uniform(0, LATEST))
            console.kill()
        self.look(step)
        with self._console("settle") as (_, said):
            assert said.recv() == "settled", step
        self.look(step)
        self.told(step)

    def rows(self, sql: str, *values: object) -> list[tuple]:
        with self.team.db() as db:
            return [tuple(row) for row in db.execute(sql, values).fetchall()]

    @property
    def holder(self) -> str:
        return str(self.rows("SELECT assignee FROM conversation WHERE id = ?", self.chat)[0][0])

    def look(self, step: str) -> None:
        """At the authority, whatever the moment. Raises NobodysOrTwice."""
        with self.team.db() as db:
            found = db.execute(
                "SELECT c.assignee, s.agent_id FROM conversation c LEFT JOIN chat_slot s ON s.conv_id = c.id "
                "WHERE c.id = ?",
                (self.chat,),
            ).fetchall()
            slots = db.execute("SELECT count(*) FROM chat_slot").fetchone()[0]
        pairs = [tuple(row) for row in found]
        if pairs not in ([("ana", "ana")], [(LEAD, LEAD)]) or slots != 1:
            raise NobodysOrTwice(f"{step}: holder and slot are {pairs}, with {slots} slots")

    def told(self, step: str) -> None:
        """Everything pressed has one end, the other console shows the same hands, and ana's words are somewhere."""
        with closing(sqlite3.connect(self._store)) as mine:
            out = mine.execute("SELECT command_id, state FROM outbox").fetchall()
        given = dict(self.rows("SELECT command_id, outcome FROM receipt WHERE actor = ?", LEAD))
        for command_id, state in out:
            assert state in ("accepted", "refused", "expired"), f"{step}: {state}"
            assert (state == "accepted") == (given.get(command_id) == "accepted"), f"{step}: {state} here"
        until(lambda: self.ana.workspace.row(self.chat).assignee == self.holder)
        assert WORDS in self.ana.workspace.drafts.text(self.chat, "public"), step

    def hand_in(self) -> None:
        """As her console does it when it sees the take-over and her words did not come along."""
        came = "SELECT 1 FROM message WHERE voice IN ('along', 'unsent') AND body = ?"
        if not self.rows(came, WORDS):
            self.ana.does(HandInText(self.chat, WORDS))
            until(lambda: all_settled(self.ana))
            assert self.rows(came, WORDS)

    def whole_round(self, steps: tuple[str, ...] = STEPS) -> None:
        """Every step once; what was not done because its console died too soon is done after all."""
        for step in steps:
            self.killed_at(step)
            if step == "take_over":
                while self.holder != LEAD:
                    self.killed_at(step)
                self.hand_in()
            if step == "hand_back":
                while self.holder == LEAD:
                    self.killed_at(step)
        until(lambda: self.ana.workspace.conversation(self.chat).conversation.oversight.summary)
        self.ana.does(SeenSummary(self.chat))
        until(lambda: all_settled(self.ana))


@pytest.fixture(params=ENGINES)
def play(tmp_path: Path, request: pytest.FixtureRequest, first_seed: int) -> Iterator[Play]:
    with a_team_on(request.param, tmp_path) as team:
        codes = team.hires("ana", lead=LEAD)
        lead = token_of(team, LEAD, codes[LEAD])
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
            yield Play(team, tmp_path, ana, lead, Random(first_seed))


@pytest.mark.slow
def test_a_leads_console_that_dies_at_any_step_leaves_it_in_one_pair_of_hands(play: Play, figure, tmp_path: Path):
    for _ in range(figure(1, 40)):
        play.whole_round()
    with play.team.db() as db:
        assert not check_store(db, tmp_path / "copy.db")


@pytest.mark.slow
def test_a_hand_back_made_of_two_steps_would_be_found_out(play: Play):
    play.killed_at("take_over")
    while play.holder != LEAD:
        play.killed_at("take_over")
    with pytest.raises(NobodysOrTwice):
        play.whole_round((IN_TWO,) * 20)
