"""One conversation as a line command shows it: its facts, the clocks that run, and its newest messages."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import msgspec

from agentconsole.cli.errors import Refused
from agentconsole.cli.lines import times
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.message import Message
from agentconsole.domain.promises.clocks import clocks
from agentconsole.domain.taken_back import remark_of
from agentconsole.domain.terms import ENDED, Channel, MessageKind, Status, Voice, WaitsOn
from agentconsole.store.message_rows import MESSAGE_COLUMNS, message_from
from agentconsole.store.queries import OVERTAKEN, taken_back_in
from agentconsole.store.rows import find_conversation
from agentconsole.store.team.rows import find_levels
from agentconsole.tongue import N_, _, said
from agentconsole.tui.dialogs.choices import Choices
from agentconsole.tui.endings import worded
from agentconsole.tui.present import KINDS, state_words

VOICES = {
    Voice.WHISPER: N_("whisper"),
    Voice.ALONG: N_("was not sent"),
    Voice.UNSENT: N_("was not sent"),
    Voice.SUMMARY: N_("summary"),
    Voice.REMINDER: N_("reminder"),
}
"""What an internal line is called besides a note."""
Shown = dict[str, Any]
"""What `conversation show --json` promises: the fields of the conversation, `clocks`, and `messages`, oldest first;
the command adds `not_sent`."""


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
    """The newest `limit` messages (all for -1), oldest first; a remark that something was taken back says what."""
    where = f"WHERE conv_id = ? AND NOT {OVERTAKEN} ORDER BY k DESC LIMIT ?"
    sql = f"SELECT {', '.join(MESSAGE_COLUMNS)} FROM message m {where}"  # noqa: S608 - our own column names
    rows = db.execute(sql, (conversation_id, limit)).fetchall()[::-1]
    steps = taken_back_in(db, conversation_id, rows[0][2]) if rows else {}
    told = {seq: remark_of(actor, undone) for seq, (actor, undone) in steps.items()}
    found = ((message_from(row), told.get(row[2], "")) for row in rows)
    return [replace(message, body=remark) if remark else message for message, remark in found]


def in_words(found: Shown, choices: Choices) -> str:
    """The same for a person, in the words of the team's `choices`."""
    stands = state_words(Channel(found["channel"]), Status(found["status"]), WaitsOn(found["waits_on"]))
    stands = f"{said(found['channel'])}  {stands}"
    heading = f"#{found['id']}  {stands}  {found['contact_name']}  {found['subject']}"
    held = in_hands(Status(found["status"]), found["assignee"])
    lines = [
        heading.rstrip(),
        _("{held}, received {time}").format(held=held, time=times.told(found["received_at"])),
        *(_by_when(clock["kind"], clock["breach_at"]) for clock in found["clocks"]),
    ]
    for each in found["messages"]:
        lines += ["", f"{times.told(each['at'])}  {each['author']} ({_said_as(each)})", _body(each, choices)]
    return "\n".join(lines)


def in_hands(status: Status, holder: str) -> str:
    """Who holds it, and of what is over who held it last."""
    words = _("last held by {holder}") if status in ENDED else _("held by {holder}")
    return words.format(holder=holder or _("nobody"))


def _body(message: Shown, choices: Choices) -> str:
    return said(worded(message["body"], choices)) if message["kind"] == MessageKind.SYSTEM else str(message["body"])


def _by_when(kind: str, at: int) -> str:
    return _("{what}: by {time}").format(what=said(kind.replace("_", " ")), time=times.told(at))


def _said_as(message: Shown) -> str:
    voice = Voice(message["voice"])
    return _(VOICES[voice]) if voice in VOICES else _(KINDS[MessageKind(message["kind"])])
