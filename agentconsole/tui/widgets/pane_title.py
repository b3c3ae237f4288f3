"""The line over a conversation: its clock at the left, then channel, number, contact and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.terms import Channel, Status
from agentconsole.tongue import _
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.glance import GAP, Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Run, line_width

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
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
        """When the clock reads differently, or the length of a talk."""
        return talk_changes_at(self, self._view, self._now)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """One line; since when it is open gives way to the subject, all else before the contact."""
        view = self._view
        if view is None:
            return [((safe.cells(f"   {self._empty}", width), Ink.DIM),)]
        conversation = view.conversation
        clock, clock_ink = talk_run(self, view, self._now)
        mark = ">" if self._is_active else " "
        who_ink = Ink.STRONG if self._is_active else Ink.TEXT
        channel = present.channel_cell(conversation.channel, view.slot).rstrip()
        contact = safe.fit(safe.name(conversation.contact_name), CONTACT_WIDTH)
        who = Part(((mark + clock[1:], clock_ink), (f"{channel} #{safe.line(conversation.id)} {contact}", who_ink)))
        since = _("since {moment}").format(moment=times.moment(conversation.received_at, self._now, self._offset))
        # Loaded with the first conversation that is opened.
        from agentconsole.tui.oversight_words import lead_words

        called = lead_words(conversation.oversight, self._now)
        rest = [part(called, Ink.SOON, 1), part(_holder(view), Ink.DIM, 2), part(since, Ink.DIM, 3)]
        width -= 1
        subject = safe.in_order(safe.line(conversation.subject))
        if _room(who, rest, width) < cell_len(subject):
            rest.pop()
        room = _room(who, rest, width)
        if subject and room >= SUBJECT_FROM:
            rest.insert(0, part(safe.fit(subject, room), rank=1))
        return [joined([who, *rest], width)]


def _room(who: Part, rest: list[Part], width: int) -> int:
    """The cells that are left for the subject beside all else that fits."""
    return width - line_width(joined([who, *rest], width)) - len(GAP)


def talk_run(glance: Glance, view: ConversationView, now: int) -> Run:
    """The clock of a conversation; in a call that owes nothing, how long the agent has been talking."""
    it = view.conversation
    if not _is_talk(view):
        words = present.state_words(it.channel, it.status, it.waits_on, is_ending=view.is_ending)
        return glance.clock_run(view.clock, words)
    span = present.counted(now - _began(it), seconds=glance.looks.counts_seconds)
    return glance.clock_run(None, _("live {span}").format(span=span))


def talk_changes_at(glance: Glance, view: ConversationView | None, now: int) -> int:
    """When `talk_run` reads differently."""
    if view is None or not _is_talk(view):
        return glance.clock_changes_at(view.clock if view else None)
    step = SECOND if glance.looks.counts_seconds else MINUTE
    return now + step - (now - _began(view.conversation)) % step


def _is_talk(view: ConversationView) -> bool:
    it = view.conversation
    return view.clock is None and not view.is_ending and it.channel is Channel.PHONE and it.status is Status.ACTIVE


def _began(conversation: Conversation) -> int:
    return conversation.assigned_at or conversation.received_at


def _holder(view: ConversationView) -> str:
    if view.is_mine:
        return _("yours")
    if view.assignee_name:
        return _("with {name}").format(name=safe.line(view.assignee_name))
    if view.former_assignee_name:
        return _("nobody's, was {name}'s").format(name=safe.line(view.former_assignee_name))
    return _("nobody's")
