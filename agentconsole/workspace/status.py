"""The one line that tells how the agent stands: who, how full, how late, what is next, and whether all is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import Status
from agentconsole.store import queries
from agentconsole.tongue import _, said
from agentconsole.workspace.queue_views import StatusView

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk
    from agentconsole.workspace.queue_reader import QueueReader


def read_status(desk: Desk, reader: QueueReader) -> StatusView:
    """The agent's own state and the team's queue in numbers, from tallies and two small tables."""
    me, kept = desk.team()[desk.me], queries.tallies(desk.db)
    call = desk.call()
    due = reader.next_due()
    unsent, trouble = len(desk.carried()), desk.courier.trouble()
    return StatusView(
        agent=me,
        presence=me.presence,
        chats=desk.chats(),
        call=call,
        call_on_hold=call is not None and reader.row(call.conversation_id).status is Status.ON_HOLD,
        waiting=kept.get("waiting", 0),
        open_total=kept.get("open", 0),
        late=queries.late_count(desk.db, desk.clock.now()),
        next_clock=due.clock if due else None,
        next_name=due.contact_name if due else "",
        next_slot=due.slot if due else 0,
        unsent=unsent,
        sync_words=said(trouble) or desk.courier.standing(desk.clock.now(), unsent) or _("sync ok"),
        signed=desk.courier.signed(),
        asks=_asks(desk),
        has_trouble=bool(trouble) or not desk.courier.is_reachable(),
        is_behind=not desk.courier.knows_where_it_stands(),
    )


def _asks(desk: Desk) -> str:
    if not queries.is_asked(desk.db, desk.server, desk.me):
        return ""
    from agentconsole.store.own.questions import count_by_why
    from agentconsole.workspace.deciding import ask_words

    return ask_words(desk, count_by_why(desk.db, desk.server, desk.me))
