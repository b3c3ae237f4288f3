"""`agentconsole queue`: the one order, narrowed but never reordered."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import fast_queue, output
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import Own, own_record, seen, tell_age
from agentconsole.domain.queue import span
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.store.queries import QueueEntry, queue_page
from agentconsole.store.queue_rows import Narrow
from agentconsole.tongue import _, said
from agentconsole.tui.present import state_words

ROWS = click.IntRange(1, fast_queue.MOST)


@line_command("queue", example="queue --mine --channel chat --json")
@click.option("--mine", is_flag=True, help="Only what you hold.")
@click.option("--channel", type=click.Choice([each.value for each in Channel]), help="Only this channel.")
@click.option(
    "--limit", type=click.IntRange(1, fast_queue.MOST), default=fast_queue.LIMIT, show_default=True, help="Rows."
)
@click.option("--filter", "filter_text", default="", help="Only what fits, such as 'tag:dns breached:yes by:bo'.")
@click.option("--view", "view_name", default="", help="Only what the view kept under this name shows.")
def command(session: Session, mine: bool, channel: str | None, limit: int, filter_text: str, view_name: str) -> None:
    """Open conversations by the time left until the next promise breaks."""
    if filter_text or view_name:
        with own_record(session) as own:
            entries = queue_page(own.db, _narrowed(own, session.now, mine, channel, filter_text, view_name), limit)
    elif mine:
        with own_record(session) as own:
            entries = queue_page(own.db, Narrow(assignees=(own.actor,), channel=channel or ""), limit)
    else:
        with seen(session) as db:
            entries = queue_page(db, Narrow(channel=channel or ""), limit)
    rows = [fast_queue.fields_of(entry) for entry in entries]
    session.answer(rows, "\n".join(_line(entry, session.now) for entry in entries) or said("Nothing is open."))
    tell_age(session)


def _narrowed(own: Own, now: int, mine: bool, channel: str | None, filter_text: str, view_name: str) -> Narrow:
    """What the view and the words over it mean. Raises Misused."""
    from agentconsole.store.own.saved_views import views_of
    from agentconsole.store.team.rows import find_agents
    from agentconsole.workspace.queue_reader import narrow
    from agentconsole.workspace.queue_text import typed
    from agentconsole.workspace.queue_views import QueueFilter, Scope

    kept = {each.name: each.filter for owner in ("", own.actor) for each in views_of(own.db, owner)}
    if view_name and view_name not in kept:
        raise Misused(f"No view is kept under {view_name!r}; `agentconsole view list` names all.")
    base = QueueFilter(Scope.MINE if mine else Scope.ALL, Channel(channel) if channel else None)
    try:
        chosen = typed(f"{kept.get(view_name, '')} {filter_text}".strip(), base, tuple(find_agents(own.db).values()))
    except ValueError as error:
        raise Misused(f"{error}.") from error
    return narrow(chosen, own.actor, now)


def _line(entry: QueueEntry, now: int) -> str:
    return output.row(
        [
            (f"#{entry.id}", 7),
            (said(entry.channel), 6),
            (state_words(Channel(entry.channel), Status(entry.status), WaitsOn(entry.waits_on)), 13),
            (_left(entry, now), 14),
            (entry.assignee or "-", 10),
            (entry.contact_name, 20),
            (entry.subject or entry.last_line, 0),
        ]
    )


def _left(entry: QueueEntry, now: int) -> str:
    """Time left, or how late: the words carry what a colour would."""
    if not entry.due_kind:
        return ""
    left = entry.due_ms - now
    return said(span(left)) if left >= 0 else _("late {span}").format(span=said(span(-left)))
