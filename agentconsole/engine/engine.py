"""The seven steps: a command becomes events, rows and a receipt in one transaction, or a refusal with a receipt."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from agentconsole.clock import Clock
from agentconsole.domain.commands import OnConversation, RecordBreaches
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.leads.commands import CompleteHandBack, LapseReading
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.taking_over import makes_room
from agentconsole.domain.view import SYSTEM, Context, View
from agentconsole.engine.canon import fingerprint
from agentconsole.engine.lapsing import lapsed
from agentconsole.engine.looking import look
from agentconsole.engine.receipts import (
    Answer,
    IdReused,
    NotYours,
    Outcome,
    Receipt,
    receipt_from,
    receipt_text,
)
from agentconsole.engine.standing import Told, read_standing
from agentconsole.engine.writing import Head, Rows, append, read_head
from agentconsole.ids import Ids
from agentconsole.store.connection import Connection
from agentconsole.store.message_rows import merging_later
from agentconsole.store.newer_rows import RowTooNew, understood
from agentconsole.store.rows import find_returnable
from agentconsole.store.sqlite import unit_of_work
from agentconsole.wire import Envelope, well_formed

log = logging.getLogger(__name__)
SHARED_UNIT = 200
"""Commands of one import that share a transaction: enough to amortise the sync, few enough to lock briefly."""


class Engine:
    """The authority over one store, on one connection, in one thread."""

    def __init__(self, connection: Connection, clock: Clock, ids: Ids) -> None:
        self._db = connection
        self._clock = clock
        self._ids = ids
        self.place = ("", 0)
        """Where the log ended after the last command that `submit` carried out: the epoch and the number."""
        self.about: set[str] = set()
        """The conversations its accepted commands were about."""

    def submit(self, envelope: Envelope, admit: Callable[[], None] | None = None) -> Answer:
        """Runs one command and answers once it is durable.

        `admit` is asked under the lock, and stops the command by raising: what it finds out still holds at the commit.
        Raises IdReused or NotYours for an id that is taken, StoreError when the file is the trouble, RowTooNew for what
        a newer version has written.
        """
        with unit_of_work(self._db), understood(f"what {envelope.command.kind} is about"):
            if admit is not None:
                admit()
            answer = last = self._step(envelope)
            if makes_room(envelope.command) and not answer.replayed:
                last = self._give_back(answer)
        if not answer.replayed:
            self.place = (last.receipt.epoch, last.receipt.seq)
            self.about |= {each.receipt.conversation for each in (answer, last) if each.receipt.is_accepted}
        return answer

    def _give_back(self, answer: Answer) -> Answer:
        """Completes the hand-backs that waited for what has just become free, before anybody can take it."""
        while answer.receipt.is_accepted and (waiting := find_returnable(self._db)):
            at = answer.receipt.at_ms
            command = CompleteHandBack(waiting[0])
            answer = self._step(Envelope(self._ids.command_id(at), SYSTEM, SYSTEM, command, at))
            if answer.receipt.code:
                break
        return answer

    def submit_together(self, envelopes: Iterable[Envelope]) -> list[Answer]:
        """Runs the commands one after the other in one transaction: all of it is durable, or none of it."""
        with unit_of_work(self._db), merging_later(self._db):
            return [self._step(envelope) for envelope in envelopes]

    def record_breaches(self, limit: int = 100) -> int:
        """Puts promises that have run out on record, once each; answers how many conversations were touched."""
        now = self._now(read_head(self._db))
        due = self._db.execute(
            "SELECT id FROM conversation WHERE next_breach_ms <= ? AND next_breach_ms < 253402300799999 "
            "ORDER BY next_breach_ms LIMIT ?",
            (now, limit),
        ).fetchall()
        for (conversation_id,) in due:
            command = RecordBreaches(conversation_id)
            # What a newer version has written it has to see to; the others must not wait for it.
            with suppress(RowTooNew):
                self.submit(Envelope(self._ids.command_id(now), SYSTEM, SYSTEM, command, now))
        return len(due)

    def end_reading(self, is_gone: Callable[[str], bool] | None = None) -> int:
        """Has leads read along no more of whom no console was heard of for a while; answers how many. A store that
        keeps no sessions is told by `is_gone` whether a lead has no console now."""
        now = self._now(read_head(self._db))
        away = lapsed(self._db, now, is_gone)
        for own, lead in away:
            self.submit(Envelope(self._ids.command_id(now), SYSTEM, SYSTEM, LapseReading(own, lead), now))
        return len(away)

    def _now(self, head: Head) -> int:
        """Log time never runs backwards, whatever the wall clock does."""
        return max(head.clock_ms, self._clock.now())

    def _step(self, envelope: Envelope) -> Answer:
        command = well_formed(envelope.command)
        if command is not envelope.command:
            envelope = replace(envelope, command=command)
        digest = fingerprint(envelope)
        stands = read_standing(self._db, envelope.id)
        known = _known(envelope, digest, stands.receipt)
        if known is not None:
            return known
        head, levels = stands.head, stands.levels
        head = Head(head.epoch, head.seq, head.chain, self._now(head), head.next_number)
        view = look(self._db, envelope.command, envelope.actor)
        decision = decide(view, envelope.command, _context(envelope, head, levels))
        if isinstance(decision, Refusal):
            return self._refuse(envelope, digest, head, view, decision)
        return self._accept(envelope, digest, head, view, decision, levels)

    def _accept(
        self,
        envelope: Envelope,
        digest: bytes,
        head: Head,
        view: View,
        events: tuple[Event, ...],
        levels: ServiceLevels,
    ) -> Answer:
        rows = Rows(self._db, levels, (view.conversation, view.other))
        self._db.execute("SAVEPOINT events")
        try:
            after = self._write(envelope, head, events, rows)
        except sqlite3.IntegrityError:
            self._db.execute("ROLLBACK TO events")
            self._db.execute("RELEASE events")
            # The tables stopped what a rule should have refused: the agent is told, and so is the log.
            log.exception("the slot tables refused %s %s", envelope.command.kind, envelope.id)
            words = "The slot was taken in the same moment; nothing was changed."
            return self._refuse(envelope, digest, head, view, Refusal(Code.AT_CAPACITY, words))
        self._db.execute("RELEASE events")
        conversation = _subject_of(events) or view.known_as or _named(envelope)
        rev = rows.rev(conversation)
        code = "" if events else "unchanged"
        receipt = _receipt(envelope, head, after, conversation, rev, Outcome.ACCEPTED, code, "")
        return self._hand_out(receipt, digest, after)

    def _write(self, envelope: Envelope, head: Head, events: tuple[Event, ...], rows: Rows) -> Head:
        for part, event in enumerate(events):
            scope = rows.follow(event, head.clock_ms, envelope.actor, head.seq + 1)
            head = append(self._db, head, envelope, part, event, self._ids.salt(), scope)
        rows.write()
        return head

    def _refuse(self, envelope: Envelope, digest: bytes, head: Head, view: View, refusal: Refusal) -> Answer:
        is_known = view.conversation is not None and refusal.code is not Code.UNKNOWN_CONVERSATION
        rev = view.conversation.rev if view.conversation and is_known else 0
        words = refusal.on_record or refusal.words
        receipt = _receipt(envelope, head, head, _named(envelope), rev, Outcome.REFUSED, refusal.code.value, words)
        # Nothing is kept of words for a contact who was erased, not even a digest.
        return self._hand_out(receipt, b"" if refusal.code is Code.ERASED else digest, head)

    def _hand_out(self, receipt: Receipt, digest: bytes, head: Head) -> Answer:
        text = receipt_text(receipt)
        self._db.execute(
            "INSERT INTO receipt(command_id, actor, kind, conv_id, fp, outcome, code, seq, rev, at_ms, client_ms, "
            "body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                receipt.id,
                receipt.actor,
                receipt.kind,
                receipt.conversation,
                digest,
                receipt.outcome.value,
                receipt.code,
                receipt.seq,
                receipt.rev,
                receipt.at_ms,
                receipt.client_ms,
                text,
            ),
        )
        self._db.execute(
            "UPDATE head SET seq = ?, chain = ?, clock_ms = ?, next_number = ? WHERE ws = 1",
            (head.seq, head.chain, head.clock_ms, head.next_number),
        )
        return Answer(receipt, text, replayed=False)


def _known(envelope: Envelope, digest: bytes, told: Told | None) -> Answer | None:
    if told is None:
        return None
    actor, fp, text = told
    if actor != envelope.actor:
        raise NotYours(f"command {envelope.id} belongs to somebody else")
    if fp and fp != digest:
        raise IdReused(f"command id {envelope.id} came back with another command")
    return Answer(receipt_from(text), text, replayed=True)


def _context(envelope: Envelope, head: Head, levels: ServiceLevels) -> Context:
    return Context(
        now=head.clock_ms,
        actor=envelope.actor,
        levels=levels,
        next_number=head.next_number,
        if_rev=envelope.if_rev,
        not_after=envelope.not_after,
        terminal=envelope.terminal,
    )


def _named(envelope: Envelope) -> str:
    return envelope.command.conversation_id if isinstance(envelope.command, OnConversation) else ""


def _subject_of(events: tuple[Event, ...]) -> str:
    return next((e.conversation_id for e in events if isinstance(e, OfConversation)), "")


def _receipt(
    envelope: Envelope, before: Head, after: Head, conversation: str, rev: int, outcome: Outcome, code: str, words: str
) -> Receipt:
    return Receipt(
        id=envelope.id,
        actor=envelope.actor,
        kind=envelope.command.kind,
        conversation=conversation,
        outcome=outcome,
        code=code,
        words=words,
        seq=after.seq,
        rev=rev,
        at_ms=after.clock_ms,
        client_ms=envelope.client_ms,
        prev=before.chain.hex(),
        hash=after.chain.hex(),
        epoch=after.epoch,
    )
