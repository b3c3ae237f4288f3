"""An agent's own words in a conversation that are kept on this computer and have not reached the team's server."""

from __future__ import annotations

import sqlite3

from agentconsole.cli.lines import times
from agentconsole.cli.team.team_place import Team
from agentconsole.domain.terms import MessageKind
from agentconsole.domain.values import dataclass
from agentconsole.store.own.outbox import unfinished
from agentconsole.tongue import _
from agentconsole.tui.present import KINDS
from agentconsole.wire import WireError, from_outbox
from agentconsole.workspace.on_their_way import words_of


@dataclass(frozen=True, slots=True)
class NotSent:
    """One line to come: its command's id and where that is on its way, who wrote what, and when the key was pressed."""

    command_id: str
    state: str
    author: str
    kind: MessageKind
    at: int
    body: str


def not_sent(db: sqlite3.Connection, team: Team, conversation_id: str) -> list[NotSent]:
    """In the order they were written; without what nobody can read, which is asked about."""
    found = []
    for each in unfinished(db, team.url, team.agent):
        try:
            envelope = from_outbox(each.wire, each.command_id, each.actor)
        except WireError:
            continue
        words = words_of(envelope.command)
        if words and getattr(envelope.command, "conversation_id", "") == conversation_id:
            kind, body = words
            found.append(NotSent(each.command_id, each.state, team.agent, kind, envelope.client_ms, body))
    return found


def in_words(found: list[NotSent]) -> str:
    """The same for a person, below what the conversation holds."""
    heading = _("{time}  {author} ({kind}, not sent yet)")
    return "".join(
        f"\n\n{heading.format(time=times.told(each.at), author=each.author, kind=_(KINDS[each.kind]))}\n{each.body}"
        for each in found
    )
