"""The proof of a store on the command line: how far it is, what was read, and what is wrong with it."""

from __future__ import annotations

import sqlite3

import msgspec

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.progress import Progress
from agentconsole.cli.session import Session
from agentconsole.domain.counting import counted
from agentconsole.engine.verify import Report, verify

SHOWN = 20
"""Faults told in words: what is wrong shows in the first few, and nobody reads a thousand."""


def prove(session: Session, db: sqlite3.Connection) -> None:
    """Reads the whole store and answers with the report. Raises InvalidData after it where something is wrong."""
    progress = Progress(session.clock, None)
    try:
        report = verify(db, lambda what, done, total: progress.tell(done, what, done, total))
    finally:
        progress.end()
    session.answer(_fields(report), _words(report))
    for fault in report.faults[:SHOWN]:
        output.complain(str(fault))
    if report.fault_count > SHOWN:
        output.complain(f"and {report.fault_count - SHOWN:,} more; --json tells {len(report.faults):,} of them.")
    if not report.is_clean:
        raise InvalidData(f"{report.fault_count} faults; keep the file, and restore a backup that verifies.")


def _fields(report: Report) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(report)
    return {"clean": report.is_clean, **found}


def _words(report: Report) -> str:
    read = ", ".join(
        counted(count, what)
        for count, what in (
            (report.events, "event"),
            (report.receipts, "receipt"),
            (report.conversations, "conversation"),
            (report.contacts, "contact"),
        )
    )
    if report.begins > 1:
        read += f" ({report.taken:,} of them from before event {report.begins:,}, where this copy begins, as told)"
    if report.withheld:
        read += f" ({counted(report.withheld, 'event')} without what it says: it is a colleague's own)"
    return f"{read}: {'everything is as it was written' if report.is_clean else f'{report.fault_count} faults'}."
