"""The counters of open conversations, kept with every event so that nobody has to count rows."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.store.connection import Connection


def counted(conversation: Conversation | None) -> frozenset[str]:
    """The tallies an open conversation counts in."""
    if conversation is None or not conversation.is_open:
        return frozenset()
    return counted_as(conversation.channel.value, conversation.assignee)


def counted_as(channel: str, assignee: str) -> frozenset[str]:
    """The tallies of an open conversation on this channel, in these hands or nobody's."""
    return frozenset({"open", f"open:{channel}", f"held:{assignee}" if assignee else "waiting"})


def tally(db: Connection, before: Conversation | None, after: Conversation) -> None:
    """Keeps the counters right, so that nobody has to count rows."""
    was, now = counted(before), counted(after)
    if was == now:
        return
    _step(db, [(name, -1) for name in was - now] + [(name, 1) for name in now - was])


def tally_out(db: Connection, gone: Conversation) -> None:
    """Counts a conversation out that is not here any more."""
    _step(db, [(name, -1) for name in counted(gone)])


def _step(db: Connection, steps: list[tuple[str, int]]) -> None:
    sql = "INSERT INTO tally(name, n) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET n = tally.n + excluded.n"
    db.executemany(sql, steps)
