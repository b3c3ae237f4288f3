"""A contact who was erased is nowhere any more: server, log, index and every copy; and the chain still verifies."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentconsole.backends.rest import RestBackend
from agentconsole.cli.lines import fair_words
from agentconsole.domain.calls.commands import LogCall
from agentconsole.domain.commands import Claim, Command, Note, Open, Reply, Resolve, WrapUp
from agentconsole.domain.customer.commands import DescribeContact, EraseContact
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import LimitQueues, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.domain.words.wording import aside, places_of
from agentconsole.engine import mirror
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.ids import SystemIds, uuid7
from agentconsole.reports.fair import Judged, added_up, judged
from agentconsole.reports.reading import read_journeys
from agentconsole.server.snapshots import FOLDER
from agentconsole.store.own import drafts, own_drafts
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.outbox import find
from agentconsole.store.own.own_drafts import OwnDraft
from agentconsole.store.own.questions import Why, count_by_why
from agentconsole.store.sqlite import open_store
from agentconsole.sync.ageing import STALE
from agentconsole.sync.first_copy import bring
from agentconsole.sync.holding import hold
from agentconsole.sync.ledger import put_out
from agentconsole.wire import Envelope
from tests.cli.line import run
from tests.store.test_erased import SECRETS, left
from tests.support.postgres import a_workspace, opened, server
from tests.support.team_server import Team, a_team
from tests.sync.test_team_line import Console, a_console, ids, token_of, until

ADDRESS, WORDS = SECRETS
NAME, NUMBER = "Xwquvnamenswort", "49170555123987"
MARKS = (ADDRESS, WORDS, NAME, NUMBER)
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


def marks_in(folder: Path) -> set[tuple[str, str]]:
    """In which files below the folder something of hers stands, whatever the file is."""
    found = set()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            data = path.read_bytes() if path.is_file() else b""
            found |= {(path.name, mark) for mark in MARKS if mark[2:].encode() in data}
    return found


def marks_in_tables(team: Team) -> set[tuple[str, str]]:
    """The same of the tables of a server's store, all there are."""
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    found = set()
    with team.db() as db:
        names = [str(row[0]) for row in db.execute(tables).fetchall()] if team.opens else []
        for name in names:
            text = "\n".join(str(row[0]) for row in db.execute(f"SELECT t.*::text FROM {name} t").fetchall())
            found |= {(name, mark) for mark in MARKS if mark in text}
    return found


def packed(folder: Path) -> set[Path]:
    return set(folder.glob(f"{FOLDER}*/*.zst"))


def types_away_from_the_server(place: Place, store: Path, *commands: Command) -> None:
    """As on a train: what is sent is in the outbox of a console that is closed before it has a line."""
    now = place.team.clock.now()
    with closing(open_store(store)) as db:
        for command in commands:
            put_out(db, place.team.url, Envelope(uuid7(now), "ana", "t-2", command, now), now)


def test_whose_name_address_and_words_were_everywhere_is_named_in_no_file_any_more(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    for name in ("here", "there", "passing"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    team, here, there = place.team, tmp_path / "here", tmp_path / "there"
    her = IncomingContact(f"Mara {NAME}", f"mara@{ADDRESS}.example", NUMBER)
    one, two = (place.ticket(her, f"{WORDS} number {n}") for n in (1, 2))
    other = place.ticket(IncomingContact("Li", "li@wei.example"), "a quota")
    for who in (IncomingContact(NAME, her.email), IncomingContact(NAME, "", NUMBER)):
        assert team.does(DescribeContact(who, "billing", (Fact("domain", WORDS),)), "chat").is_accepted
    with team.db() as db:
        for where in (one, aside(one)):
            unsent = OwnDraft("t-9", "her other computer", where, Visibility.PUBLIC, WORDS, team.clock.now())
            own_drafts.keep(db, "ana", unsent)
    token = token_of(team, "ana", place.codes["ana"])
    with closing(RestBackend(team.url, token_of(team, "ana", "", "t-2"))) as line:
        bring(str(there / "ana.db"), line, "ana", lambda _: None)
    types_away_from_the_server(place, there / "ana.db", Note(one, f"typed on the train: {WORDS}"))
    with a_console(team, "ana", token, here) as ana:
        until(lambda: {one, two, other} <= set(ids(ana)) and own_drafts.elsewhere(ana.db, team.url, "ana", one), 40)
        for where in (*places_of(one), two):
            ana.courier.save_draft(where, "public", f"and {WORDS} once more")
        ana.does(Note(two, f"{NAME} said {WORDS}."))
        now = team.clock.now()
        ana.does(LogCall("incoming", NAME, NUMBER, now - 90_000, now - 30_000, WORDS, WORDS))
        until(lambda: not ana.courier.carried() and ana.courier.drafts_settled(), 40)
        assert packed(tmp_path / "passing")
        refused_as_she_is_named(place, ana, her)
        assert {mark for _, mark in marks_in(here)} == {mark for _, mark in marks_in(there)} | {NUMBER} == set(MARKS)
        (call,) = (each for each in closed(ana) if each not in (one, two, other))
        for each in (one, two):
            place.ends(each)
        ended = team.does(EraseContact(one), "mo")
        assert ended.is_accepted, ended.words
        assert team.does(EraseContact(call), "mo").is_accepted, "who is known by number alone is somebody else"
        until(lambda: not marks_in(here) and not packed(tmp_path / "passing"), 60)
        for where in places_of(two):
            ana.courier.save_draft(where, "public", f"still typing: {WORDS}")
        until(ana.courier.drafts_settled)
        assert not marks_in(here), "the editor was open all the while"
        told = fair_words.lines(judgements := judged_all(ana, team.url), added_up(judgements))
        assert len(judgements) > 3, "the receipts are all there"
        assert not any(mark in told + fair_words.as_csv(judgements) for mark in MARKS)
    with a_console(team, "ana", token_of(team, "ana", "", "t-2"), there) as away:
        until(lambda: not away.courier.carried() and away.courier.returned(), 40)
        assert [(each.words, each.text_back) for each in away.courier.returned()] == [
            (f"The contact of #{one} was erased for good, and everything of theirs.", "")
        ]
        until(lambda: not marks_in(there), 60)
    assert marks_in_tables(team) == set()
    assert digests_of(team, one, two, call) == {b""}
    until(lambda: not marks_in(tmp_path), 60)
    assert not any(mark in caplog.text for mark in MARKS)
    place.is_whole()


def refused_as_she_is_named(place: Place, ana: Console, her: IncomingContact) -> None:
    """Refusals that would like to say whom they are about: they are kept for as long as there are receipts."""
    team = place.team
    chats = [team.chat("hello", name) for name in (her.name, her.name, "Li")]
    for each in chats[:2]:
        assert team.does(Claim(each), "ana").is_accepted
    words = team.does(Claim(chats[2]), "ana").words
    assert words == f"You hold two chats: #{chats[0]}, #{chats[1]}."
    until(lambda: set(chats) <= set(ids(ana)), 40)
    now = team.clock.now()
    for command in (Claim(chats[2]), Reply(chats[0], f"over {WORDS}", seen=0)):
        ana.courier.hand_over(Envelope(uuid7(now), "ana", "t-1", command, now))
    until(lambda: not ana.courier.carried(), 40)
    for each in chats[:2]:
        assert team.does(WrapUp(each, "done"), "ana").is_accepted
    assert team.does(EraseContact(chats[0]), "mo").is_accepted


def digests_of(team: Team, *conversations: str) -> set[bytes]:
    """Whoever guesses few words can prove by a digest of them that they were said."""
    marks = ", ".join("?" * len(conversations))
    sql = f"SELECT fp FROM receipt WHERE conv_id IN ({marks}) AND kind <> ?"
    with team.db() as db:
        return {bytes(row[0]) for row in db.execute(sql, (*conversations, EraseContact.kind)).fetchall()}


def closed(console: Console) -> list[str]:
    return [row[0] for row in console.db.execute("SELECT id FROM conversation WHERE open = 0 AND source = 'log'")]


def judged_all(console: Console, server: str) -> list[Judged]:
    return [judged(journey, ()) for journey in read_journeys(console.db, server, "ana")]


def test_what_is_sent_again_after_its_contact_was_erased_has_the_receipt_it_had(place: Place):
    team = place.team
    number = place.ticket(MARA, "hers")
    now = team.clock.now()
    note = Envelope(uuid7(now), "ana", "t-1", Note(number, "called"), now)
    with team.db() as db:
        first = Engine(db, team.clock, SystemIds()).submit(note)
        place.ends(number)
        assert team.does(EraseContact(number)).is_accepted
        again = Engine(db, team.clock, SystemIds()).submit(note)
    assert (again.text, again.replayed) == (first.text, True)


def test_nobody_is_asked_any_more_whether_words_to_them_are_still_to_be_sent(place: Place, tmp_path: Path):
    team, now = place.team, place.team.clock.now()
    number = place.ticket(MARA, "hers")
    note = Envelope(uuid7(now), "ana", "t-1", Note(number, WORDS), now)
    with closing(open_store(tmp_path / "copy.db")) as copy:
        put_out(copy, team.url, note, now)
        hold(copy, find(copy, note.id), Why.TOO_OLD, "Still send it?", now, now)
        assert count_by_why(copy, team.url, "ana") == {Why.TOO_OLD: 1}
        place.ends(number)
        assert team.does(EraseContact(number)).is_accepted
        with team.db() as db:
            mirror.follow(copy, window(db, "", 0))
        assert count_by_why(copy, team.url, "ana") == {}
    assert left(tmp_path / "copy.db") == [0, 0]


def test_words_to_them_that_have_become_too_old_since_are_not_kept_to_be_asked_about(place: Place, tmp_path: Path):
    team, store = place.team, tmp_path / "ana.db"
    number = place.ticket(MARA, "hers")
    token = token_of(team, "ana", place.codes["ana"])
    with closing(RestBackend(team.url, token)) as line:
        bring(str(store), line, "ana", lambda _: None)
    types_away_from_the_server(place, store, Reply(number, f"typed on the train: {WORDS}"))
    with closing(open_store(store)) as db:
        db.execute("UPDATE outbox SET created_ms = created_ms - ?", (STALE + 60_000,))
    place.ends(number)
    assert team.does(EraseContact(number), "mo").is_accepted
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: not ana.courier.carried() and ana.courier.returned(), 40)
        assert ana.workspace.questions() == ()
    with closing(open_store(store)) as db:
        assert WORDS not in str(db.execute("SELECT wire FROM outbox").fetchall())


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
