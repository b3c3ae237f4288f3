"""Bugs planted on purpose, by name: a proof is believed once it has failed on them."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from unittest.mock import patch

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.rules import ending, holding
from agentconsole.domain.team.capacity import chat_holder
from agentconsole.engine import canon, chain, engine, following_team, looking, writing
from agentconsole.engine.canon import Entry
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer, Receipt
from agentconsole.engine.standing import Told
from agentconsole.engine.writing import Head
from agentconsole.simulator.faults import BadLine, Lane
from agentconsole.simulator.press import Press
from agentconsole.wire import Envelope

Mutant = Callable[[], AbstractContextManager[None]]
MUTANTS: dict[str, Mutant] = {}


def mutant(planting: Callable[[], Iterator[None]]) -> Mutant:
    """Enters the bug under the name of its function."""
    MUTANTS[planting.__name__] = contextmanager(planting)
    return MUTANTS[planting.__name__]


def _nothing(*_args: object, **_named: object) -> None:
    return None


@mutant
def no_room_is_never_asked() -> Iterator[None]:
    """The rule about two chats is gone; the tables still hold."""
    with patch.object(holding, "no_room", _nothing), patch.object(ending, "no_room", _nothing):
        yield


@mutant
def nothing_counts_chats() -> Iterator[None]:
    """Neither the rule nor the tables know about chats."""
    with ExitStack() as both:
        both.enter_context(no_room_is_never_asked())
        both.enter_context(patch.object(writing, "move_slots", _nothing))
        yield


@mutant
def a_slot_is_not_freed() -> Iterator[None]:
    """Whoever releases a chat keeps its slot."""
    move = writing.move_slots

    def keep(db: sqlite3.Connection, before: Conversation | None, after: Conversation) -> None:
        if not (before and chat_holder(before) and not chat_holder(after)):
            move(db, before, after)

    with patch.object(writing, "move_slots", keep):
        yield


@mutant
def tallies_are_not_kept() -> Iterator[None]:
    """The counters stand still."""
    with patch.object(writing, "tally", _nothing):
        yield


@mutant
def commands_are_not_recognised() -> Iterator[None]:
    """A command that comes again is carried out again."""
    with patch.object(engine, "_known", _nothing):
        yield


@mutant
def receipts_are_written_anew() -> Iterator[None]:
    """The second receipt of a command is not the first."""
    known = engine._known

    def anew(envelope: Envelope, digest: bytes, told: Told | None) -> Answer | None:
        answer = known(envelope, digest, told)
        return replace(answer, text=answer.text.replace('"seq":', '"seq": ')) if answer else None

    with patch.object(engine, "_known", anew):
        yield


@mutant
def a_retry_gets_a_fresh_id() -> Iterator[None]:
    """Whoever got no answer sends another command of the same words."""

    def fresh(self: BadLine, envelope: Envelope) -> Envelope:
        return replace(envelope, id=self._tripwire.command_id(envelope.client_ms))

    with patch.object(BadLine, "again", fresh):
        yield


@mutant
def words_are_taken_in_twice() -> Iterator[None]:
    """A channel that delivers a message twice makes two of it."""
    with patch.object(looking, "_message_known", lambda db, command, conversation: False):
        yield


@mutant
def lanes_are_ignored() -> Iterator[None]:
    """Every command flies for itself and overtakes others of its conversation."""

    def take(self: BadLine, press: Press, now: int) -> None:
        envelope = press.envelope(self._tripwire.command_id(now), now)
        self._watch.pressed(press, envelope)
        lane: Lane = (envelope.actor, envelope.id)
        self._lanes[lane].append(envelope)
        self._fly(lane, now)

    with patch.object(BadLine, "take", take):
        yield


@mutant
def the_clock_may_run_back() -> Iterator[None]:
    """The log believes the machine's clock."""
    with patch.object(Engine, "_now", lambda self, head: self._clock.now()):
        yield


@mutant
def new_levels_move_nothing() -> Iterator[None]:
    """Other promises do not move the queue."""
    with patch.object(following_team, "_place_anew", _nothing):
        yield


@mutant
def the_chain_leaves_out_the_actor() -> Iterator[None]:
    """Who did it can be rewritten."""

    def link(prev: bytes, entry: Entry) -> bytes:
        return canon.link(prev, replace(entry, actor=""))

    with patch.object(writing, "link", link), patch.object(chain, "link", link):
        yield


@mutant
def transactions_begin_deferred() -> Iterator[None]:
    """The write lock is asked for only after reading."""

    @contextmanager
    def deferred(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        db.execute("BEGIN DEFERRED")
        try:
            yield db
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")

    with patch.object(engine, "unit_of_work", deferred):
        yield


@mutant
def acknowledged_before_the_commit() -> Iterator[None]:
    """The agent is shown "saved" while the transaction is still open."""
    hand_out = Engine._hand_out

    def early(self: Engine, receipt: Receipt, digest: bytes, after: Head) -> Answer:
        answer = hand_out(self, receipt, digest, after)
        print(receipt.id, flush=True, file=sys.stdout)
        time.sleep(0.01)
        return answer

    with patch.object(Engine, "_hand_out", early):
        yield
