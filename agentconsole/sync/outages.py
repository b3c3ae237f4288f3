"""Outages as this console lives through them: on disk the moment they begin, reported once the server is back."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.promises.outages import OutageKind, is_worth_telling
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.store.own import outbox
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.jobs import Posted
from agentconsole.sync.standing import Link, Standing
from agentconsole.wire import Envelope, to_wire

LANE = "outages"
DEAD_AFTER = 120_000
"""Milliseconds without a sign after which the console that noted an outage has died in it: twice the longest lease."""
KINDS = {Link.OFFLINE: OutageKind.CONSOLE_OFFLINE, Link.SIGNED_OUT: OutageKind.SIGNED_OUT}


class Outages:
    """One console's notes. Belongs to the line's thread; everything raises StoreError where the disk fails."""

    def __init__(self, db: sqlite3.Connection, posted: Posted) -> None:
        self._db, self._posted = db, posted
        self._open: tuple[str, OutageKind] | None = None
        self._may_adopt = True

    def note(self, standing: Standing) -> bool:
        """How it stands now; whether there is a report to send that was not there before."""
        kind, now = KINDS.get(standing.link), self._posted.clock.now()
        told = False
        if self._open is not None and self._open[1] is not kind:
            told = self._end(now)
        if kind is not None and self._open is None:
            self._begin(kind, min(now, standing.since or now), now)
        elif kind is not None and self._open is not None:
            self._go_on(now)
        if standing.is_reachable and self._may_adopt:
            self._may_adopt = False
            told |= self._adopt(now)
        return told

    def _begin(self, kind: OutageKind, began_at: int, now: int) -> None:
        posted, outage_id = self._posted, self._posted.ids.command_id(now)
        with unit_of_work(self._db):
            self._db.execute(
                "INSERT INTO outage(command_id, server, actor, console, kind, began_ms, seen_ms, ended_ms) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (outage_id, posted.server, posted.actor, posted.terminal, kind, began_at, now),
            )
        self._open = (outage_id, kind)

    def _go_on(self, now: int) -> None:
        assert self._open is not None
        with unit_of_work(self._db):
            self._db.execute("UPDATE outage SET seen_ms = ? WHERE command_id = ?", (now, self._open[0]))

    def _end(self, now: int) -> bool:
        assert self._open is not None
        (outage_id, _), self._open = self._open, None
        return self._report(outage_id, now, now)

    def _adopt(self, now: int) -> bool:
        """Reports what a console that died in an outage had noted: it lasted until its last sign at least."""
        posted = self._posted
        rows = self._db.execute(
            "SELECT command_id, seen_ms FROM outage WHERE server = ? AND actor = ? AND ended_ms IS NULL "
            "AND seen_ms < ?",
            (posted.server, posted.actor, now - DEAD_AFTER),
        ).fetchall()
        told = [self._report(outage_id, seen_at, now) for outage_id, seen_at in rows]
        return any(told)

    def _report(self, outage_id: str, ended_at: int, now: int) -> bool:
        posted = self._posted
        with unit_of_work(self._db):
            row = self._db.execute(
                "SELECT kind, console, began_ms FROM outage WHERE command_id = ? AND ended_ms IS NULL", (outage_id,)
            ).fetchone()
            if row is None:
                return False
            kind, console, began_at = row
            if not is_worth_telling(began_at, ended_at):
                self._db.execute("DELETE FROM outage WHERE command_id = ?", (outage_id,))
                return False
            self._db.execute("UPDATE outage SET ended_ms = ? WHERE command_id = ?", (ended_at, outage_id))
            command = ReportOutage(OutageKind(kind), console, began_at, ended_at)
            wire = to_wire(Envelope(outage_id, posted.actor, console, command, now))
            outbox.add(
                self._db,
                command_id=outage_id,
                server=posted.server,
                actor=posted.actor,
                lane=LANE,
                wire=wire,
                now=now,
            )
        return True
