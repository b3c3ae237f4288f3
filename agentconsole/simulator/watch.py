"""The invariants, looked at after every commit: what must hold whatever contacts, agents and faults do."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict

from agentconsole.domain.team.capacity import MAX_CHATS
from agentconsole.engine.receipts import Answer
from agentconsole.engine.verify import verify
from agentconsole.engine.writing import read_head
from agentconsole.simulator.press import Press
from agentconsole.wire import Envelope

TALLIES_EVERY = 50
"""Commits between two counts of everything open: a count reads the whole queue."""

TABLES_SAID_NO = "The slot was taken in the same moment"
"""How the engine begins when the seat belt had to hold: with one writer that is a rule's mistake."""

_CHATS = "SELECT id, assignee FROM conversation WHERE open = 1 AND channel = 'chat' AND status = 'active'"
_CALLS = (
    "SELECT id, assignee FROM conversation WHERE open = 1 AND channel = 'phone' AND status IN ('active', 'on_hold')"
)
_COUNTED = (
    "SELECT 'open', count(*) FROM conversation WHERE open = 1 "
    "UNION ALL SELECT 'open:' || channel, count(*) FROM conversation WHERE open = 1 GROUP BY channel "
    "UNION ALL SELECT iif(assignee = '', 'waiting', 'held:' || assignee), count(*) FROM conversation "
    "WHERE open = 1 GROUP BY assignee"
)


class Violation(AssertionError):
    """An invariant does not hold; the words say which, and where."""


class Watch:
    """Looks over the shoulder of one store. Every method raises Violation when something must not be so."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._clock_ms = 0
        self._seq = 0
        self._looks = 0
        self._texts: dict[str, str] = {}
        self._lanes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.outcomes: Counter[str] = Counter()

    def pressed(self, press: Press, envelope: Envelope) -> None:
        """A key was pressed: from now on it has to come to an end, and after those before it."""
        self._lanes[press.lane].append(envelope.id)

    def answered(self, envelope: Envelope, answer: Answer) -> None:
        """A receipt was handed out: the first for its command, or the very same again."""
        before = self._texts.setdefault(envelope.id, answer.text)
        if before != answer.text:
            raise Violation(f"the receipt of {envelope.id} has changed")
        if not answer.replayed:
            self.outcomes[answer.receipt.outcome.value] += 1
        if answer.receipt.id != envelope.id or answer.receipt.actor != envelope.actor:
            raise Violation(f"{envelope.id} was answered with somebody else's receipt")
        if answer.receipt.words.startswith(TABLES_SAID_NO):
            raise Violation(f"the rules let {envelope.command.kind} through and the tables refused it")

    def look(self) -> None:
        """After a commit."""
        self._looks += 1
        self._look_at_head()
        self._look_at_chats()
        self._look_at_calls()
        if self._looks % TALLIES_EVERY == 0:
            self._look_at_tallies()

    def end(self) -> None:
        """After the last command: everything has ended, in the order pressed, and the store is proven."""
        self._look_at_tallies()
        self._look_at_order()
        given = sum(len(lane) for lane in self._lanes.values())
        sql = (
            "SELECT count(*) FROM receipt WHERE kind NOT IN ('promise.record', 'handback.complete', 'monitoring.lapse')"
        )
        handed_out = int(self._db.execute(sql).fetchone()[0])
        if handed_out != given:
            raise Violation(f"{given} commands were given and {handed_out} receipts handed out")
        report = verify(self._db)
        if not report.is_clean:
            raise Violation("; ".join(str(fault) for fault in report.faults[:5]))

    def _look_at_head(self) -> None:
        head = read_head(self._db)
        if head.clock_ms < self._clock_ms or head.seq < self._seq:
            raise Violation(f"the log went back: {self._seq}@{self._clock_ms} to {head.seq}@{head.clock_ms}")
        self._clock_ms, self._seq = head.clock_ms, head.seq

    def _look_at_chats(self) -> None:
        active = dict(self._db.execute(_CHATS))
        slots = self._db.execute("SELECT conv_id, agent_id, slot_no FROM chat_slot").fetchall()
        if {conv: agent for conv, agent, _ in slots} != active or len(slots) != len(active):
            raise Violation(f"active chats {active} are not the chat slots {slots}")
        for agent, count in Counter(active.values()).items():
            if not agent or count > MAX_CHATS:
                raise Violation(f"{agent or 'nobody'} holds {count} chats")

    def _look_at_calls(self) -> None:
        live = dict(self._db.execute(_CALLS))
        slots = dict(self._db.execute("SELECT conv_id, agent_id FROM call_slot"))
        if slots != live:
            raise Violation(f"live calls {live} are not the call slots {slots}")
        for agent, count in Counter(live.values()).items():
            if not agent or count > 1:
                raise Violation(f"{agent or 'nobody'} is on {count} calls")

    def _look_at_tallies(self) -> None:
        counted = {name: n for name, n in self._db.execute(_COUNTED) if n}
        kept = {name: n for name, n in self._db.execute("SELECT name, n FROM tally") if n}
        if counted != kept:
            raise Violation(f"the tallies say {kept}, counting says {counted}")

    def _look_at_order(self) -> None:
        seqs = dict(self._db.execute("SELECT command_id, seq FROM receipt"))
        for lane, ids in self._lanes.items():
            missing = [each for each in ids if each not in seqs]
            if missing:
                raise Violation(f"{missing[0]} of {lane} was neither accepted nor refused")
            took_effect = [seqs[each] for each in ids]
            if took_effect != sorted(took_effect):
                raise Violation(f"commands of {lane} took effect in another order than they were pressed in")
