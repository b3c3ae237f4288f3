"""The top line: what breaks next, who I am, how full, how late, and whether everything is saved and sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.domain.team.capacity import MAX_CALLS, MAX_CHATS
from agentconsole.domain.terms import FAR
from agentconsole.tongue import N_, _, number
from agentconsole.tui import safe, times
from agentconsole.tui.present import LEFT_WIDTH
from agentconsole.tui.widgets.glance import Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, line_width, tail_fitted

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import StatusView

TIMED_FROM: Final = 100
"""Cells from which the line also tells the time of day; narrower screens never wake up for it."""
NAME_WIDTH: Final = 10
"""Cells of the contact's name; what the line has to spare goes to it, too."""
SLOT: Final = 3
"""Cells at least of whose it is: `C1`."""
OK: Final = N_("sync ok")

PRESENCE_WORDS: Final = {
    Presence.AVAILABLE: N_("AVAILABLE"),
    Presence.WRAP_UP: N_("WRAP-UP"),
    Presence.BREAK: N_("BREAK"),
    Presence.OFFLINE: N_("OFF SHIFT"),
}
BACK: Final = {
    Presence.BREAK: N_("{who}, {key} ends it"),
    Presence.OFFLINE: N_("{who}, {key} begins"),
}
"""Where nothing new is given to the agent, with the key that changes it."""


class StatusLine(Glance):
    """Shows a StatusView. `begins` says which key makes the agent available; empty where there is none."""

    def __init__(self, begins: Callable[[], str] = str, *, offset: int = 0) -> None:
        super().__init__(offset=offset)
        self._begins = begins

    _view: StatusView | None = None

    def show(self, view: StatusView, now: int) -> None:
        """Shows the view as it is at `now`; an equal picture repaints nothing."""
        self._view = view
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the next clock, or the time of day, reads differently."""
        minute = FAR
        if self.size.width >= TIMED_FROM:
            minute = ((self._now + self._offset) // MINUTE + 1) * MINUTE - self._offset
        return min(minute, self.clock_changes_at(self._view.next_clock if self._view else None))

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """The parts that fit, the next promise at the left, the time of day at the right."""
        view = self._view
        if view is None:
            return []
        parts = _parts(view, self._begins(), width, self._now)
        right: Line = ()
        if width >= TIMED_FROM:
            right = ((f" {times.clock_time(self._now, self._offset)} ", Ink.DIM),)
        room = width - (line_width(right) or 1)
        line = joined([self._next(view, NAME_WIDTH), *parts], room)
        whole = joined([self._next(view, NAME_WIDTH + room - line_width(line)), *parts], room)
        return [tail_fitted(whole, right, width)]

    def _next(self, view: StatusView, most: int) -> Part:
        """What breaks next, and whose it is, in so many cells at most."""
        if view.next_clock is None:
            return part(safe.cells(f"    {_('mine: none due')}", LEFT_WIDTH + SLOT), Ink.DIM)
        clock = self.clock_run(view.next_clock, "")
        whose = f"C{view.next_slot}" if view.next_slot else safe.name(view.next_name)
        owner = f"{safe.fit(whose, most):<{SLOT}}"
        return Part((clock, (owner, clock[1])))


def _parts(view: StatusView, key: str, width: int, now: int) -> list[Part]:
    late = ((_(" late {count}").format(count=number(view.late)), Ink.LATE),) if view.late else ()
    open_ = _("all open {count}") if width >= TIMED_FROM else _("open {count}")
    return [
        _who(view.agent, view.presence, key),
        _chats(view),
        _phone(view, width),
        Part(((open_.format(count=number(view.open_total)), Ink.TEXT), *late), 2),
        part(_("waiting {count}").format(count=number(view.waiting)), Ink.DIM, 6),
        part(_("{count} unsent").format(count=number(view.unsent)) if _is_news(view) else "", Ink.SOON, 3),
        _sync(view, width, now),
    ]


def _is_news(view: StatusView) -> bool:
    """Whether anything is unsent that the words about the line do not count themselves: `offline 2:10, 3 to send`."""
    return bool(view.unsent) and number(view.unsent) not in view.sync_words.split()


def _sync(view: StatusView, width: int, now: int) -> Part:
    """Trouble is seen at every width, with a sign, and so are the end of a session and that the rest of the line
    does not know all yet; what is safe all the same is said on the notice line, too."""
    words = view.sync_words
    if view.signed.is_out:
        return part(safe.line(words if width >= TIMED_FROM else words.partition(":")[0]), Ink.SOON, 1)
    if view.has_trouble:
        return part(f"! {safe.line(_(words))}", Ink.SOON, 1)
    if words in (OK, _(OK)):
        return part(safe.line(_(words)), Ink.DIM, 5)
    is_first = view.is_behind or view.signed.is_ending(now)
    return part(safe.line(_(words)), Ink.SOON, 1 if is_first else 3)


def _who(agent: Agent, presence: Presence, key: str) -> Part:
    """Whoever gets nothing new stands out on every width: it is easily forgotten."""
    is_told = presence is not Presence.AVAILABLE and agent.aux != presence
    aux = f" {safe.line(agent.aux)}" if agent.aux and is_told else ""
    words = f"{safe.line(agent.short_name).lower()} {_(PRESENCE_WORDS[presence])}{aux}"
    if presence not in BACK:
        return part(words, Ink.STRONG, 1)
    return part(f" {_(BACK[presence]).format(who=words, key=key) if key else words} ", Ink.NOTE, 1)


def _chats(view: StatusView) -> Part:
    held = len(view.chats)
    full = (_(" FULL"), Ink.STRONG) if held >= MAX_CHATS else ("", Ink.TEXT)
    return Part(((_("chat {held}/{most}").format(held=held, most=MAX_CHATS), Ink.TEXT), full), 2)


def _phone(view: StatusView, width: int) -> Part:
    held = 1 if view.call else 0
    words = _("phone {held}/{most} on hold") if view.call_on_hold else _("phone {held}/{most}")
    if view.call_on_hold and width < TIMED_FROM:
        words = _("phone on hold")
    return part(words.format(held=held, most=MAX_CALLS), rank=4)
