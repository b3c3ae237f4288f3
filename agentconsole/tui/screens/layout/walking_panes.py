"""The keys that walk through the panes and close them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from agentconsole.tui.screens.base import ConsoleBase

if TYPE_CHECKING:
    from agentconsole.tui.screens.conversation_pane import ConversationPane


class WalkingPanes(ConsoleBase):
    """Where the focus goes from pane to pane. Nothing here touches a conversation."""

    left: ConversationPane
    right: ConversationPane

    @property
    def shown_panes(self) -> tuple[ConversationPane, ...]:
        """The panes with room on the screen."""
        raise NotImplementedError

    def lay_out_panes(self) -> None:
        """Gives each pane the room it has now."""
        raise NotImplementedError

    @property
    def pane_with_focus(self) -> ConversationPane:
        """The pane the focus is in; else the current one."""
        return next((pane for pane in (self.left, self.right) if self.focused in pane.children), self.pane)

    def action_pane_close(self) -> None:
        """Closes the opened conversation and goes back to the queue."""
        self.before, self.current = self.current or self.before, ""
        self.back_to_queue()
        self.read_again()

    def action_pane_next(self) -> None:
        """The next pane."""
        self._step(1)

    def action_pane_previous(self) -> None:
        """The pane before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        open_panes = [pane for pane in self.shown_panes if pane.conversation_id]
        stops: list[Widget] = [self.queue, *(stop for pane in open_panes for stop in (pane.transcript, pane.composer))]
        at = stops.index(self.focused) if self.focused in stops else 0
        stop = stops[(at + by) % len(stops)]
        pane = next((each for each in open_panes if stop in each.children), None)
        if pane is None:
            self.back_to_queue()
        else:
            self.open_conversation(pane.conversation_id, into="composer" if stop is pane.composer else "transcript")
