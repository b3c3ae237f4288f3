"""`python -m tests.proof.live.histories [--seeds 1..10000]`: one history, embedded, and at servers on both databases.

Embedded, the engine answers in the console's own process; at a server an agent's commands go through the real route.
Receipts are compared to the byte, and afterwards every table the engine fills.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from types import SimpleNamespace

from agentconsole.clock import ManualClock
from agentconsole.domain.team.agent import Role
from agentconsole.engine.engine import Engine
from agentconsole.ids import seeded
from agentconsole.server import accounts, routes_commands, sessions
from agentconsole.server.office import Caller
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from agentconsole.wire import Envelope, to_wire
from tests.proof.live.place import a_place, arguments, open_at
from tests.proof.rounds import Came, play_rounds
from tests.store.test_postgres import recorded, rows

HOURS = 0.12
FILLED = (
    *("event_body", "event", "receipt", "tally", "tombstone", "agent", "contact", "conversation", "message"),
    *("chat_slot", "call_slot", "setting", "session", "account"),
)

History = list[tuple[int, Envelope]]


def emptied(db: Connection) -> Connection:
    """The store as new, for the next history."""
    with unit_of_work(db):
        for table in FILLED:
            db.execute(f"DELETE FROM {table}")
        db.execute(
            "UPDATE head SET epoch = 'the same', seq = 0, chain = ?, clock_ms = 0, next_number = 1001", (bytes(32),)
        )
    return db


def embedded(db: Connection, history: History, seed: int) -> list[str]:
    """What the engine answers."""
    clock = ManualClock(history[0][0])
    engine, told = Engine(db, clock, seeded(seed)), []
    for at, envelope in history:
        clock.advance(at - clock.now())
        try:
            told.append(engine.submit(envelope).text)
        except (ValueError, PermissionError) as error:
            told.append(type(error).__name__)
    return told


def at_a_server(db: Connection, history: History, seed: int) -> list[str]:
    """What the route answers to agents, and the engine to everybody else."""
    clock = ManualClock(history[0][0])
    ids, told = seeded(seed), []
    engine = Engine(db, clock, ids)
    office = SimpleNamespace(clock=clock, ids=ids, lasting=sessions.Lasting())
    callers: dict[str, Caller] = {}
    for at, envelope in history:
        clock.advance(at - clock.now())
        try:
            if routes_commands.may_send(envelope.command.kind) and envelope.actor in _team(db):
                caller = callers.get(envelope.actor) or _signs_in(db, envelope.actor, at, office.lasting)
                callers[envelope.actor] = caller
                answer = routes_commands._one(engine, office, db, caller, to_wire(envelope).encode())  # type: ignore[arg-type]
                told.append(answer.receipt if answer.status == 200 else f"{answer.status}")
            else:
                told.append(engine.submit(envelope).text)
        except (ValueError, PermissionError) as error:
            told.append(type(error).__name__)
    return told


def _team(db: Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT id FROM agent").fetchall()}


def _signs_in(db: Connection, name: str, now: int, lasting: sessions.Lasting) -> Caller:
    accounts.open_with_code(db, name, now)
    with unit_of_work(db):
        _, session = sessions.begin(db, name, "t-1", "", now, lasting)
    return Caller(name, Role.AGENT, session)


def compare(seed: int, here: Connection, sqlite: Connection, postgres: Connection) -> int:
    """How many commands the history had. Raises AssertionError where two differ."""
    history = recorded(seed, HOURS)
    for db in (here, sqlite, postgres):
        emptied(db)
    wanted = embedded(here, history, seed)
    refused = {"NotYours": "403", "IdReused": "422"}
    for db in (sqlite, postgres):
        told = at_a_server(db, history, seed)
        for (_, envelope), one, other in zip(history, wanted, told, strict=True):
            assert refused.get(one, one) == refused.get(other, other), f"seed {seed}: {envelope}\n{one}\n{other}"
        assert rows(db) == rows(here), f"seed {seed}: the rows differ"
    return len(history)


@contextmanager
def three_stores(address: str) -> Iterator[Callable[[int], int]]:
    """What compares one seed's history on the three of them: on each it begins with an empty store."""
    with ExitStack() as stack:
        here, sqlite = (stack.enter_context(closing(open_store(MEMORY))) for _ in range(2))
        postgres = stack.enter_context(closing(open_at(address)))
        yield lambda seed: compare(seed, here, sqlite, postgres)


def main() -> int:
    given = arguments(__doc__, "1..10000", engines=("postgres",))
    with (
        a_place("postgres", given.folder) as place,
        place.a_database() as (address, _),
        three_stores(address) as compared,
    ):
        return play_rounds("histories", given, lambda seed: Came({"commands": compared(seed)}))


if __name__ == "__main__":
    raise SystemExit(main())
