"""A letter on every row of the queue in sight: one key opens the row it stands on."""

from __future__ import annotations

from typing import Final

from agentconsole.tongue import _
from agentconsole.tui.screens.base import ConsoleBase

LABELS: Final = "asdfghjklqwertyuiopzxcvbnm1234567890ASDFGHJKLQWERTYUIOPZXCVBNM"
"""In the order rows get them: where the fingers lie first. More than rows fit on any screen we draw."""


class Jumping(ConsoleBase):
    """The command that puts the letters there."""

    def leave_board(self) -> None:
        """The board gives the screen back to the console."""
        raise NotImplementedError

    def action_goto_labels(self) -> None:
        """Letters on the rows; one opens its row."""
        from agentconsole.tui.screens.finding.labels import LabelScreen

        self.leave_board()
        rows = dict(zip(LABELS, (row.id for row in self.queue.in_sight), strict=False)) if self.queue.is_shown else {}
        if not rows:
            self.say(_("There is no row in sight to jump to."))
            return
        self.queue.label({number: letter for letter, number in rows.items()})

        def jumped(conversation_id: str | None) -> None:
            self.queue.label({})
            if conversation_id:
                self.open_conversation(conversation_id)

        self.app.push_screen(LabelScreen(rows), jumped)
