"""The board's top line: who looks, how many are here, who waits longest, how much is late."""

from __future__ import annotations

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.domain.terms import FAR
from agentconsole.tongue import _, number
from agentconsole.tui import safe, times
from agentconsole.tui.widgets.glance import Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, line_width, tail_fitted
from agentconsole.workspace.board_views import BoardView, OnPhone

GAP = 2
"""Blanks at least before the time of day: no number runs into it."""


class BoardLine(Glance):
    """Shows the numbers of a BoardView, for this agent."""

    _view: BoardView | None = None
    _me: Agent | None = None

    def show(self, view: BoardView, me: Agent, now: int) -> None:
        """Shows the view as it is at `now`."""
        self._view, self._me = view, me
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the time of day, or a waiting time in minutes, reads differently."""
        if self._view is None:
            return FAR
        marks = [(self._now + self._offset) // MINUTE * MINUTE + MINUTE - self._offset]
        waits = (self._view.chat_waits_since, self._view.phone_rings_since)
        marks += [since + ((self._now - since) // MINUTE + 1) * MINUTE for since in waits if since]
        return min(marks)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """The parts that fit, the time of day at the right."""
        if self._view is None or self._me is None:
            return []
        right: Line = ((f"{times.clock_time(self._now, self._offset)} ", Ink.DIM),)
        return [tail_fitted(joined(self._parts(self._view, self._me), width - line_width(right) - GAP), right, width)]

    def _parts(self, view: BoardView, me: Agent) -> list[Part]:
        # Whoever is on a call is here, as the table says, whatever they had said before it.
        on_call = sum(row.phone is not OnPhone.FREE for row in view.team)
        free = [row.agent.presence for row in view.team if row.phone is OnPhone.FREE]
        here = on_call + sum(each in (Presence.AVAILABLE, Presence.WRAP_UP) for each in free)
        away = free.count(Presence.BREAK)
        calls = sum(not each.answered_by for each in view.called)
        who = _(" {name} LEAD") if me.is_lead else _(" {name} AGENT")
        present = _("{here} here, {away} on break") if away else _("{here} here")
        return [
            part(who.format(name=safe.line(me.short_name).lower()), Ink.STRONG),
            part(_("called {count}").format(count=number(calls)) if calls else "", Ink.LATE, 1),
            _late(view),
            part(present.format(here=number(here), away=number(away)), rank=2),
            self._wait(_("chat waits {span}"), view.chat_waits_since, 3),
            self._wait(_("phone rings {span}"), view.phone_rings_since, 1),
            part(_("waiting {count}").format(count=number(view.waiting)), Ink.DIM, 4),
        ]

    def _wait(self, words: str, since: int, rank: int) -> Part:
        return part(words.format(span=times.minutes(self._now - since)) if since else "", Ink.SOON, rank)


def _late(view: BoardView) -> Part:
    if not view.late_total:
        return part(_("none late"), Ink.DIM, 1)
    return part(_("late {count}").format(count=number(view.late_total)), Ink.LATE, 1)
