"""`agentconsole export`: every conversation, in the shape `import` reads."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import rich_click as click

from agentconsole.channels.files.export import jsonl_line, write_csv
from agentconsole.cli.errors import Misused
from agentconsole.cli.records.taking_out import everything
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import not_in_a_team
from agentconsole.domain.team.commands import RecordExport
from agentconsole.domain.view import SYSTEM
from agentconsole.domain.words.counting import counted
from agentconsole.store.errors import StoreReadOnly
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import said

MARK = "\ufeff"
"""What tells a spreadsheet that a file is UTF-8."""


@line_command("export", example="export --format csv --output tickets.csv")
@click.option("--format", "format_name", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the terminal.")
def command(session: Session, format_name: str, output: Path | None) -> None:
    """Every conversation with its messages, one JSON line each or one CSV row per message; --json: one array."""
    not_in_a_team(session, "On the server: `agentconsole server backup FILE`, then `agentconsole --store FILE export`.")
    _put_on_record(session, "json" if session.is_json and output is None else format_name)
    if session.is_json and output is None:
        _as_one_document(session, format_name)
        return
    with session.reading() as db, _opened(output) as out:
        count = 0
        if format_name == "csv":
            if output is not None:
                out.write(MARK)
            write_csv(everything(db), out)
            count = int(db.execute("SELECT count(*) FROM conversation").fetchone()[0])
        else:
            for conversation in everything(db):
                out.write(jsonl_line(conversation))
                count += 1
    if output is not None:
        session.tell(
            {"exported": count, "file": str(output)},
            said(f"{counted(count, 'conversation')} {'is' if count == 1 else 'are'} in {output}."),
        )


def _put_on_record(session: Session, form: str) -> None:
    """Before anything is taken out: who did is in the audit trail, also where the reading breaks off."""
    with session.reading() as db:
        count = int(db.execute("SELECT count(*) FROM conversation").fetchone()[0])
        by_name = session.agent_option or session.settings.agent
        actor = by_name if by_name in find_agents(db) else SYSTEM
    try:
        with session.writing() as db:
            session.submit(db, RecordExport(form, count), actor)
    except StoreReadOnly:
        # A copy nobody can write to, such as a backup on a disk for reading: the team's log is elsewhere.
        return


def _as_one_document(session: Session, format_name: str) -> None:
    if format_name == "csv":
        raise Misused("--json prints a JSON document and no CSV: name a file for it with --output.")
    with session.reading() as db:
        session.documents(json.loads(jsonl_line(conversation)) for conversation in everything(db))


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Where the export goes: a file only its owner reads, complete or not there; else stdout, in UTF-8 as it is."""
    if output is None:
        stream = sys.stdout
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="")
        yield stream
        return
    part = output.with_name(f"{output.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(part, output)
    except OSError as error:
        raise Misused(f"{output} cannot be written ({error.strerror}); give another --output.") from error
