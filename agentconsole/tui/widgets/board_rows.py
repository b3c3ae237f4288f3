"""The words of the lead board's rows: pure functions from values to clean cells."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.domain.team.capacity import MAX_CHATS
from agentconsole.tongue import N_, _, said
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.board_columns import Column
from agentconsole.tui.widgets.board_list import Entry
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.status_line import PRESENCE_WORDS
from agentconsole.workspace.board_views import BoardRow, CalledRow, OnPhone, TeamRow

NOBODY: Final = N_("nobody ")
PHONE_WORDS: Final = {OnPhone.FREE: "-", OnPhone.LIVE: N_("live"), OnPhone.HOLD: N_("hold")}
CALLED_COLUMNS: Final = (
    Column("", 9),
    Column(N_("contact"), 14, share=1),
    Column(N_("from"), 12, share=1, ink=Ink.STRONG),
    Column(N_("why"), 16, rank=1, share=3, ink=Ink.DIM),
)
LATE_COLUMNS: Final = (
    Column("", 9),
    Column(N_("contact"), 14, share=2),
    Column(N_("with"), 8, share=1, ink=Ink.STRONG, words=(NOBODY,)),
    Column(N_("about"), 16, rank=1, share=3, ink=Ink.DIM),
)
TEAM_COLUMNS: Final = (
    Column(N_("agent"), 9, share=2, ink=Ink.STRONG),
    Column(N_("state"), 15),
    Column(N_("chats"), 8),
    Column(N_("phone"), 5, words=tuple(PHONE_WORDS.values())),
    Column(N_("tickets"), 7, rank=1),
    Column(N_("last 30 min"), 11, rank=2),
    Column(N_("due first"), 16, rank=3, share=3, ink=Ink.DIM),
)
BARS: Final = "·▁▂▃▄▅▆▇█"
"""From nothing to eight deeds or more in five minutes."""


def late_entry(each: BoardRow) -> Entry:
    """A conversation whose promise is broken."""
    row = each.row
    who = safe.line(each.holder) if each.holder else _(NOBODY)
    return Entry(
        row.id,
        (number(each), safe.name(row.contact_name), who, safe.in_order(safe.line(present.topic(row)))),
        row.clock,
    )


def called_entry(each: CalledRow, now: int) -> Entry:
    """A conversation for which a lead is called: why, by whom, and who is on it."""
    row = each.about.row
    answered = _("{name} is on it") if each.answered_by else _("from {name}")
    who = answered.format(name=safe.line(each.answered_by or each.by))
    cells = (number(each.about), safe.name(row.contact_name), who, safe.line(said(each.reason)))
    return Entry(row.id, cells, each.clock, _("call {span}").format(span=times.minutes(now - each.since)))


def number(each: BoardRow) -> str:
    """`C #4502`: the channel and the number."""
    return f"{present.channel_cell(each.row.channel).rstrip()} #{safe.line(each.row.id)}"


def team_entry(each: TeamRow, now: int) -> Entry:
    """One agent; the id is that of the agent."""
    is_off = each.agent.presence is Presence.OFFLINE
    rests = is_off and not each.held_id
    full = _("{held}/{most} FULL") if each.chats >= MAX_CHATS else "{held}/{most}"
    cells = (
        safe.line(each.agent.short_name).lower(),
        state_words(each, now),
        full.format(held=each.chats, most=MAX_CHATS) if each.chats or not is_off else "-",
        _(PHONE_WORDS[each.phone]),
        str(each.tickets or "-"),
        load_words(each.load) if any(each.load or ()) or not is_off else "",
        f"#{safe.line(each.due_id)} {safe.name(each.due_name)}" if each.due_id else "",
    )
    return Entry(each.agent.id, cells, each.clock, "" if is_off else _("none due"), rests)


def state_words(each: TeamRow, now: int) -> str:
    """`AVAILABLE`, `ON CALL`, `BREAK 12m lunch`, `OFF SHIFT`."""
    agent = each.agent
    if each.phone is not OnPhone.FREE:
        return _("ON CALL")
    words = _(PRESENCE_WORDS[agent.presence])
    if agent.presence in (Presence.BREAK, Presence.WRAP_UP) and agent.presence_since:
        words += f" {times.minutes(now - agent.presence_since)}"
    return f"{words} {_aux(agent)}".rstrip()


def _aux(agent: Agent) -> str:
    aux = safe.line(agent.aux)
    return "" if agent.presence is Presence.AVAILABLE or aux == agent.presence.value else aux


@lru_cache(maxsize=2_048)
def load_words(load: tuple[int, ...] | None) -> str:
    """`▁▃··▅█  24`: six bars of five minutes, and how much that was together; nothing where it is private."""
    if load is None:
        return ""
    return f"{''.join(BARS[min(each, len(BARS) - 1)] for each in load)} {sum(load):>3}"
