"""What is due next of the agent's own, and to whom a written word is owed next."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.workspace.filtered_queue import FilteredQueue
from agentconsole.workspace.queue_reader import QueueReader
from tests.workspace.conftest import desk_of


def no_view() -> FilteredQueue:
    raise AssertionError("no view is narrowed here")


def due(shift) -> tuple[str | None, str | None]:
    """Which of dana's is due first, and which of those that can be written to."""
    with desk_of(shift, "dana") as desk:
        reader = QueueReader(desk, no_view)
        first, in_writing = reader.next_due(), reader.next_due(in_writing=True)
        return first and first.id, in_writing and in_writing.id


def test_whoever_is_to_be_rung_is_due_and_waits_for_no_written_word(shift):
    call = shift.comes("phone", "Gus", "page is white")
    shift.does("phone", ask.ContactLeft(call))
    shift.does("dana", ask.Claim(call))
    assert due(shift) == (call, None)
    ticket = shift.comes("ticket", "Mara", "mail is late")
    shift.does("dana", ask.Claim(ticket))
    shift.does("dana", ask.Acknowledge(ticket, "I read it."))
    assert due(shift) == (call, ticket)
