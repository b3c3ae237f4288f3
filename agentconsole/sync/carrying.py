"""Who answers a command that is saved: the engine in this process, at once and in the courier's own thread."""

from __future__ import annotations

import sqlite3
from typing import Protocol

from agentconsole.backends.base import BackendRejected
from agentconsole.backends.local import LocalBackend
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.outbox import next_due_at
from agentconsole.store.queries import next_breach_at
from agentconsole.store.searching import erased
from agentconsole.sync import handing_in, ledger
from agentconsole.sync.jobs import Posted
from agentconsole.sync.reading_along import ReadingAlong
from agentconsole.sync.tray import Tray
from agentconsole.sync.unreadable import set_aside
from agentconsole.wire import Envelope, from_wire
from agentconsole.workspace.views import RefusalView


class Carrier(Protocol):
    """Brings what is saved to the authority. Belongs to the courier's thread."""

    def begin(self) -> None:
        """The tray knows what was left over from before: an answer to it finds somebody to tell."""
        ...

    def deliver(self) -> None:
        """Something was saved: carries whatever is due. Raises StoreError and BackendError."""
        ...

    def look_again(self) -> None:
        """Time has passed, or somebody else has written. Raises StoreError and BackendError."""
        ...

    def due_at(self) -> int:
        """The instant from which on there is something to do unasked."""
        ...


class LocalCarrier:
    """Answers from the engine on the courier's own connection."""

    def __init__(self, db: sqlite3.Connection, posted: Posted, tray: Tray) -> None:
        self._db, self._posted, self._tray = db, posted, tray
        self._backend = LocalBackend(db, posted.clock, posted.ids)
        self._may_be_left_behind = True
        self._reading = ReadingAlong(db, posted.actor)

    def begin(self) -> None:
        """Nobody answers but this thread."""

    def due_at(self) -> int:
        """The next breach to record, the next command to try again, or the next look at who reads along."""
        posted, others = self._posted, self._reading.look_at(self._posted.clock.now())
        return min(next_breach_at(self._db), next_due_at(self._db, posted.server, posted.actor), others)

    def look_again(self) -> None:
        """Delivers what is left over and records what has run out."""
        if self._may_be_left_behind:
            handing_in.what_was_left_behind(self._db, self._posted)
            self._may_be_left_behind = False
        self.deliver()
        self._backend.record_breaches()
        erased.step(self._db)
        self._backend.end_reading(self._reading.is_gone)

    def deliver(self) -> None:
        """Has every command answered whose turn it is."""
        posted = self._posted
        while True:
            rows = ledger.take_due(self._db, posted.server, posted.actor, posted.clock.now())
            for row in set_aside(self._db, rows, self._tray, posted.clock.now()):
                self._deliver(row.wire, self._tray.take_saved_at(row.command_id, row.created_at))
            if not rows:
                self._reading.stay()
                return

    def _deliver(self, wire: str, saved_at: int) -> None:
        envelope, posted = from_wire(wire), self._posted
        try:
            (answer,) = self._backend.submit([envelope])
        except BackendRejected as error:
            text = ledger.hold(self._db, posted.server, envelope, posted.clock.now())
            self._tray.give_back(returned(envelope, str(error), text))
            return
        now = posted.clock.now()

        def hand_in() -> None:
            handing_in.follow(self._db, posted.server, envelope, answer.receipt, now, posted.ids)

        text = ledger.settle(self._db, posted.server, envelope, answer, saved_at, now, hand_in)
        if answer.receipt.is_accepted:
            self._tray.accepted(envelope.id)
        else:
            self._tray.give_back(returned(envelope, answer.receipt.words, text))


def returned(envelope: Envelope, words: str, text: str, *, asks: bool = False) -> RefusalView:
    """A command that came back, with the reason and the text the agent had typed; `asks` where it may still be sent."""
    back = ledger.words_of(envelope)
    visibility = back[1] if back else Visibility.PUBLIC
    return RefusalView(envelope.id, ledger.lane_of(envelope), envelope.command.kind, words, text, asks, visibility)
