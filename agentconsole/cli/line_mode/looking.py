"""What the prompt shows to who only looks: the queue, the team, what was found."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.cli.line_mode.news import row_line
from agentconsole.cli.line_mode.notices import called
from agentconsole.cli.line_mode.words import PRESENCES, ROLES
from agentconsole.cli.lines.transcript import in_hands
from agentconsole.tongue import _, number
from agentconsole.tongue import said as told
from agentconsole.workspace.api import Door
from agentconsole.workspace.nothing_found import nothing_found
from agentconsole.workspace.queue_text import typed
from agentconsole.workspace.queue_views import QueueFilter
from agentconsole.workspace.views import ConversationView

ROWS = 15
LONGEST_SEARCH = 10
"""Seconds."""


def queue_lines(door: Door, words: str = "") -> Iterator[str]:
    """What is the agent's and what waits, narrowed by the words, in the one order. Raises ValueError with what is wrong
    with them."""
    page, now = door.queue(typed(words, QueueFilter(), door.agents()), limit=ROWS), door.now()
    for row in page.rows:
        yield row_line(row, now)
    more = page.total - len(page.rows)
    if more > 0 or not page.rows:
        none = _("Nothing is like that.") if words else _("Nothing is yours and nothing waits.")
        yield _("and {count} more").format(count=number(more)) if more > 0 else none


def team_lines(door: Door) -> Iterator[str]:
    """Everybody, and whether they are there."""
    for each in door.agents():
        yield f"{each.full_name} ({each.id}), {_(ROLES[each.role])}: {_(PRESENCES[each.presence])}"


def board_lines(door: Door) -> Iterator[str]:
    """The team at a glance: who calls a lead, what is late and who has it, how everybody stands."""
    board, now = door.board(), door.now()
    for each in board.called:
        yield called(each)
    for late in board.late[:ROWS]:
        yield f"{row_line(late.row, now)}, {in_hands(late.row.status, late.holder)}"
    yield from team_lines(door)


def found_lines(door: Door, words: str) -> Iterator[str]:
    """Where the words stand, the newest first."""
    page = door.search(words, ROWS).result(LONGEST_SEARCH)
    for hit in page.hits:
        yield f"#{hit.conversation_id} {hit.contact_name}: {hit.snippet}"
    if not page.hits:
        yield nothing_found(page.meant)


def head_line(view: ConversationView) -> str:
    """What is opened, and in whose hands it is."""
    it = view.conversation
    who = ", ".join(each for each in (it.contact_name, it.subject) if each)
    stands = in_hands(it.status, view.assignee_name)
    if not it.is_open:
        stands = f"{told(it.status)}, {stands}"
    return _("#{id} {channel} of {contact}: {stands}").format(
        id=it.id, channel=told(it.channel), contact=who, stands=stands
    )
