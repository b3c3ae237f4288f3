"""The honest word that is proposed for whoever waits. It promises only what the clock demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.terms import SPOKEN_TO, Channel
from agentconsole.workspace.queue_views import MOST_OF_MINE, QueueFilter, Scope

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.queue_views import QueueRow

GREETING = "Hello, thank you for writing. I have your message and am looking into it now."
"""Proposed in a chat that has had no word from us: it goes as the first reply."""
HOLDING_UPDATES = (
    "I am still working on this for you and have not forgotten you. I will write again within five minutes.",
    "I am still on it. It takes longer than I hoped; I will tell you as soon as I know more, in five minutes at most.",
)
"""Proposed to whoever waits live, the second one when an update has gone out already, then in turn."""
TICKET_UPDATE = "We are working on this and have not forgotten you. I will write as soon as there is something to tell."
TICKET_UPDATES = (
    TICKET_UPDATE,
    "There is nothing new to tell yet. It is still in our hands, and I will write as soon as that changes.",
)
"""Proposed in a ticket: no clock there runs in minutes, so no minutes are promised. Nobody reads the same twice."""
REPORTED = frozenset({ClockKind.PROGRESS, ClockKind.PROMISED})
"""What is owed here is settled by a report with an estimate, and by no update."""


def is_proposed(text: str) -> bool:
    """Whether it is one of the proposals as it was made: nobody's words yet, which may give their place to others."""
    return text.strip() in (GREETING, *HOLDING_UPDATES, *TICKET_UPDATES)


def waits_for_word(door: Door, current: str) -> str:
    """The conversation of whom the line reminds, as far as a written word is owed there; else the one to which it is
    owed next, else the `current` one, else whoever is to be spoken to."""
    due = _reminded_of(door) or door.next_due(in_writing=True)
    if due is None and not current:
        due = door.next_due()
    return due.id if due is not None else current


def _reminded_of(door: Door) -> QueueRow | None:
    """A chat that breaks sooner may have more of its time left: it is not due before the ticket that is reminded of."""
    now, mine = door.now(), door.queue(QueueFilter(Scope.MINE), limit=MOST_OF_MINE).rows
    return next((row for row in mine if is_due(row, now) and row.status not in SPOKEN_TO), None)


def is_due(row: QueueRow, now: int) -> bool:
    """Whether the agent is to be reminded of it."""
    return row.clock is not None and stage(row.clock, now) >= Stage.NUDGE


def proposal(it: Conversation) -> str:
    """The word for whoever waits in this conversation."""
    if it.channel is Channel.TICKET:
        return TICKET_UPDATES[it.updates_in_a_row % 2]
    if it.channel is Channel.CHAT and it.first_reply_owed:
        return GREETING
    return HOLDING_UPDATES[it.updates_in_a_row % 2]
