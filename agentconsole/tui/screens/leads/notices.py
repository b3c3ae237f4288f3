"""What the notice line says about team leads: an offer that counts down, a call for a lead, a word to the team."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.queue import span
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.present import counted
from agentconsole.tui.widgets.notice_line import Notice, Tone

if TYPE_CHECKING:
    from agentconsole.domain.leads.watches import Quiet
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.board_views import CalledRow, OfferView
    from agentconsole.workspace.lead_views import ToldView

CHASED_AGAIN = 15 * MINUTE
"""How long what went silent is not spoken of once it was put away."""
TOLD_FOR = 5 * MINUTE
"""How long a word to the team stands on the line, unless it is put away."""
Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class LeadNews:
    """What waits for this agent: offers to them, calls that nobody has answered for a lead, the newest word, and what
    of theirs went silent elsewhere."""

    offers: tuple[OfferView, ...] = ()
    calls: tuple[CalledRow, ...] = ()
    told: ToldView | None = None
    quiet: tuple[Quiet, ...] = ()


def read_news(door: Door) -> LeadNews:
    """What there is; calls for leads only."""
    me = door.me
    calls = tuple(each for each in door.called() if not each.answered_by) if me.is_lead else ()
    told = next(iter(door.leads.told()), None)
    mine = told is not None and told.name == me.short_name
    return LeadNews(door.offers(), calls, None if mine else told, door.leads.quiet(mine=True))


def pressing(news: LeadNews, now: int, key: Key, *, seconds: bool) -> Notice | None:
    """What may not wait: an offer, with the time it still has, to the second if wanted."""
    offer = next((each for each in news.offers if each.until > now), None)
    if offer is None:
        return None
    left = counted(offer.until - now + SECOND - 1, seconds=seconds)
    words = _("{left} {who} offers you #{id} {contact}: {accept} accepts, {decline} declines").format(
        left=left,
        who=safe.line(offer.by),
        id=safe.line(offer.conversation_id),
        contact=safe.name(offer.contact_name),
        accept=key("conversation.claim"),
        decline=key("offer.decline"),
    )
    return Notice(words, Tone.REMINDER)


def calling(news: LeadNews, key: Key) -> Notice | None:
    """For a lead: who calls, and how many."""
    if not news.calls:
        return None
    first, more = news.calls[0], len(news.calls) - 1
    about = first.about.row
    words = _("{who} calls a lead to #{id} {contact} (and {more} more): {key}")
    if not more:
        words = _("{who} calls a lead to #{id} {contact}: {key}")
    told = words.format(
        who=safe.line(first.by),
        id=safe.line(about.id),
        contact=safe.name(about.contact_name),
        more=more,
        key=key("goto.board"),
    )
    return Notice(told, Tone.REMINDER)


def telling(news: LeadNews, now: int, seen_at: int) -> Notice | None:
    """A word to the team that is new to whoever looks."""
    told = news.told
    if told is None or told.at <= seen_at or now - told.at > TOLD_FOR:
        return None
    words = _("{who} to the team: {words}").format(who=safe.line(told.name), words=safe.line(told.body))
    return Notice(words, Tone.PLAIN, told.at + TOLD_FOR)


def chasing(news: LeadNews, now: int, key: Key, seen_at: int) -> Notice | None:
    """What waits on others and went silent, before the contact has to ask; put away, it is quiet for a while."""
    if not news.quiet or now - seen_at < CHASED_AGAIN:
        return None
    first, more = news.quiet[0], len(news.quiet) - 1
    words = _("#{id} waits on others, not a word for {span} (and {more} more): {keys}")
    if not more:
        words = _("#{id} waits on others, not a word for {span}: {keys}")
    keys = f"{key('goto.menu')} {key('goto.silent_list')}"
    told = words.format(id=safe.line(first.conversation_id), span=span(now - first.since), more=more, keys=keys)
    return Notice(told, Tone.REMINDER)


def next_word_at(news: LeadNews, now: int, *, seconds: bool) -> int:
    """When a word changes by itself: each second while an offer runs, or only at its end."""
    running = [each.until for each in news.offers if each.until > now]
    return (now // SECOND + 1) * SECOND if running and seconds else min(running, default=FAR)
