"""The proof of a store on the command line: how far it is, what was read, and what is wrong with it."""

from __future__ import annotations

import sqlite3

import msgspec

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.lines.progress import Progress
from agentconsole.cli.session import Session
from agentconsole.engine.verify import Report, verify
from agentconsole.tongue import _, n_, number

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
        raise InvalidData(f"{_faults(report.fault_count)}; keep the file, and restore a backup that verifies.")


def _fields(report: Report) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(report)
    return {"clean": report.is_clean, **found}


def _words(report: Report) -> str:
    read = ", ".join(
        words.format(count=number(count))
        for count, words in (
            (report.events, n_("{count} event", "{count} events", report.events)),
            (report.receipts, n_("{count} receipt", "{count} receipts", report.receipts)),
            (report.conversations, n_("{count} conversation", "{count} conversations", report.conversations)),
            (report.contacts, n_("{count} contact", "{count} contacts", report.contacts)),
        )
    )
    if report.begins > 1:
        before = _(" ({count} of them from before event {seq}, where this copy begins, as told)")
        read += before.format(count=number(report.taken), seq=number(report.begins))
    if report.withheld:
        own = n_(
            " ({count} event without what it says: it is a colleague's own)",
            " ({count} events without what they say: they are a colleague's own)",
            report.withheld,
        )
        read += own.format(count=number(report.withheld))
    return f"{read}: {_('everything is as it was written') if report.is_clean else _faults(report.fault_count)}."


def _faults(count: int) -> str:
    return n_("{count} fault", "{count} faults", count).format(count=number(count))
