"""A transcript as blocks of rows: each message laid out once, under the rules that part days and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from agentconsole.domain.promises.service_levels import DAY
from agentconsole.domain.terms import MessageKind
from agentconsole.tui.widgets.transcript_lines import day_rule, is_cut, message_lines, unread_rule

if TYPE_CHECKING:
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.views import TranscriptLine

REMEMBERED: Final = 1_000
"""Messages whose rows are remembered at most."""


class Blocks:
    """How the messages of one conversation are laid out, at the width they were last asked for. `offset` is the
    agent's local time, milliseconds east of UTC."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._shown_more: dict[int, int] = {}
        self._laid: dict[TranscriptLine, tuple[Line, ...]] = {}
        self._width = 0

    def clear(self) -> None:
        """Another conversation."""
        self._shown_more.clear()
        self._laid.clear()

    def block(
        self, messages: Sequence[TranscriptLine], index: int, width: int, unread_from: int | None
    ) -> tuple[Line, ...]:
        """The rows of a message with the rules above it; new is what came from `unread_from` on."""
        line, before = messages[index], messages[index - 1] if index else None
        rules = []
        if before and self._day(before) != self._day(line):
            rules.append(day_rule(line.at, self._offset, width))
        if unread_from is not None and line.k >= unread_from and not (before and before.k >= unread_from):
            rules.append(unread_rule(sum(map(is_news, messages[index:])), width))
        return (*rules, *self.rows(line, width))

    def show_more(self, line: TranscriptLine) -> bool:
        """Shows more of a message from now on; whether it is one that was cut."""
        shown = self._shown_more.get(line.k, 0)
        if not is_cut(line, shown):
            return False
        self._shown_more[line.k] = shown + 1
        self._laid.pop(line, None)
        return True

    def _day(self, line: TranscriptLine) -> int:
        return (line.at + self._offset) // DAY

    def rows(self, line: TranscriptLine, width: int) -> tuple[Line, ...]:
        """The rows of a message alone."""
        if self._width != width or len(self._laid) > REMEMBERED:
            self._laid.clear()
            self._width = width
        laid = self._laid.get(line)
        if laid is None:
            laid = message_lines(line, width, self._offset, self._shown_more.get(line.k, 0))
            self._laid[line] = laid
        return laid


def is_news(line: TranscriptLine) -> bool:
    """Whether somebody else said it: neither the agent nor the house."""
    return not line.is_own and line.kind is not MessageKind.SYSTEM
