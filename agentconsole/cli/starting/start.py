"""What one start gives the console beside the agent's settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.cli.starting.daily import Daily
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.lessons import Tutorial


@dataclass(frozen=True, slots=True)
class Start:
    """`notices` is what the agent is told at once, `speed` how fast the door's clock runs."""

    notices: tuple[str, ...] = ()
    speed: float = 1.0
    daily: Daily | None = None
    """The backup a day, where there is one to make."""
    choices: Choices | None = None
    """The team's own codes and categories; None for the usual ones."""
    tutorial: Tutorial | None = None
    """None where what is done is real."""

    def telling(self, complaint: str) -> Start:
        """The same, with one notice more unless it is empty."""
        return replace(self, notices=(*self.notices, complaint)) if complaint else self
