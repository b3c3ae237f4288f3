"""From stored messages to the lines a transcript shows, with their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.incoming import Attachment
from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.tongue import _, number
from agentconsole.typed import converted, decoded
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.views import TranscriptLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentconsole.domain.team.agent import Agent
    from agentconsole.store.strange import Strange


def transcript_line(row: tuple[object, ...], me: str, team: Mapping[str, Agent]) -> TranscriptLine:
    """One stored message as a line; agents are shown by the name colleagues use."""
    k, seq, kind, author_kind, author, at, body, length, attachments, voice = converted(
        row, tuple[int, int, str, str, str, int, str, int, str, str]
    )
    text = body if length <= len(body) else f"{body}\n{_more(length - len(body))}"
    files = decoded(attachments, tuple[Attachment, ...]) if attachments else ()
    known = team.get(author)
    return TranscriptLine(
        k=k,
        kind=MessageKind(kind),
        author_kind=Author(author_kind),
        author=known.short_name if known and author_kind != Author.CONTACT else author,
        at=at,
        body=text,
        attachments=tuple((f.name, f.size) for f in files),
        is_own=author_kind == Author.AGENT and author == me,
        delivery=Delivery.ACCEPTED,
        receipt=seq,
        accepted_at=at,
        voice=Voice(voice),
    )


def _more(count: int) -> str:
    return _("… {count} more characters, `agentconsole export` writes all").format(count=number(count))


def strange_line(it: Strange, k: int) -> TranscriptLine:
    """The neutral line of an event this version does not know; it shares `k` with the message before it."""
    words = _("Something happened here that this version cannot show ({kind}). Update agentconsole to see it.")
    words = words.format(kind=it.type)
    return TranscriptLine(
        k=k, kind=MessageKind.SYSTEM, author_kind=Author.SYSTEM, author="", at=it.at_ms, body=words, receipt=it.seq
    )
