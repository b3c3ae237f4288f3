"""`agentconsole report endings`: how contacts ended, by disposition."""

from __future__ import annotations

import sys

from agentconsole.cli import output
from agentconsole.cli.lines.spreadsheet import csv_text
from agentconsole.cli.lines.times import told as told_at
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.log_read import Counted, counted
from agentconsole.domain.terms import Channel
from agentconsole.reports.endings import Ended
from agentconsole.reports.reading import Coverage, read_coverage, read_endings
from agentconsole.tongue import _, number, said
from agentconsole.tui.dialogs.choices import words_of

COLUMNS = ("disposition", *(channel.value for channel in Channel), "count", "words")
WIDTHS = (20, 6, 6, 6, 6, 0)


@line_command("endings", example="report endings --from 30d --csv")
@counted("Print rows for a spreadsheet.")
def endings(session: Session, what: Counted, is_csv: bool) -> None:
    """How contacts ended: by disposition and channel, the commonest first, in the words of the team's list.

    With --database the team's whole log is read where the server keeps it, in a replica of that, or in a backup.
    """
    with what.log(session) as (db, begins, ends):
        found, coverage = read_endings(db, what.agent, begins, ends), read_coverage(db, begins, ends)
    if coverage is not None:
        output.complain(_covered(coverage))
    if is_csv:
        sys.stdout.write(csv_text(COLUMNS, ([*_cells(each), each.disposition.words] for each in found)))
    else:
        session.answer([_fields(each) for each in found], _words(found) if found else _("Nothing ended in that time."))


def _covered(coverage: Coverage) -> str:
    words = _(
        "Your copy of the team's log begins at event {seq}, {instant}: nothing before it is counted here. "
        "`report endings --database ADDRESS` counts all of it, from the server's database or a backup of it."
    )
    return words.format(seq=number(coverage.seq), instant=told_at(coverage.at))


def _told(each: Ended) -> str:
    it = each.disposition
    if not it.code:
        return _("none was said")
    words = words_of(it)
    return f"{words}  ·  {_('retired')}" if it.is_retired else words


def _cells(each: Ended) -> list[str]:
    counts = (each.contacts[channel] for channel in Channel)
    return [each.disposition.code, *map(str, counts), str(each.count)]


def _words(found: tuple[Ended, ...]) -> str:
    heads = [_("disposition"), *(said(each.value) for each in Channel), _("all"), ""]
    rows = [heads, *([*_cells(each), _told(each)] for each in found)]
    return "\n".join(output.row(list(zip(cells, WIDTHS, strict=True))) for cells in rows)


def _fields(each: Ended) -> dict[str, object]:
    it = each.disposition
    counts = {channel.value: each.contacts[channel] for channel in Channel}
    return {"id": it.code, "words": it.words, "retired": it.is_retired, **counts, "count": each.count}
