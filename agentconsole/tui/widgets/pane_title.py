"""The line over a conversation: its clock at the left, then channel, number, contact and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.tongue import _
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.glance import GAP, Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, line_width

if TYPE_CHECKING:
    from agentconsole.workspace.views import ConversationView

CONTACT_WIDTH: Final = 28
SUBJECT_FROM: Final = 8
"""Cells that must be left over for the subject to be worth showing."""


class PaneTitle(Glance):
    """Shows whose conversation a pane holds; `is_active` marks the pane the keys go to with a `>`."""

    _view: ConversationView | None = None
    _is_active = False
    _empty = ""

    def show(self, view: ConversationView | None, now: int, *, is_active: bool = False, empty: str = "") -> None:
        """Shows the view as it is at `now`, or the words for an empty pane."""
        self._view, self._is_active, self._empty = view, is_active, empty
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the clock reads differently."""
        return self.clock_changes_at(self._view.clock if self._view else None)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """One line; the subject gives way first, the contact last."""
        view = self._view
        if view is None:
            return [((safe.cells(f"   {self._empty}", width), Ink.DIM),)]
        conversation = view.conversation
        state = state_words(conversation.channel, conversation.status, conversation.waits_on)
        clock, clock_ink = self.clock_run(view.clock, state)
        mark = ">" if self._is_active else " "
        who_ink = Ink.STRONG if self._is_active else Ink.TEXT
        channel = present.channel_cell(conversation.channel, view.slot).rstrip()
        contact = safe.fit(safe.line(conversation.contact_name), CONTACT_WIDTH)
        who = Part(((mark + clock[1:], clock_ink), (f"{channel} #{safe.line(conversation.id)} {contact}", who_ink)))
        since = _("since {moment}").format(moment=times.moment(conversation.received_at, self._now, self._offset))
        # Loaded with the first conversation that is opened.
        from agentconsole.tui.oversight_words import lead_words

        called = lead_words(conversation.oversight, self._now)
        rest = [part(called, Ink.SOON, 1), part(_holder(view), Ink.DIM, 2), part(since, Ink.DIM, 3)]
        width -= 1
        room = width - line_width(joined([who, *rest], width)) - len(GAP)
        if conversation.subject and room >= SUBJECT_FROM:
            rest.insert(0, part(safe.fit(safe.line(conversation.subject), room), rank=1))
        return [joined([who, *rest], width)]


def state_words(channel: Channel, status: Status, waits_on: WaitsOn) -> str:
    """What stands in the clock's place while nothing is owed: `live`, `their turn`, `pending`, `wrap-up`."""
    if status is Status.ACTIVE:
        if channel is Channel.PHONE:
            return _("live")
        return _("their turn") if waits_on is WaitsOn.CONTACT else _("active")
    return _(present.STATUS_WORDS[status])


def _holder(view: ConversationView) -> str:
    if view.is_mine:
        return _("yours")
    if view.assignee_name:
        return _("with {name}").format(name=safe.line(view.assignee_name))
    if view.former_assignee_name:
        return _("nobody's, was {name}'s").format(name=safe.line(view.former_assignee_name))
    return _("nobody's")
