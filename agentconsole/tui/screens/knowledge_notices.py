"""What of the team's knowledge waits for the agent: notes that name them, and updates on incidents to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, n_
from agentconsole.tui import safe
from agentconsole.tui.widgets.notice_line import Notice, Tone

if TYPE_CHECKING:
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.knowledge_views import MentionView, ReadyUpdate


@dataclass(frozen=True, slots=True)
class KnowledgeNews:
    """The newest first."""

    mentions: tuple[MentionView, ...] = ()
    untold: tuple[ReadyUpdate, ...] = ()


def read_knowledge_news(door: Door) -> KnowledgeNews:
    """What there is."""
    if not door.is_asked_for():
        return KnowledgeNews()
    return KnowledgeNews(door.knowledge.mentions(), door.knowledge.untold())


def waiting(news: KnowledgeNews, key: Callable[[str], str]) -> Notice | None:
    """A colleague's word first, then what contacts are still to be told, with the keys for it."""
    menu = key("goto.menu")
    if news.mentions:
        return Notice(_mentioned(news.mentions, f"{menu} {key('goto.mention_list')}"), Tone.REMINDER)
    if not news.untold:
        return None
    count = len(news.untold)
    words = n_(
        "{count} contact of yours has not heard the update on incident {incident}: {keys}",
        "{count} contacts of yours have not heard the update on incident {incident}: {keys}",
        count,
    )
    incident, keys = safe.line(news.untold[0].incident_id), f"{menu} {key('goto.incident_list')}"
    return Notice(words.format(count=count, incident=incident, keys=keys), Tone.REMINDER)


def _mentioned(mentions: tuple[MentionView, ...], keys: str) -> str:
    first, more = mentions[0], len(mentions) - 1
    words = _("{who} names you in a note on #{id} (and {more} more): {keys}")
    if not more:
        words = _("{who} names you in a note on #{id}: {keys}")
    return words.format(who=safe.line(first.by), id=safe.line(first.conversation_id), more=more, keys=keys)
