"""What of the team's knowledge waits for the agent: notes that name them, and updates on incidents to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.present import named_in, not_heard
from agentconsole.tui.screens.leads.notices import CHASED_AGAIN
from agentconsole.tui.widgets.notice_line import Notice, Tone

if TYPE_CHECKING:
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.knowledge_views import MentionView, ReadyUpdate


STANDS_FOR = MINUTE
"""How long the line says who has not heard an update, before the other things of the day have it again."""


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


class SaidOnce:
    """Who is still to be told, said when somebody joins them and then once in a quarter of an hour."""

    def __init__(self) -> None:
        self._whom: frozenset[tuple[str, str]] = frozenset()
        self._at = -CHASED_AGAIN

    def until(self, untold: tuple[ReadyUpdate, ...], now: int, seen_at: int) -> int:
        """Till when it stands on the line, an instant; 0 while it is quiet, or after it was put away at `seen_at`."""
        whom = frozenset((each.conversation_id, each.incident_id) for each in untold)
        if whom and (not whom <= self._whom or now - self._at >= CHASED_AGAIN):
            self._at = now
        self._whom = whom
        ends = self._at + STANDS_FOR
        return ends if whom and now < ends and seen_at < self._at else 0

    def changes_at(self, now: int) -> int:
        """When it is said again or falls quiet."""
        ends, again = self._at + STANDS_FOR, self._at + CHASED_AGAIN
        return min((each for each in (ends, again) if self._whom and each > now), default=FAR)


def waiting(news: KnowledgeNews, key: Callable[[str], str], said: SaidOnce, now: int, seen_at: int) -> Notice | None:
    """A colleague's word first, then what contacts are still to be told, with the keys for it."""
    menu = key("goto.menu")
    if news.mentions:
        return Notice(_mentioned(news.mentions, f"{menu} {key('goto.mention_list')}"), Tone.REMINDER)
    until = said.until(news.untold, now, seen_at)
    if not until:
        return None
    return Notice(not_heard(news.untold, f"{menu} {key('goto.incident_list')}"), Tone.REMINDER, until)


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
