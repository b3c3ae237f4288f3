"""I-8 with queues that not everybody sees: whatever is granted, revoked and moved, a copy is what its agent may see."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Command, Link, Note, Open, Receive, Release, Reply, Resolve, Transfer
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.personal import MAY_BE_PERSONAL, owner_of
from agentconsole.domain.saved_views import RemoveView, SaveView
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, LimitQueues, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.engine import mirror
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.engine.logged import OutOfReach, Window
from agentconsole.engine.personal_log import OWNED
from agentconsole.engine.sight import read_sight
from agentconsole.engine.snapshot_adopt import adopt
from agentconsole.engine.snapshot_build import build
from agentconsole.engine.snapshot_check import check
from agentconsole.engine.snapshot_renew import renew
from agentconsole.engine.verify import verify
from agentconsole.ids import SeededIds
from agentconsole.store.connection import Connection
from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import queues_of
from agentconsole.sync.own_things import bring as bring_own
from agentconsole.wire import Envelope, event_from
from tests.server.test_personal import Beside
from tests.support.engines import ENGINES, a_store_on
from tests.support.full_text import index_agrees
from tests.support.sight import fetched, rows_of, visible

QUEUES = ("support", "billing", "domains")
AGENTS = ("ana", "bo", "lea")
CONTACTS = 6
NOW = 1_763_780_400_000


class History:
    """A team's life by a seed, on whatever store is given."""

    def __init__(self, db: Connection, seed: int) -> None:
        self.db, self.luck = db, random.Random(seed)
        self.clock, self.ids = ManualClock(NOW), SeededIds(seed)
        self.outcomes: Counter[str] = Counter()
        for name in AGENTS:
            self.does(AddAgent(name, name.capitalize(), Role.LEAD if name == "lea" else Role.AGENT))
            self.does(SetPresence(Presence.AVAILABLE), name)

    def does(self, command: Command, actor: str = "system") -> Any:
        self.clock.advance(self.luck.randrange(5_000))
        now = self.clock.now()
        envelope = Envelope(self.ids.command_id(now), actor, "t", command, now)
        receipt = Engine(self.db, self.clock, self.ids).submit(envelope).receipt
        self.outcomes[receipt.code or command.kind] += 1
        return receipt

    def step(self) -> None:
        luck, number = self.luck, self.clock.now()
        known = [row[0] for row in self.db.execute("SELECT id FROM conversation ORDER BY id").fetchall()]
        if not known or luck.random() < 0.12:
            self.does(Open(self.coming(number), luck.choice(QUEUES)), "chat")
            return
        one, agent = luck.choice(known), luck.choice(AGENTS)
        holder = self.db.execute("SELECT assignee FROM conversation WHERE id = ?", (one,)).fetchone()[0] or agent
        commands: list[tuple[Command, str]] = [
            *[(Claim(one), agent)] * 5,
            (Release(one), holder),
            (Reply(one, f"reply {number} of {one}"), holder),
            (Note(one, f"note {number} of {one}"), agent),
            (Receive(one, f"word {number} of {one}"), "chat"),
            *[(Transfer(one, to_queue=luck.choice(QUEUES)), holder)] * 5,
            (Transfer(one, to_agent=luck.choice(AGENTS)), holder),
            (Link(one, luck.choice(known)), agent),
            (Resolve(one), holder),
            *[(self.told(number), "system")] * 2,
            (self.kept(number, is_shared=agent == "lea" and luck.random() < 0.5), agent),
        ]
        if luck.random() < 0.02:
            only = tuple(luck.sample(QUEUES, luck.randrange(len(QUEUES))))
            self.does(LimitQueues(luck.choice(AGENTS[:2]), only))
        else:
            self.does(*luck.choice(commands))

    def kept(self, number: int, *, is_shared: bool) -> Command:
        """A response or a view that is kept or goes, of the agent's own or the team's."""
        name, luck = f"n{self.luck.randrange(3)}", self.luck
        return luck.choice(
            (
                SaveCanned(name, f"kept {number}", is_shared),
                RemoveCanned(name, is_shared),
                SaveView(name, f"kept{number}", is_shared),
                RemoveView(name, is_shared),
            )
        )

    def told(self, number: int) -> DescribeContact:
        """What a house's system says of a contact, or of somebody who never wrote, or that it says nothing more."""
        luck, who = self.luck, self.luck.randrange(CONTACTS + 2)
        facts = tuple(Fact("domain", f"secret{number}-{n}.example") for n in range(luck.randrange(3)))
        return DescribeContact(IncomingContact("", f"c{who}@shop.example"), luck.choice(("billing", "dns")), facts)

    def coming(self, number: int) -> IncomingConversation:
        luck, who = self.luck, self.luck.randrange(CONTACTS)
        channel = luck.choice(("chat", "chat", "ticket"))
        said = (IncomingMessage(Author.CONTACT, "reply", number, f"hello {number}"),)
        phone = luck.choice(("", f"+49 30 {who}"))
        contact = IncomingContact(f"Contact {luck.randrange(3)}", f"c{who}@shop.example", phone)
        return IncomingConversation("w", f"x{number}", channel, "subject", "", contact, number, "waiting", said)


@dataclass
class Console:
    """One agent's copy, which asks for pages as a line does."""

    name: str
    path: Path
    db: sqlite3.Connection
    anew: int = 0
    reasons: set[str] = field(default_factory=set)

    def pull(self, source: Connection, limit: int) -> bool:
        """One page; whether there are more."""
        indexing.small_first(self.db)
        try:
            news = window(source, *mirror.place(self.db), limit, read_sight(source, self.name))
            mirror.follow(self.db, msgspec.json.decode(msgspec.json.encode(news), type=Window))
        except OutOfReach as out:
            self.reasons.add(out.reason)
            self.begin_anew(source)
            return True
        return news.more

    def begin_anew(self, source: Connection) -> None:
        self.anew += 1
        snapshot = str(self.path.with_suffix(".snapshot"))
        build(source, snapshot, read_sight(source, self.name).queues)
        check(snapshot, self.name)
        renew(self.db, snapshot, lambda _: None)
        assert bring_own(self.db, Beside(source, self.name), self.name)


@dataclass
class Desk:
    history: History
    consoles: list[Console]

    def quiet(self) -> None:
        """Everybody hears everything; then every copy is what its agent may see, and proves itself."""
        unseen = fetched(self.history.db, HELD_UNSEEN)
        assert unseen == []
        for console in self.consoles:
            while console.pull(self.history.db, 500):
                pass
            assert rows_of(console.db, console.name) == visible(self.history.db, console.name), console.name
            others = [fetched(console.db, f"SELECT owner FROM {table} WHERE owner <> ''") for table in OWNED]
            assert {owner for rows in others for (owner,) in rows} <= {console.name}
            assert texts(console.db) <= allowed_texts(self.history.db, console.name), console.name
            assert verify(console.db).faults == (), console.name
            while indexing.step(console.db):
                pass
            assert index_agrees(console.db)


HELD_UNSEEN = (
    "SELECT id FROM conversation c WHERE open = 1 AND assignee <> '' AND EXISTS (SELECT 1 FROM agent_queue q "
    "WHERE q.agent_id = c.assignee) AND queue NOT IN (SELECT queue FROM agent_queue q WHERE q.agent_id = c.assignee)"
)


def texts(db: Connection) -> set[str]:
    """Every event's text a copy has."""
    return {row[0] for row in db.execute("SELECT body FROM event_body").fetchall()}


def allowed_texts(db: Connection, name: str) -> set[str]:
    """The texts of all events of what the agent may see now, and of the team's."""
    queues = queues_of(db, name)
    seen = {row[0] for row in fetched(db, "SELECT id, queue FROM conversation") if not queues or row[1] in queues}
    sql = "SELECT e.conv_id, e.type, b.body FROM event e JOIN event_body b ON b.seq = e.seq"
    own = {body for conv_id, kind, body in fetched(db, sql) if kind in MAY_BE_PERSONAL and not is_for(name, kind, body)}
    for_all = {body for conv_id, kind, body in fetched(db, sql) if not conv_id and kind != ContactDescribed.type} - own
    told = {body for _, kind, body in fetched(db, sql) if kind == ContactDescribed.type and not queues}
    return for_all | told | {body for conv_id, _, body in fetched(db, sql) if conv_id in seen}


def is_for(name: str, kind: str, body: str) -> bool:
    return owner_of(event_from(kind, body)) in ("", name)


@pytest.fixture(params=ENGINES)
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Connection]:
    made = a_store_on(request.param, tmp_path / "team.db")
    with closing(made) as db:
        yield db


def a_desk(stack: ExitStack, store: Connection, folder: Path, seed: int) -> Desk:
    consoles = []
    for name in AGENTS:
        path = folder / f"{name}.db"
        consoles.append(Console(name, path, stack.enter_context(closing(open_store(path)))))
    return Desk(History(store, seed), consoles)


def test_a_copy_is_what_its_agent_may_see_whatever_is_granted_revoked_and_moved(
    store: Connection, tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    print("seed", first_seed)
    with ExitStack() as stack:
        desk = a_desk(stack, store, tmp_path, first_seed)
        luck, gaps = random.Random(first_seed), 0
        desk.history.does(LimitQueues("ana", ("support",)))
        for n in range(figure(260, 20_000)):
            desk.history.step()
            for console in desk.consoles:
                if luck.random() < 0.25:
                    console.pull(store, luck.choice((1, 2, 7, 500)))
                # A copy that is begun anew for an agent who sees everything by then has none any more.
                gaps += console.db.execute("SELECT count(*) FROM gap").fetchone()[0]
            if n % 60 == 59:
                desk.quiet()
        desk.quiet()
        print(desk.history.outcomes, [each.anew for each in desk.consoles])
        assert desk.history.outcomes["unknown_conversation"] > 0
        assert sum(each.anew for each in desk.consoles) > 0
        assert gaps > 0
        assert {reason for each in desk.consoles for reason in each.reasons} == {"scope"}


def test_what_comes_into_sight_arrives_whole_and_what_goes_is_gone(tmp_path: Path):
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(tmp_path / "team.db")))
        desk = a_desk(stack, store, tmp_path, 3)
        team, ana = desk.history, desk.consoles[0]
        team.does(LimitQueues("ana", ("support",)))
        desk.quiet()
        anew = ana.anew
        hidden = team.does(Open(team.coming(1), "billing"), "chat").conversation
        team.does(Note(hidden, "the card number is secret"), "bo")
        desk.quiet()
        assert ana.db.execute("SELECT count(*) FROM conversation").fetchone() == (0,)
        assert "secret" not in "".join(texts(ana.db))
        team.does(Claim(hidden), "bo")
        team.does(Transfer(hidden, to_queue="support"), "bo")
        desk.quiet()
        assert ana.db.execute("SELECT body FROM message WHERE kind = 'note'").fetchall() == [
            ("the card number is secret",)
        ]
        ana.db.execute("INSERT INTO draft VALUES ('s', 'ana', ?, 'public', 'my words', 0, 0)", (hidden,))
        team.does(Claim(hidden), "ana")
        team.does(Reply(hidden, "a secret answer"), "ana")
        team.does(Transfer(hidden, to_queue="billing"), "ana")
        desk.quiet()
        for table in ("conversation", "message", "contact", "chat_slot"):
            assert ana.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert "secret" not in "".join(texts(ana.db))
        assert ana.db.execute("SELECT body FROM draft").fetchall() == [("my words",)]
        # All of it by the feed alone.
        assert ana.anew == anew


def test_a_past_that_cannot_be_told_any_more_comes_as_rows(tmp_path: Path):
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(tmp_path / "team.db")))
        desk = a_desk(stack, store, tmp_path, 4)
        team, ana = desk.history, desk.consoles[0]
        team.does(LimitQueues("ana", ("support",)))
        hidden = team.does(Open(team.coming(1), "billing"), "chat").conversation
        desk.quiet()
        anew = ana.anew
        store.execute("DELETE FROM event_body WHERE seq IN (SELECT min(seq) FROM event WHERE conv_id = ?)", (hidden,))
        team.does(Claim(hidden), "bo")
        team.does(Transfer(hidden, to_queue="support"), "bo")
        while ana.pull(store, 500):
            pass
        assert rows_of(ana.db, "ana") == visible(store, "ana")
        assert ana.anew == anew + 1
        assert ana.db.execute("SELECT id FROM conversation").fetchall() == [(hidden,)]


def test_a_first_copy_of_some_queues_is_adopted_as_a_file(store: Connection, tmp_path: Path):
    history = History(store, 5)
    for _ in range(80):
        history.step()
    history.does(LimitQueues("ana", ()))
    for each in store.execute("SELECT id FROM conversation WHERE assignee = 'ana' AND open = 1").fetchall():
        history.does(Release(each[0]), "ana")
    queues = next((q for q in QUEUES if history.does(LimitQueues("ana", (q,))).is_accepted), "")
    assert queues
    path = tmp_path / "ana.db"
    build(store, str(tmp_path / "snapshot"), frozenset({queues}))
    check(str(tmp_path / "snapshot"), "ana")
    adopt(str(tmp_path / "snapshot"), str(path))
    with closing(open_store(path)) as db:
        assert rows_of(db, "ana") == visible(store, "ana")
        assert verify(db).is_clean
