"""Lines: what simulated agents know to say, by part of the talk, channel, category and language."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources.abc import Traversable

from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass
from agentconsole.simulator.reading import ScriptError, entries, read


class Part(StrEnum):
    """What a line of an agent is for."""

    GREETING = "greeting"
    QUESTION = "question"
    EXPLANATION = "explanation"
    UPDATE = "update"
    SOLUTION = "solution"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class AgentLine:
    """What agents say for one part of the talk; no channel or no category means any."""

    part: Part
    say: tuple[str, ...]
    channel: Channel | None = None
    category: str = ""
    language: str = "en"

    def fits(self, part: Part, channel: Channel, category: str, language: str) -> bool:
        """Whether an agent may say this here."""
        same = self.part is part and self.language == language
        return same and self.channel in (None, channel) and self.category in ("", category)


@dataclass(frozen=True, slots=True)
class AgentLines:
    """Everything simulated agents know to say."""

    lines: tuple[AgentLine, ...]

    def variants(self, part: Part, channel: Channel, category: str = "", language: str = "en") -> tuple[str, ...]:
        """The most specific lines that fit, category before channel; English where a language has none.

        Raises:
            ScriptError: not even a general English line exists for this part and channel.
        """
        fitting = [line for line in self.lines if line.fits(part, channel, category, language)]
        if fitting:
            best = max(_specificity(line) for line in fitting)
            return tuple(text for line in fitting if _specificity(line) == best for text in line.say)
        if language != "en":
            return self.variants(part, channel, category)
        raise ScriptError(f"agent_lines.toml: no {part} for {channel}")


def load_agent_lines(folder: Traversable) -> AgentLines:
    """What agents say, from `folder/agent_lines.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("agent_lines.toml")
    return AgentLines(tuple(read(AgentLine, row, where) for row, where in entries(file, "line")))


def _specificity(line: AgentLine) -> tuple[bool, bool]:
    return bool(line.category), line.channel is not None
