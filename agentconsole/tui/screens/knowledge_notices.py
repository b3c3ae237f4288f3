"""What of the team's knowledge waits for the agent: notes that name them, and updates on known faults to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        first, more = news.mentions[0], len(news.mentions) - 1
        others = f" (and {more} more)" if more else ""
        who = f"{safe.line(first.by)} names you in a note on #{safe.line(first.conversation_id)}"
        return Notice(f"{who}{others}: {menu} {key('goto.mention_list')}", Tone.REMINDER)
    if not news.untold:
        return None
    first_one = news.untold[0]
    count = len(news.untold)
    whom = "1 contact of yours has" if count == 1 else f"{count} contacts of yours have"
    words = f"{whom} not heard the update on incident {safe.line(first_one.incident_id)}"
    return Notice(f"{words}: {menu} {key('goto.incident_list')}", Tone.REMINDER)
