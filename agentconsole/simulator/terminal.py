"""A terminal without its screens: the outbox, courier and line of a real console, signed in to a running server."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import Clock, ServerClock
from agentconsole.domain.commands import Command
from agentconsole.domain.values import dataclass
from agentconsole.ids import Ids
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

_HELD = "SELECT state, count(*) FROM outbox GROUP BY state"
_RECEIPTS = "SELECT body FROM my_receipt"
_UNDER_WAY = "SELECT 1 FROM outbox WHERE state IN ('ready', 'sending', 'uncertain') LIMIT 1"
BEHIND_SECONDS = 60.0
"""How long the copy may need for what a receipt speaks of."""
_AHEAD = "SELECT 1 FROM my_receipt WHERE json_extract(body, '$.seq') > (SELECT seq FROM head WHERE ws = 1) LIMIT 1"


@dataclass(frozen=True, slots=True)
class Account:
    """What a terminal holds: how its commands ended, and receipts that the log does not bear out."""

    ended: dict[str, int]
    receipts: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terminal:
    """One agent's; everything here belongs to the thread that opened it."""

    agent: str
    workspace: Workspace
    courier: TeamCourier
    db: sqlite3.Connection
    clock: Clock

    def does(self, command: Command) -> str:
        """The command's id. Raises Refused when the rules say no here already."""
        return self.workspace.perform(command)

    @property
    def is_settled(self) -> bool:
        """Whether every command has come to its end, reports nobody pressed among them, and what the receipts speak of
        is here: that of a report comes before its event does."""
        return not self.courier.carried() and not any(self.db.execute(sql).fetchone() for sql in (_UNDER_WAY, _AHEAD))

    def account(self) -> Account:
        """Checks every receipt it holds against its copy of the log, which was checked against the chain as it came.

        Both are read at one instant at which the copy has caught up with the receipts: a line that goes on failing
        makes the console report it, and the receipt of that may be here before its event.
        """
        last = monotonic() + BEHIND_SECONDS
        while True:
            with _one_instant(self.db):
                if monotonic() > last or not self.db.execute(_AHEAD).fetchone():
                    return self._account()
            sleep(0.05)

    def _account(self) -> Account:
        hashes = {seq: bytes(digest).hex() for seq, digest in self.db.execute("SELECT seq, hash FROM event")}
        held = [json.loads(row[0]) for row in self.db.execute(_RECEIPTS)]
        wrong = tuple(
            f"{self.agent}'s receipt of {each['id']} is not borne out by the log at #{each['seq']}"
            for each in held
            if each["seq"] and hashes.get(each["seq"]) != each["hash"]
        )
        return Account(dict(self.db.execute(_HELD)), len(held), wrong)


@contextmanager
def _one_instant(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


@contextmanager
def a_terminal(
    url: str, agent: str, token: str, folder: Path, base: Clock, ids: Ids, ca_file: str = ""
) -> Iterator[Terminal]:
    """Copies the team's log into a file in the folder and works until the block ends.

    Raises BackendError when the server cannot be reached at first, LookupError when it knows nobody so.
    """
    store, clock = folder / f"{agent}.db", ServerClock(base)

    def reach() -> RestBackend:
        return RestBackend(url, token, ca_file, lambda heard: clock.hear(heard.server_ms, heard.took_ms))

    with closing(open_store(store)) as writing, closing(reach()) as first:
        copy_until_known(writing, first, agent, lambda _: None)
    with closing(open_store(store, read_only=True)) as db:
        courier = TeamCourier(Posted(lambda: open_store(store), agent, clock, ids, url), reach)
        workspace = Workspace(Desk(db, agent, clock, courier, url), ids, f"{agent}-simulated")
        courier.start()
        try:
            yield Terminal(agent, workspace, courier, db, clock)
        finally:
            courier.stop()
