"""The other chat in one line: its clock, whose it is, what was said last, and the key that opens it."""

from __future__ import annotations

from agentconsole.tongue import _
from agentconsole.tui import present, safe
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, tail_fitted
from agentconsole.tui.widgets.pane_title import state_words
from agentconsole.workspace.views import ConversationView


class PeekLine(Glance):
    """Shows a conversation that is live but not in front."""

    _view: ConversationView | None = None
    _hint = ""
    _empty = ""
    _words = ""
    _has_draft = False

    def show(
        self,
        view: ConversationView | None,
        now: int,
        *,
        hint: str = "",
        empty: str = "",
        words: str = "",
        has_draft: bool = False,
    ) -> None:
        """Shows the view as it is at `now`; `hint` is such as `F3 opens`, `empty` the words when there is none, `words`
        what the contact said last, `has_draft` whether the agent left off in the middle of a text."""
        self._view, self._hint, self._empty = view, hint, empty
        self._words, self._has_draft = words, has_draft
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the clock reads differently."""
        return self.clock_changes_at(self._view.clock if self._view else None)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """One line; what was said last is cut first."""
        view = self._view
        if view is None:
            return [((safe.cells(f"    {self._empty}", width), Ink.DIM),)]
        conversation = view.conversation
        channel = present.channel_cell(conversation.channel, view.slot).rstrip()
        clock = self.clock_run(view.clock, state_words(conversation))
        who = f"{channel} #{safe.line(conversation.id)} {safe.fit(safe.line(conversation.contact_name), 20)}: "
        unread = ((f" {present.unread_words(view.unread)}", Ink.STRONG),) if view.unread else ()
        draft = ((_("  draft"), Ink.NOTE),) if self._has_draft else ()
        right = (*unread, *draft, (f"  {self._hint} ", Ink.DIM))
        words = safe.in_order(safe.line(self._words or conversation.last_line))
        return [tail_fitted((clock, (who, Ink.TEXT), (words, Ink.DIM)), right, width)]
