"""`agentconsole receipts`: when a key was pressed, each try to send it, the answer, and whose time it was."""

from __future__ import annotations

import sys

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.lines import times
from agentconsole.cli.lines.kinds import Instant
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import Own, own_record
from agentconsole.domain.terms import FAR
from agentconsole.tongue import said


@line_command("receipts", example="receipts --from 8:00 --json")
@click.option("--from", "since", type=Instant(past=True), help="Pressed not before this time.")
@click.option("--to", "until", type=Instant(past=True), help="Pressed not after this time.")
@click.option("--all", "everybody", is_flag=True, help="Everybody's, and not only yours.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="Receipts at most.")
@click.option("--csv", "is_csv", is_flag=True, help="Print rows for a spreadsheet; no cell is taken for a formula.")
@click.option("--missing", is_flag=True, help="What a restored server has lost, and what was held back, instead.")
def command(
    session: Session, since: int | None, until: int | None, everybody: bool, limit: int, is_csv: bool, missing: bool
) -> None:
    """Your receipts, newest first: the key, each try, the server's answer, and how long the tool took."""
    if is_csv and session.is_json:
        raise Misused("--json prints a JSON document and no CSV: choose one of them.")
    with own_record(session) as own:
        if missing:
            _missing(session, own)
        else:
            _all(session, own, (since or 0, FAR if until is None else until, limit), is_csv=is_csv, everybody=everybody)


def _all(session: Session, own: Own, page: tuple[int, int, int], *, is_csv: bool, everybody: bool) -> None:
    from agentconsole.cli.lines import fair_words
    from agentconsole.reports.fair import added_up, judged
    from agentconsole.reports.reading import read_journeys, read_outages

    since, until, limit = page
    journeys = read_journeys(own.db, own.server, "" if everybody else own.actor, since, until, limit)
    outages = read_outages(own.db, min((journey.pressed_at for journey in journeys), default=0))
    found = [judged(journey, outages) for journey in journeys]
    if is_csv:
        sys.stdout.write(fair_words.as_csv(found))
    elif session.is_json:
        session.document([fair_words.fields(each) for each in found])
    else:
        output.show(fair_words.lines(found, added_up(found)) if found else said("There are no receipts."))


def _missing(session: Session, own: Own) -> None:
    from agentconsole.store.own.questions import Why, open_questions
    from agentconsole.sync.rewinding import restored_to
    from agentconsole.workspace.deciding import lost_words, view_of

    asked = [view_of(each, session.now) for each in open_questions(own.db, own.server, own.actor)]
    lost = sum(1 for each in asked if each.why == Why.LOST)
    rows = [
        output.row(
            [
                (each.command_id, 36),
                (times.told(each.pressed_at), 19),
                (each.kind, 22),
                (f"#{each.conversation_id}" if each.conversation_id else "", 7),
                (each.words if each.why == Why.UNREADABLE else each.text or each.words, 0),
            ]
        )
        for each in asked
    ]
    title = lost_words(restored_to(own.db, own.server, own.actor), lost) if lost else ""
    how = "`agentconsole resend --all` sends them, `resend --all --keep` does not; or name the first column's."
    words = "\n".join(filter(None, [title, *rows, how])) if asked else "Nothing is missing, and nothing was held back."
    session.answer([_question(each) for each in asked], words)


def _question(each: object) -> dict[str, object]:
    from msgspec import to_builtins

    found: dict[str, object] = to_builtins(each)
    return found
