"""The part of the pretended door that asks: questions only the agent can answer, and what was answered."""

from __future__ import annotations

from agentconsole.workspace.views import QuestionView


class FakeQuestions:
    """What waits, in `asked`; what was said to it, in `answers`."""

    def __init__(self) -> None:
        self.asked: list[QuestionView] = []
        self.asks = ""
        self.answers: list[tuple[str, bool]] = []

    def questions(self) -> tuple[QuestionView, ...]:
        """What waits for a yes or a no."""
        return tuple(self.asked)

    def answer(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """A yes or a no to each."""
        self.asked = [each for each in self.asked if each.command_id not in command_ids]
        self.answers += [(each, is_sent) for each in command_ids]
