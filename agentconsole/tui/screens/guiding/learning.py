"""The tutorial on the console: it notices what was done, whatever the key, and can be skipped, left and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agentconsole.tongue import N_, _
from agentconsole.tui.screens.base import ConsoleBase

if TYPE_CHECKING:
    from agentconsole.tui.widgets.lesson_line import LessonLine
    from agentconsole.workspace.views import ReceiptView

RECENT = 5
"""Newest receipts among which the deed of a lesson is looked for."""
ELSEWHERE = N_("The tutorial belongs to the demo: agentconsole --demo --tutorial.")


class Learning(ConsoleBase):
    """What a lesson waits for is told by a receipt, or by the part of the screen that did it."""

    lesson_line: LessonLine | None = None
    _counted: frozenset[str] = frozenset()
    """Receipts that have been looked at, or were there before the lessons began."""

    def lesson_lines(self) -> Iterator[LessonLine]:
        """The tutorial's lines, where there can be a tutorial: a console of real work loads nothing of it."""
        if self.setting.tutorial is not None:
            from agentconsole.tui.widgets.lesson_line import LessonLine

            self.lesson_line = LessonLine(self.key)
            self._begin_lessons()
            yield self.lesson_line

    def carried_out(self, command_id: str) -> None:
        """Goes on when that was the lesson in hand."""
        tutorial = self.setting.tutorial
        if tutorial is not None and tutorial.carried_out(command_id):
            self._show_lesson()

    def look_at_receipts(self) -> None:
        """Something was committed: perhaps what the lesson waits for. Each receipt counts once, when it comes."""
        tutorial = self.setting.tutorial
        if tutorial is None or not tutorial.is_shown:
            return
        new = [receipt for receipt in self._accepted() if receipt.command_id not in self._counted]
        self._counted |= {receipt.command_id for receipt in new}
        for receipt in reversed(new):
            self.carried_out(receipt.kind)

    def _begin_lessons(self) -> None:
        """Shows the tutorial as it stands; what has been done by now ends no lesson."""
        tutorial = self.setting.tutorial
        if tutorial is not None and tutorial.is_shown:
            self._counted |= {receipt.command_id for receipt in self._accepted()}
        self._show_lesson()

    def _show_lesson(self) -> None:
        if self.lesson_line is not None:
            self.lesson_line.show(self.setting.tutorial)

    def _accepted(self) -> list[ReceiptView]:
        return [receipt for receipt in self.door.receipts(RECENT) if receipt.outcome == "accepted"]

    def action_app_tutorial(self) -> None:
        """Begins it, leaves it, or goes on with it."""
        tutorial = self.setting.tutorial
        if tutorial is None:
            self.say(_(ELSEWHERE), is_refusal=True)
        elif tutorial.is_shown:
            tutorial.leave()
            self.say(_("The tutorial goes on from here: {palette}, tutorial.").format(palette=self.key("app.palette")))
        else:
            tutorial.begin()
        self._begin_lessons()

    def action_tutorial_anew(self) -> None:
        """The first lesson, shown or not."""
        tutorial = self.setting.tutorial
        if tutorial is None:
            self.say(_(ELSEWHERE), is_refusal=True)
        else:
            tutorial.begin_anew()
            self._begin_lessons()

    def action_tutorial_skip(self) -> None:
        """The next lesson; nothing where no lesson is in hand."""
        tutorial = self.setting.tutorial
        if tutorial is not None and tutorial.is_shown:
            tutorial.skip()
            self._show_lesson()
        else:
            words = _("No tutorial is on. {palette}, tutorial begins it.") if tutorial else _(ELSEWHERE)
            self.say(words.format(palette=self.key("app.palette")))
