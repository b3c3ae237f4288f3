"""Simulated contacts of a running server: they write and ring through its intake, and hear from a copy of its log."""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable

from agentconsole.backends.api import Brought, Taken
from agentconsole.backends.base import BackendRejected, BackendUnavailable
from agentconsole.clock import Clock
from agentconsole.domain.commands import ContactLeft, Open, Receive, RequestClose
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.engine.feed import Change
from agentconsole.engine.writing import read_head
from agentconsole.simulator.cast import Cast
from agentconsole.simulator.customers import Customer
from agentconsole.simulator.press import Press

Deliver = Callable[[str, Brought], Taken]
AGAIN = 2 * SECOND
"""Milliseconds until a delivery that could not be made is made again."""


class LiveContacts(Cast):
    """Everybody who writes or rings; `db` is a copy of the team's log, `clock` their own, which may run faster."""

    def __init__(self, db: sqlite3.Connection, clock: Clock, deliver: Deliver, run: str) -> None:
        """`run` tells the ids of this run from those of every other."""
        head = read_head(db)
        super().__init__(db, (), head.seq, source="")
        self._epoch, self._names = head.epoch, dict[str, str]()
        self._clock, self._deliver, self._run = clock, deliver, run
        self._ways: dict[str, deque[tuple[str, Brought]]] = {}
        self._pauses: dict[str, int] = {}
        self.told: Counter[str] = Counter()

    def expect(self, customer: Customer) -> None:
        """One more contact will come."""
        customer.external_id += f"-{self._run}"
        super().expect(customer)

    def step(self) -> None:
        """What has been heard, what is due, and what could not be brought before. Raises BackendError."""
        self.hear()
        for press in self.presses(self._clock.now()):
            for brought in self._deliveries(press):
                self._ways.setdefault(brought.conversation, deque()).append((press.actor, brought))
        for conversation in [each for each, way in self._ways.items() if way]:
            self._bring(conversation)

    def hear(self) -> None:
        """Everybody learns what has happened; where the server was restored they go on from its log's new end."""
        head = read_head(self._db)
        if head.epoch != self._epoch or head.seq < self._seen:
            self._epoch = head.epoch
            self.begin_at(head.seq)
            for number, name in list(self._names.items()):
                if self._found(number) != name:
                    self._forgotten(number, name)
        super().hear()

    @property
    def is_settled(self) -> bool:
        """Whether everything was brought."""
        return not any(self._ways.values())

    def _tell(self, change: Change, now: int) -> None:  # noqa: ARG002 - the contacts' clock is another than the log's
        super()._tell(change, self._clock.now())
        customer = self._by_conversation.get(change.conversation)
        if customer is not None:
            self._names.setdefault(change.conversation, customer.external_id)

    def _forgotten(self, number: str, name: str) -> None:
        """The server knows nothing of the conversation any more, and may give its number to another: what the contact
        says next begins one anew, under their own name for it."""
        customer = self._by_conversation.pop(number)
        customer.conversation_id = name
        del self._names[number]

    def _bring(self, conversation: str) -> None:
        way = self._ways[conversation]
        while way and self._pauses.get(conversation, 0) <= self._clock.now():
            channel, brought = way[0]
            self.told["tries"] += 1
            try:
                taken = self._deliver(channel, brought)
            except BackendUnavailable:
                self._pauses[conversation] = self._clock.now() + AGAIN
                return
            except BackendRejected as error:
                if brought.happened == "message":
                    raise
                # Nobody can leave what a restored server no longer knows.
                taken = Taken("", "rejected", False, str(error))
            way.popleft()
            self.told["news" if taken.is_news else f"no news: {taken.words or 'known'}"] += 1

    def _deliveries(self, press: Press) -> list[Brought]:
        match press.command:
            case Open(incoming=it):
                said = it.messages[0] if it.messages else None
                body, message = (said.body, said.external_id) if said else ("", "")
                who = (it.subject, it.contact.name, it.contact.email, it.contact.phone)
                self.told["contacts"] += 1
                return [Brought(it.external_id, "message", message, body, *who)]
            case Receive(conversation_id=number, body=body, external_id=message, asks_to_close=closes):
                name = self._name(number)
                asks = [Brought(name, "asks_to_close")] if closes else []
                return [Brought(name, "message", message, body), *asks]
            case ContactLeft(conversation_id=number):
                return [Brought(self._name(number), "left")]
            case RequestClose(conversation_id=number):
                return [Brought(self._name(number), "asks_to_close")]
            case other:
                raise LookupError(f"no contact does {other.kind}")

    def _name(self, number: str) -> str:
        """What their system calls the conversation."""
        return self._names.get(number, number)

    def _found(self, number: str) -> str:
        row = self._db.execute("SELECT external_id FROM conversation WHERE id = ?", (number,)).fetchone()
        return str(row[0]) if row else ""
