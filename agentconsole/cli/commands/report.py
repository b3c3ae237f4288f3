"""`agentconsole report …`: figures of a shift, with the tool's time in a column of its own, and how contacts ended."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from agentconsole.cli import output
from agentconsole.cli.lines.fair_words import seconds
from agentconsole.cli.lines.spreadsheet import csv_text
from agentconsole.cli.lines.times import told as told_at
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.ending_report import endings
from agentconsole.cli.team.log_read import Counted, counted
from agentconsole.domain.terms import Channel
from agentconsole.reports.reading import Coverage, read_coverage, read_shift
from agentconsole.reports.shift import Breach, Figures
from agentconsole.tongue import N_, _, n_, number, said

COLUMNS = (
    *(
        "agent",
        "phone",
        "ticket",
        "chat",
        "first_reply",
        "in_time",
        "late",
        "no_answer",
        "breaches",
        "by_tool",
        "in_outage",
    ),
    *("commands", "tool_time", "outages"),
)
HEADS = (
    *(N_("agent"), N_("phone"), N_("ticket"), N_("chat"), N_("first reply"), N_("in time"), N_("late")),
    *(N_("no answer"), N_("breaches"), N_("by tool"), N_("in outage"), N_("commands"), N_("tool time"), N_("outages")),
)
"""The columns' names for a person; `COLUMNS` are a spreadsheet's."""
WIDTHS = (12, 5, 6, 4, 11, 7, 4, 9, 8, 7, 9, 8, 10, 10)


@noun("report")
def command() -> None:
    """Figures of shifts: what an agent did, what the tool did to them, and how contacts ended."""


@line_command("shift", example="report shift --from 8:00 --to 16:30 --agent dana")
@counted("Print rows for a spreadsheet; durations in seconds.")
def shift(session: Session, what: Counted, is_csv: bool) -> None:
    """By agent: contacts, first reply, promises kept in time, breaches, tool time, and breaches the tool explains.

    With --database the team's whole log is read where the server keeps it, in a replica of that, or in a backup.
    """
    with what.log(session) as (db, begins, ends):
        found, coverage = read_shift(db, what.agent, begins, ends), read_coverage(db, begins, ends)
    if coverage is not None:
        output.complain(_covered(coverage))
    if is_csv:
        sys.stdout.write(csv_text(COLUMNS, (_cells(each, str) for each in found)))
    elif session.is_json:
        session.document([_fields(each) for each in found])
    else:
        output.show(_words(found) if found else said("Nothing was done in that time."))


command.add_command(shift)
command.add_command(endings)


def _covered(coverage: Coverage) -> str:
    words = _(
        "Your copy of the team's log begins at event {seq}, {instant}: nothing before it is counted here, of nobody. "
        "`report shift --database ADDRESS` counts all of it, from the server's database or a backup of it."
    )
    headless = n_(
        "{count} conversation began before: its contacts and breaches are counted, its kept promises are not.",
        "{count} conversations began before: their contacts and breaches are counted, their kept promises are not.",
        coverage.headless,
    )
    told = words.format(seq=number(coverage.seq), instant=told_at(coverage.at))
    return f"{told} {headless.format(count=number(coverage.headless))}" if coverage.headless else told


def _cells(each: Figures, duration: type[str] | None = None) -> list[str]:
    def shown(ms: int) -> str:
        return f"{ms / 1_000:.3f}" if duration else seconds(ms)

    first = "" if each.first_reply is None else shown(each.first_reply)
    return [
        *(each.agent, *(str(each.contacts[channel]) for channel in Channel), first, str(each.in_time), str(each.late)),
        *(str(each.waived), str(len(each.breaches)), str(sum(b.by_tool for b in each.breaches))),
        *(str(sum(bool(b.outages) for b in each.breaches)), str(each.commands), shown(each.tool), shown(each.outage)),
    ]


def _words(found: tuple[Figures, ...]) -> str:
    heads = [_(each) for each in HEADS]
    widths = [max(width, len(each)) for each, width in zip(heads, WIDTHS, strict=True)]
    rows = [output.row(list(zip(cells, widths, strict=True))) for cells in (heads, *map(_cells, found))]
    excused = [_breach(each.agent, b) for each in found for b in each.breaches if b.is_excused]
    about = _("First replies and promises are counted by the key; what the tool took stands in its own column.")
    not_theirs = _("Breaches that are not the agent's:")
    return "\n".join([*rows, *(["", not_theirs, *excused] if excused else []), "", about])


def _breach(agent: str, breach: Breach) -> str:
    why = "the key was pressed in time" if breach.by_tool else ""
    waited = "help had been called for, or a lead took over" if breach.by_wait else ""
    cited = ", ".join(
        f"outage {'seen by the server' if o.is_seen else 'reported by the console'} (event {o.seq})"
        for o in breach.outages
    )
    reasons = "; ".join(filter(None, [why, waited, cited]))
    return f"  {agent}  #{breach.conversation_id}  {breach.clock} due {told_at(breach.due_at)}: {reasons}"


def _fields(each: Figures) -> dict[str, object]:
    return {
        "agent": each.agent,
        "contacts": {channel.value: each.contacts[channel] for channel in Channel},
        "first_reply_ms": each.first_reply,
        "first_reply_with_tool_ms": each.first_reply_raw,
        "in_time": each.in_time,
        "late": each.late,
        "no_answer": each.waived,
        "breaches": [_breach_fields(breach) for breach in each.breaches],
        "commands": each.commands,
        "tool_ms": each.tool,
        "outage_ms": each.outage,
    }


def _breach_fields(breach: Breach) -> dict[str, object]:
    return {
        "conversation": breach.conversation_id,
        "clock": breach.clock.value,
        "due": datetime.fromtimestamp(breach.due_at / 1_000, UTC).isoformat(),
        "by_tool": breach.by_tool,
        "by_wait": breach.by_wait,
        "outages": [
            {
                "event": o.seq,
                "kind": o.kind.value,
                "seen_by": "server" if o.is_seen else "console",
                "console": o.console,
            }
            for o in breach.outages
        ],
    }
