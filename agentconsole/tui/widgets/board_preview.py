"""The look at the conversation under the board's cursor: whose it is, what speaks for looking, what was said last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import N_, _
from agentconsole.tui.widgets.ground import Rows
from agentconsole.tui.widgets.pane_title import PaneTitle
from agentconsole.tui.widgets.sign_lines import SignLines
from agentconsole.tui.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from agentconsole.workspace.views import ConversationView, TranscriptLine

PREVIEWED = 40
"""Newest lines of the conversation that is looked at."""
NOTHING = N_("Nothing to look at: no conversation here.")


class BoardPreview(Rows):
    """Of one conversation at a time; it stays where it was read to while that is the same one."""

    def __init__(self, *, offset: int = 0) -> None:
        self.title_line = PaneTitle(offset=offset)
        self.signs = SignLines()
        self.transcript = TranscriptView(offset=offset, says_who=True)
        super().__init__(self.title_line, self.signs, self.transcript, id="preview")
        self._looked_at = ""

    def show(self, view: ConversationView | None, lines: tuple[TranscriptLine, ...], now: int) -> None:
        """This conversation and its newest lines; None for nothing."""
        own = view.conversation.id if view else ""
        self.title_line.show(view, now, empty=_(NOTHING))
        if own == self._looked_at:
            self.transcript.refresh_tail(lines)
            return
        self._looked_at = own
        self.transcript.set_lines(lines, empty=_("Nothing has been said yet.") if own else "")
