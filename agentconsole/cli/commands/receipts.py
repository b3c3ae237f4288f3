"""`agentconsole receipts`: when a key was pressed, when it was saved, when it was answered."""

from __future__ import annotations

import json

import rich_click as click

from agentconsole.cli import output, times
from agentconsole.cli.kinds import Instant
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.store.queries import FAR, receipt_rows

Row = tuple[object, ...]


@line_command("receipts", example="receipts --from 8:00 --json")
@click.option("--from", "since", type=Instant(past=True), help="Not before this time.")
@click.option("--to", "until", type=Instant(past=True), help="Not after this time.")
@click.option("--all", "everybody", is_flag=True, help="Everybody's, and not only yours.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="Receipts at most.")
def command(session: Session, since: int | None, until: int | None, everybody: bool, limit: int) -> None:
    """Your receipts, newest first, with every instant."""
    with session.reading() as db:
        actor = "" if everybody else session.known_agent(db)
        rows = receipt_rows(db, actor, limit, since or 0, FAR if until is None else until)
    found = [_fields(row) for row in rows]
    session.answer(found, "\n".join(_line(each) for each in found) or "There are no receipts.")


def _fields(row: Row) -> dict[str, object]:
    """The receipt's own fields, and when this machine had saved and settled the command."""
    *_, saved_at, settled_at, _at, body, _actor = row
    return {**json.loads(str(body)), "saved_ms": saved_at, "settled_ms": settled_at}


def _line(each: dict[str, object]) -> str:
    instants = [times.told(int(str(each[name]))) for name in ("client_ms", "saved_ms", "settled_ms")]
    pressed, saved, settled = instants[0], instants[1][11:], instants[2][11:]
    proof = f"#{each['seq']}" if each["outcome"] == "accepted" else str(each["words"])
    return output.row(
        [
            (f"pressed {pressed}", 27),
            (f"saved {saved}", 14),
            (f"settled {settled}", 16),
            (str(each["outcome"]), 8),
            (str(each["kind"]), 24),
            (f"#{each['conversation']}" if each["conversation"] else "", 7),
            (proof, 0),
        ]
    )
