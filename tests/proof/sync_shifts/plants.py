"""Bugs planted in sync, by name: each must make a shift fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from unittest.mock import patch

from agentconsole.backends.base import NotSignedIn
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine import engine, mirror, snapshot_renew
from agentconsole.engine.logged import Window
from agentconsole.engine.sight import Sight
from agentconsole.ids import seeded
from agentconsole.store.own import outbox
from agentconsole.store.own.outbox import State
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync import first_copy, ledger, rewinding, team_ledger
from agentconsole.sync.line import Line
from agentconsole.wire import from_wire, to_wire
from tests.proof.sync_shifts.air import Air, AirBackend
from tests.proof.sync_shifts.console import StillCourier
from tests.proof.sync_shifts.server import Server

Plant = Callable[[], AbstractContextManager[None]]
PLANTS: dict[str, Plant] = {}


def plant(planting: Callable[[], Iterator[None]]) -> Plant:
    """Enters the bug under the name of its function."""
    PLANTS[planting.__name__] = contextmanager(planting)
    return PLANTS[planting.__name__]


@plant
def what_had_no_answer_counts_as_sent() -> Iterator[None]:
    """A batch that broke off is taken for done."""

    def put_back(db, rows, began, now, result, next_at):
        with unit_of_work(db):
            for row in rows:
                outbox.mark(db, row.command_id, State.ACCEPTED)

    with patch.object(team_ledger, "put_back", put_back):
        yield


@plant
def a_retry_gets_a_fresh_id() -> Iterator[None]:
    """What is sent again is another command."""
    ids, send = seeded(7), AirBackend.submit
    sent: set[str] = set()

    def submit(self, wires):
        fresh = [
            to_wire(replace(from_wire(wire), id=ids.command_id(self._world.now))) if wire in sent else wire
            for wire in wires
        ]
        sent.update(wires)
        return send(self, fresh)

    with patch.object(AirBackend, "submit", submit):
        yield


@plant
def the_server_knows_no_command_again() -> Iterator[None]:
    """What comes twice is done twice."""
    with patch.object(engine, "_known", lambda envelope, digest, told: None):
        yield


@plant
def lanes_are_ignored() -> Iterator[None]:
    """Everything due is sent, whether or not what was pressed before it had an answer."""
    take = outbox.take

    def anything(db, server, actor, now, lease, limit=50):
        taken = take(db, server, actor, now, lease, limit)
        sql = (
            f"SELECT {outbox._COLUMNS} FROM outbox WHERE server = ? AND actor = ? AND state = 'ready' "
            "ORDER BY n DESC LIMIT 3"
        )
        more = [outbox._waiting(row) for row in db.execute(sql, (server, actor)).fetchall()]
        for row in more:
            db.execute("UPDATE outbox SET state = 'sending' WHERE command_id = ?", (row.command_id,))
        return more + taken

    with patch.object(outbox, "take", anything):
        yield


@plant
def the_cursor_jumps() -> Iterator[None]:
    """Now and then an event is passed over, as with a cursor on numbers that are given before the commit."""
    follow = mirror.follow

    def skip(db, news: Window) -> int:
        if len(news.events) > 1 and news.events[-1].seq % 7 == 0:
            gone = news.events[-1]
            news = replace(news, events=news.events[:-1], to_hash=news.head_hash if news.to == news.head_seq else "")
            with unit_of_work(db):
                db.execute("UPDATE head SET seq = ? WHERE ws = 1", (gone.seq,))
            return len(news.events)
        return follow(db, news)

    with patch.object(mirror, "follow", skip):
        yield


@plant
def the_outbox_is_in_memory() -> Iterator[None]:
    """A console that is killed forgets what it had not sent."""
    begin = StillCourier.__init__

    def forget(self, posted, reach, db):
        with unit_of_work(db):
            db.execute("DELETE FROM outbox WHERE state IN ('ready', 'sending')")
        begin(self, posted, reach, db)

    with patch.object(StillCourier, "__init__", forget):
        yield


@plant
def refused_words_are_dropped() -> Iterator[None]:
    """What comes back refused is not put into the draft."""
    nothing = lambda *_: ""  # noqa: E731
    with patch.object(ledger, "give_back", nothing), patch.object(team_ledger, "give_back", nothing):
        yield


@plant
def who_is_signed_out_is_checked_out() -> Iterator[None]:
    """The end of a session ends the agent's shift as well."""
    sign_out = Server.signs_out

    def both(self, token):
        sign_out(self, token)
        for name in self.names:
            self.does(SetPresence(Presence.OFFLINE), name)

    with patch.object(Server, "signs_out", both):
        yield


@plant
def a_logout_empties_the_outbox() -> Iterator[None]:
    """401 clears what the server has not got yet."""
    stumble = Line._stumble

    def clear(self, db, error):
        if isinstance(error, NotSignedIn):
            with unit_of_work(db):
                db.execute("DELETE FROM outbox WHERE state IN ('ready', 'sending')")
        return stumble(self, db, error)

    with patch.object(Line, "_stumble", clear):
        yield


@plant
def a_try_that_failed_is_put_off_too_long() -> Iterator[None]:
    """Whatever had no answer waits for more than a minute. Only a shift's end shows it, so every line is bad."""
    put_back = team_ledger.put_back

    def late(db, rows, began, now, result, next_at):
        put_back(db, rows, began, now, result, now + 85_000)

    def worsen(self):
        self.faults = 0.5

    with patch.object(team_ledger, "put_back", late), patch.object(Air, "change", worsen):
        yield


@plant
def a_copy_made_anew_empties_the_outbox() -> Iterator[None]:
    """Whoever begins anew forgets what the server has not got yet."""

    def forget(db, snapshot, tell):
        with unit_of_work(db):
            db.execute("DELETE FROM outbox WHERE state IN ('ready', 'sending')")
        return snapshot_renew.renew(db, snapshot, tell)

    with patch.object(first_copy, "renew", forget):
        yield


@plant
def a_copy_made_anew_lacks_messages() -> Iterator[None]:
    """Of a snapshot the conversations are taken over, and not what was said in them."""

    def without(db, after, upto):
        with unit_of_work(db):
            snapshot_renew._upsert(db, "conversation", "WHERE id > ? AND id <= ?", (after, upto))

    with patch.object(snapshot_renew, "_put", without):
        yield


@plant
def other_queues_come_without_their_past() -> Iterator[None]:
    """Whoever is given other queues goes on where they were, as if they had had them all along."""
    with patch.object(Sight, "begins_after", lambda self, seq: bool(self.queues) and seq == 0):
        yield


@plant
def what_goes_out_of_sight_stays() -> Iterator[None]:
    """A conversation that went to a queue the agent does not see is kept as it was."""
    with patch.object(mirror, "go", lambda db, conversation_id: None):
        yield


@plant
def what_a_restore_has_lost_is_not_asked_about() -> Iterator[None]:
    """Whatever had a receipt once counts as done."""
    with patch.object(rewinding, "_ask", lambda db, posted, lost, now: False):
        yield


@plant
def what_a_restore_has_lost_is_sent_as_something_new() -> Iterator[None]:
    """A yes to the question presses the key once more: nobody would know the command again."""
    ids, offer = seeded(8), outbox.offer_again

    def anew(db, command_id, now):
        row = outbox.find(db, command_id)
        fresh = replace(from_wire(row.wire), id=ids.command_id(now))
        offer(db, command_id, now)
        outbox.put_wire(db, command_id, to_wire(fresh))

    with patch.object(outbox, "offer_again", anew):
        yield
