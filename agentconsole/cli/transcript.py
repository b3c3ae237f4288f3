"""One conversation as a line command shows it: its facts, the clocks that run, and its newest messages."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from agentconsole.cli import times
from agentconsole.cli.errors import Refused
from agentconsole.domain.clocks import clocks
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.message import Message
from agentconsole.domain.terms import Voice
from agentconsole.store.message_rows import MESSAGE_COLUMNS, message_from
from agentconsole.store.queries import OVERTAKEN
from agentconsole.store.rows import find_conversation
from agentconsole.store.team_rows import find_levels

VOICES = {
    Voice.WHISPER: "whisper",
    Voice.UNSENT: "was not sent",
    Voice.SUMMARY: "summary",
    Voice.REMINDER: "reminder",
}
"""What an internal line is called besides a note."""
Shown = dict[str, Any]
"""What `conversation show --json` promises: the fields of the conversation, `clocks`, and `messages`, oldest first."""


def find(db: sqlite3.Connection, conversation_id: str) -> Conversation:
    """The conversation itself. Raises Refused when there is none."""
    stored = find_conversation(db, conversation_id)
    if stored is None:
        raise Refused(f"There is no conversation #{conversation_id}.")
    return stored.conversation


def shown(db: sqlite3.Connection, conversation_id: str, limit: int) -> Shown:
    """The conversation with at most `limit` messages. Raises Refused when there is none."""
    conversation = find(db, conversation_id)
    running = clocks(conversation, find_levels(db))
    return {
        **msgspec.to_builtins(conversation),
        "clocks": msgspec.to_builtins(running),
        # `messages` of the conversation is their number; here they are themselves.
        "message_count": conversation.messages,
        "messages": msgspec.to_builtins(messages(db, conversation_id, limit)),
    }


def messages(db: sqlite3.Connection, conversation_id: str, limit: int = -1) -> list[Message]:
    """The newest `limit` messages (all for -1), oldest first."""
    where = f"WHERE conv_id = ? AND NOT {OVERTAKEN} ORDER BY k DESC LIMIT ?"
    sql = f"SELECT {', '.join(MESSAGE_COLUMNS)} FROM message m {where}"  # noqa: S608 - our own column names
    rows = db.execute(sql, (conversation_id, limit)).fetchall()
    return [message_from(row) for row in reversed(rows)]


def in_words(found: Shown) -> str:
    """The same for a person."""
    heading = f"#{found['id']}  {found['channel']}  {found['status']}  {found['contact_name']}  {found['subject']}"
    lines = [
        heading.rstrip(),
        f"held by {found['assignee'] or 'nobody'}, received {times.told(found['received_at'])}",
        *(f"{clock['kind'].replace('_', ' ')}: by {times.told(clock['breach_at'])}" for clock in found["clocks"]),
    ]
    for each in found["messages"]:
        lines += ["", f"{times.told(each['at'])}  {each['author']} ({_said_as(each)})", each["body"]]
    return "\n".join(lines)


def _said_as(message: Shown) -> str:
    return VOICES.get(Voice(message["voice"]), str(message["kind"]))
