"""What of the team's knowledge waits for the agent: notes that name them, and updates on incidents to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.present import named_in, not_heard
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
    return Notice(not_heard(news.untold, f"{menu} {key('goto.incident_list')}"), Tone.REMINDER)


def beside(reminder: Notice, news: KnowledgeNews, key: Callable[[str], str]) -> Notice:
    """The reminder, and behind it that a colleague asks for a word: in a busy hour there is always a reminder."""
    if not news.mentions:
        return reminder
    keys = f"{key('goto.menu')} {key('goto.mention_list')}"
    names = _("{reminder} │ {who} names you: {keys}")
    words = names.format(reminder=reminder.words, who=safe.line(news.mentions[0].by), keys=keys)
    return replace(reminder, words=words)


def _mentioned(mentions: tuple[MentionView, ...], keys: str) -> str:
    first, more = mentions[0], len(mentions) - 1
    if not more:
        return named_in(first, keys)
    words = _("{who} names you in a note on #{id} (and {more} more): {keys}")
    return words.format(who=safe.line(first.by), id=safe.line(first.conversation_id), more=more, keys=keys)
