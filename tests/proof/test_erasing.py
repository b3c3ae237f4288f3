"""A contact who was erased is nowhere any more: server, log, index and every copy; and the chain still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentconsole.domain.agent import Presence
from agentconsole.domain.commands import Claim, Note, Open, Reply, Resolve
from agentconsole.domain.customer_commands import DescribeContact, EraseContact
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.products import Fact
from agentconsole.domain.team_commands import LimitQueues, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.store import drafts, own_drafts
from agentconsole.store.drafts import Visibility
from agentconsole.store.own_drafts import OwnDraft
from agentconsole.store.sqlite import open_store
from tests.cli.line import run
from tests.store.test_erased import SECRETS, left
from tests.support.postgres import a_workspace, opened, server
from tests.support.team_server import Team, a_team
from tests.sync.test_team_line import a_console, ids, token_of, until

MARA = IncomingContact("Mara", f"mara@{SECRETS[0]}.example")
TEXTS = (
    *("SELECT body FROM event_body", "SELECT body FROM message", "SELECT body FROM own_draft"),
    *("SELECT subject || facts || contact_name || last_line FROM conversation", "SELECT told || id FROM product"),
    *("SELECT id || name || email FROM contact", "SELECT body FROM receipt"),
)
"""Where on a server something of hers could stand."""


@dataclass
class Place:
    """A team with a lead and an agent, and how its store is proved."""

    team: Team
    codes: dict[str, str]
    database: tuple[str, ...]

    def ticket(self, who: IncomingContact, words: str) -> str:
        now = self.team.clock.now()
        said = IncomingMessage(Author.CONTACT, "reply", now, words)
        incoming = IncomingConversation("", "", "ticket", words, "", who, now, "waiting", (said,))
        number = str(self.team.does(Open(incoming), "ticket").conversation)
        assert self.team.does(Claim(number), "ana").is_accepted
        assert self.team.does(Reply(number, f"About {words}: done."), "ana").is_accepted
        return number

    def ends(self, number: str) -> None:
        assert self.team.does(Resolve(number), "ana").is_accepted

    def texts(self) -> str:
        with self.team.db() as db:
            return "\n".join(str(row[0]) for sql in TEXTS for row in db.execute(sql).fetchall())

    def is_whole(self) -> None:
        ran = run("--json", "server", "verify", *self.database)
        assert (ran.code, ran.err) == (0, ""), ran.out


@pytest.fixture(params=["sqlite", "postgresql"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    workspace = a_workspace()
    is_file = request.param == "sqlite"
    database = f"sqlite:///{tmp_path}/server.db" if is_file else server()
    with a_team(tmp_path, None if is_file else lambda: opened(workspace)) as team:
        codes = team.hires("ana", lead="mo")
        team.does(SetPresence(Presence.AVAILABLE), "ana")
        yield Place(team, codes, ("--database", database, *(() if is_file else ("--workspace", workspace))))


def test_a_contact_who_was_erased_is_nowhere_any_more(place: Place, tmp_path: Path):
    team, home = place.team, tmp_path / "home"
    home.mkdir()
    one, two = (place.ticket(MARA, f"{SECRETS[1]} number {n}") for n in (1, 2))
    other = place.ticket(IncomingContact("Li", "li@wei.example"), "a quota")
    assert team.does(DescribeContact(MARA, "billing", (Fact("domain", SECRETS[0]),)), "chat").is_accepted
    with team.db() as db:
        unsent = OwnDraft("t-9", "her other computer", one, Visibility.PUBLIC, SECRETS[1], team.clock.now())
        own_drafts.keep(db, "ana", unsent)
    with a_console(team, "ana", token_of(team, "ana", place.codes["ana"]), home) as ana:
        until(lambda: {one, two, other} <= set(ids(ana)), 40)
        ana.courier.save_draft(one, "public", f"and {SECRETS[1]} once more")
        ana.does(Note(two, f"She said {SECRETS[1]}."))
        until(lambda: not ana.courier.carried() and ana.courier.drafts_settled(), 40)
        assert all(left(home / "ana.db"))
        refused = team.does(EraseContact(one), "mo")
        assert (refused.is_accepted, refused.words) == (
            False,
            f"Not while #{one}, #{two} of theirs are open: end that first.",
        )
        for each in (one, two):
            place.ends(each)
        assert not team.does(EraseContact(one), "ana").is_accepted
        assert SECRETS[0] in place.texts()
        receipt = team.does(EraseContact(one), "mo")
        assert receipt.is_accepted, receipt.words
        until(lambda: left(home / "ana.db") == [0, 0], 60)
        assert set(ids(ana)) == {other}
    assert not any(secret in place.texts() for secret in SECRETS)
    with team.db() as db:
        assert [row[0] for row in db.execute("SELECT id FROM conversation").fetchall()] == [other]
        if not team.opens:
            until(lambda: left(team.store) == [0, 0], 60)
    place.is_whole()
    with team.signed_in("mo", place.codes["mo"]) as mo:
        (line,) = [each for each in mo.get("/v1/audit").json()["lines"] if each["kind"] == "contact.erased"]
    assert (line["actor"], line["words"]) == ("mo", f"erased a contact for good, and with them {one}, {two}")


def test_a_copy_that_begins_later_reads_past_it_and_a_lead_of_some_queues_may_not(place: Place, tmp_path: Path):
    team = place.team
    number = place.ticket(MARA, SECRETS[1])
    place.ends(number)
    team.does(LimitQueues("mo", ("support",)))
    refused = team.does(EraseContact(number), "mo")
    assert refused.words.startswith("Only a lead who sees every queue")
    assert team.does(EraseContact(number)).is_accepted, "whoever may write the store may do it"
    left_over = place.ticket(MARA, "back again")
    with team.db() as db, closing(open_store(tmp_path / "copy.db")) as copy:
        mirror.follow(copy, window(db, "", 0))
        assert [row[0] for row in copy.execute("SELECT id FROM conversation")] == [left_over]
    assert left(tmp_path / "copy.db")[1] == 0
    place.is_whole()


def test_what_was_sent_about_them_is_not_kept_to_be_sent_again(place: Place, tmp_path: Path):
    team = place.team
    number, other = place.ticket(MARA, "hers"), place.ticket(IncomingContact("Li", "li@wei.example"), "his")
    with a_console(team, "ana", token_of(team, "ana", place.codes["ana"]), tmp_path) as ana:
        until(lambda: {number, other} <= set(ids(ana)), 40)
        for each in (number, other):
            ana.does(Note(each, f"Called about {each}."))
            until(lambda: not ana.courier.carried(), 40)
        place.ends(number)
        assert team.does(EraseContact(number)).is_accepted
        until(lambda: number not in ids(ana), 40)
        assert [row[0] for row in ana.db.execute("SELECT lane FROM outbox ORDER BY created_ms")] == [other]
        assert drafts.of_actor(ana.db, team.url, "ana") == []
