"""Two leads, two agents, one chat, the same moment, on both engines: one wins, the others are told, no third chat."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest

from agentconsole.domain.commands import Claim, Command, Release, Reply, Resolve
from agentconsole.domain.leads.commands import AcceptOffer, CancelHandBack, HandBack, Offer, SeenSummary, TakeOver
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, ReassignAll, SetPresence
from agentconsole.engine.receipts import Receipt
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreBusy
from agentconsole.store.sqlite import open_store
from tests.store.test_postgres import a_chat, does
from tests.support.postgres import a_workspace, opened

AGENTS, LEADS = ("ana", "bo"), ("lea", "mo")
Open = Callable[[], Connection]
Figure = Callable[[int, int], int]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens one more connection, for the thread that asks, to a store with two agents and two leads."""
    workspace = a_workspace()

    def open_it() -> Connection:
        return open_store(tmp_path / "store.db") if request.param == "sqlite" else opened(workspace)

    with closing(open_it()) as db:
        for name in (*AGENTS, *LEADS):
            does(db, AddAgent(name, name.capitalize(), Role.LEAD if name in LEADS else Role.AGENT))
            does(db, SetPresence(Presence.AVAILABLE), name)
    return open_it


@pytest.fixture
def db(store: Open) -> Iterator[Connection]:
    with closing(store()) as own:
        yield own


def at_once(open_it: Open, *given: tuple[str, Command]) -> list[tuple[str, str]]:
    """The commands given from threads of their own in the same moment: outcome and code of each."""
    gate, told = Barrier(len(given)), [("", "")] * len(given)

    def give(n: int, actor: str, command: Command) -> None:
        with closing(open_it()) as own:
            gate.wait()
            receipt = patiently(own, command, actor)
        told[n] = receipt.outcome.value, receipt.code

    threads = [Thread(target=give, args=(n, *each)) for n, each in enumerate(given)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def patiently(own: Connection, command: Command, actor: str) -> Receipt:
    while True:
        try:
            return does(own, command, actor)
        except StoreBusy:
            continue


def test_of_two_leads_one_wins_and_the_other_is_told_who(store: Open, db: Connection, figure: Figure):
    winners = Counter[str]()
    chat = a_chat(db)
    does(db, Claim(chat), "ana")
    for _ in range(figure(8, 300)):
        told = at_once(store, ("lea", TakeOver(chat)), ("mo", TakeOver(chat)))
        assert sorted(told) == [("accepted", ""), ("refused", "taken_over")]
        winner = LEADS[[outcome for outcome, _ in told].index("accepted")]
        winners[winner] += 1
        assert holder(db, chat) == winner
        does(db, HandBack(chat, "agreed"), winner)
        does(db, SeenSummary(chat), "ana")
    assert holder(db, chat) == "ana"


def test_a_take_over_and_the_agents_reply_end_with_one_of_two_truths(store: Open, db: Connection, figure: Figure):
    """Either the reply was first, or it is refused with the lead's name: never both, never neither."""
    chat = a_chat(db)
    does(db, Claim(chat), "ana")
    for n in range(figure(8, 300)):
        said, taken = at_once(store, ("ana", Reply(chat, f"word {n}")), ("lea", TakeOver(chat)))
        assert taken == ("accepted", "")
        assert said in (("accepted", ""), ("refused", "taken_over"))
        (kept,) = db.execute(
            "SELECT count(*) FROM message WHERE kind = 'reply' AND body = ?", (f"word {n}",)
        ).fetchone()
        assert kept == (said[0] == "accepted")
        does(db, HandBack(chat, "agreed"), "lea")
        does(db, SeenSummary(chat), "ana")


def test_a_freed_slot_goes_to_what_waited_for_it_and_not_to_who_was_quick(store: Open, db: Connection, figure: Figure):
    taken, held, other, tempting = (a_chat(db, name) for name in ("Ada", "Bea", "Cleo", "Dora"))
    does(db, Claim(taken), "ana")
    for _ in range(figure(6, 200)):
        does(db, TakeOver(taken), "lea")
        for each in (held, other):
            does(db, Claim(each), "ana")
        does(db, HandBack(taken, "agreed"), "lea")
        assert holder(db, taken) == "lea"
        freed, claimed = at_once(store, ("ana", Release(held)), ("ana", Claim(tempting)))
        assert freed == ("accepted", "")
        assert claimed == ("refused", "at_capacity")
        assert holder(db, taken) == "ana"
        does(db, SeenSummary(taken), "ana")
        does(db, Release(other), "ana")


def test_whatever_everybody_does_at_once_there_is_one_holder_and_no_third_chat(
    store: Open, db: Connection, figure: Figure, first_seed: int
):
    chats = [a_chat(db, name) for name in ("Ada", "Bea", "Cleo", "Dora", "Eve")]
    for seed in range(first_seed, first_seed + 100, 10):
        everybody_at_once(store, db, chats, figure(40, 3_000), seed)
        (given,) = db.execute("SELECT count(*) FROM event WHERE type = 'conversation.taken_over'").fetchone()
        # Forty wishes each may come to no take-over at all, and would say nothing then.
        if given:
            break
    assert given > 0


def everybody_at_once(store: Open, db: Connection, chats: list[str], wishes_each: int, seed: int) -> None:
    workers = [
        Thread(target=at_work, args=(store, name, chats, wishes_each, seed + n))
        for n, name in enumerate((*AGENTS, *LEADS))
    ]
    for worker in workers:
        worker.start()
    looks = 0
    while any(worker.is_alive() for worker in workers):
        looks += 1
        assert_one_holder_each(db)
    assert_one_holder_each(db)
    assert looks > 0


def at_work(open_it: Open, name: str, chats: list[str], wishes_each: int, seed: int) -> None:
    luck = random.Random(seed)
    with closing(open_it()) as own:
        for _ in range(wishes_each):
            patiently(own, luck.choice(wishes(name, luck.choice(chats), luck)), name)


def wishes(name: str, chat: str, luck: random.Random) -> list[Command]:
    given: list[Command] = [Claim(chat), Release(chat), Reply(chat, "hello"), SeenSummary(chat), AcceptOffer(chat)]
    given += [Resolve(chat)] if luck.random() < 0.1 else []
    if name in LEADS:
        given += [TakeOver(chat), TakeOver(chat), HandBack(chat, "agreed"), HandBack(chat, "agreed", to_queue=True)]
        given += [CancelHandBack(chat), Offer(chat, luck.choice(AGENTS))]
        given += [ReassignAll(luck.choice(AGENTS), "ill")] if luck.random() < 0.2 else []
    return given


def assert_one_holder_each(db: Connection) -> None:
    """In one look: active chats and chat slots say the same, and nobody has a third."""
    sql = (
        "SELECT c.id, c.status, c.assignee, coalesce(s.agent_id, ''), (SELECT count(*) FROM chat_slot o "
        "WHERE o.agent_id = c.assignee) FROM conversation c LEFT JOIN chat_slot s ON s.conv_id = c.id"
    )
    for own, status, assignee, slot, held in db.execute(sql).fetchall():
        assert (slot == assignee != "") if status == "active" else not slot, (own, status, assignee, slot)
        assert held <= 2
        assert status != "waiting" or not assignee


def holder(db: Connection, chat: str) -> str:
    return str(db.execute("SELECT assignee FROM conversation WHERE id = ?", (chat,)).fetchone()[0])
