"""The agent's own words that are still on their way, as the lines they will become."""

from __future__ import annotations

from agentconsole.domain.commands import Acknowledge, Command, Note, Reply, ReportProgress, Update
from agentconsole.domain.knowledge.incident_commands import Inform
from agentconsole.domain.leads.commands import Whisper
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.workspace.carried import Carried
from agentconsole.workspace.views import TranscriptLine


def words_of(command: Command) -> tuple[MessageKind, str] | None:
    """The kind and text of a line the command would add; None for commands without words."""
    match command:
        case Reply(body=body) | ReportProgress(body=body):
            return MessageKind.REPLY, body
        case Acknowledge(body=body) | Inform(body=body) if body:
            return MessageKind.REPLY, body
        case Update(body=body):
            return MessageKind.UPDATE, body
        case Note(body=body) | Whisper(body=body):
            return MessageKind.NOTE, body
        case _:
            return None


def carried_line(carried: Carried, k: int, me: Agent) -> TranscriptLine | None:
    """The line a command on its way will become; None when it has no words."""
    words = words_of(carried.envelope.command)
    if words is None:
        return None
    kind, body = words
    return TranscriptLine(
        k=k,
        kind=kind,
        author_kind=Author.AGENT,
        author=me.short_name,
        at=carried.envelope.client_ms,
        body=body,
        is_own=True,
        delivery=carried.delivery,
        command_id=carried.envelope.id,
        voice=Voice.WHISPER if isinstance(carried.envelope.command, Whisper) else Voice.OWN,
    )
