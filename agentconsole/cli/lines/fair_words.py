"""The fair report in words and in rows: what a lead reads, and what a spreadsheet takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from agentconsole.cli import output
from agentconsole.cli.lines import times
from agentconsole.cli.lines.spreadsheet import csv_text
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.reports.fair import WORDS, Judged, Sum
from agentconsole.store.own.outbox import Attempt
from agentconsole.tongue import _, n_, number, said, tenths
from agentconsole.wire import encode

COLUMNS = (
    *("pressed", "saved", "first_try", "tries", "accepted", "outcome", "kind", "conversation", "event", "words"),
    *("tool_seconds", "vouched", "outage_events", "receipt"),
)


def lines(judged: Sequence[Judged], total: Sum) -> str:
    """One line a command, its tries below where there was more than one, and the sum."""
    told = [line for each in judged for line in (_line(each), *_tries(each))]
    return "\n".join([*told, "", _sum(total)])


def _line(each: Judged) -> str:
    journey = each.journey
    pressed, saved = times.told(journey.pressed_at), times.told(journey.saved_at)[11:]
    accepted = _("accepted {time}").format(time=times.told(journey.accepted_at)[11:])
    answered = accepted if journey.outcome == "accepted" else said(journey.outcome)
    proof = _("event {number}").format(number=journey.seq) if journey.outcome == "accepted" else said(journey.words)
    tool = _("tool {span}").format(span=seconds(journey.shares.tool)) if journey.is_answered else ""
    return output.row(
        [
            (_("pressed {time}").format(time=pressed), 27),
            (_("saved {time}").format(time=saved), 14),
            (answered, 17),
            (journey.kind, 24),
            (f"#{journey.conversation}" if journey.conversation else "", 7),
            (tool, 11),
            (", ".join(filter(None, [proof, _(WORDS[each.vouched])])), 0),
        ]
    )


def _tries(each: Judged) -> Iterable[str]:
    if len(each.journey.tries) < 2:
        return ()
    return tuple(_try(n, it) for n, it in enumerate(each.journey.tries, 1))


def _try(n: int, it: Attempt) -> str:
    return output.row(
        [
            ("", 8),
            (_("try {n} at {time}").format(n=n, time=times.told(it.at)[11:]), 20),
            (f"{seconds(it.took)}", 8),
            (it.result, 0),
        ]
    )


def _sum(total: Sum) -> str:
    slow = _("{count} of them waited for longer than a line may.").format(count=number(total.slow))
    open_ = _("{count} have no answer yet.").format(count=number(total.unanswered))
    all_of_it = n_(
        "{count} command; the tool took {span} of it, which is nobody's time.",
        "{count} commands; the tool took {span} of them, which is nobody's time.",
        total.commands,
    ).format(count=number(total.commands), span=seconds(total.tool))
    return " ".join([all_of_it, *([slow] if total.slow else []), *([open_] if total.unanswered else [])])


def seconds(ms: int) -> str:
    """A duration as a lead reads it: `0.2 s`, `2:10`, `1 h 05 min`."""
    if ms < MINUTE:
        return f"{tenths(ms / 1_000)} s"
    minutes, rest = divmod(ms // 1_000, 60)
    return f"{minutes}:{rest:02}" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def fields(each: Judged) -> dict[str, object]:
    """The receipt's own fields where there is one, and the whole journey."""
    journey = each.journey
    own = json.loads(journey.receipt) if journey.receipt else _without_receipt(each)
    return {
        **own,
        "saved_ms": journey.saved_at,
        "settled_ms": journey.settled_at or None,
        "tries": [{"at_ms": it.at, "took_ms": it.took, "result": it.result} for it in journey.tries],
        "tool_ms": journey.shares.tool if journey.is_answered else None,
        "vouched": each.vouched.value,
        "outage_events": [outage.seq for outage in each.outages],
    }


def _without_receipt(each: Judged) -> dict[str, object]:
    journey = each.journey
    return {
        "id": journey.id,
        "actor": journey.actor,
        "kind": journey.kind,
        "conversation": journey.conversation,
        "outcome": journey.outcome,
        "client_ms": journey.pressed_at,
    }


def as_csv(judged: Iterable[Judged]) -> str:
    """RFC 4180, every cell through the formula guard."""
    return csv_text(COLUMNS, map(_cells, judged))


def _cells(each: Judged) -> list[str]:
    journey = each.journey
    return [
        times.told(journey.pressed_at),
        times.told(journey.saved_at),
        times.told(journey.tries[0].at) if journey.tries else "",
        str(len(journey.tries)),
        times.told(journey.accepted_at) if journey.is_answered else "",
        journey.outcome,
        journey.kind,
        journey.conversation,
        str(journey.seq or ""),
        journey.words,
        f"{journey.shares.tool / 1_000:.3f}" if journey.is_answered else "",
        each.vouched.value,
        encode([outage.seq for outage in each.outages]) if each.outages else "",
        journey.id,
    ]
