"""Everything the simulation is played from: the scripts, the team, and what agents say."""

from __future__ import annotations

from functools import cache

from agentconsole.domain.values import dataclass
from agentconsole.paths import data
from agentconsole.simulator.knowledge import Knowledge, load_knowledge
from agentconsole.simulator.script import AgentLines, Script, Team, load_agent_lines, load_scripts, load_team


@dataclass(frozen=True, slots=True)
class Playbook:
    """The fixtures, read and checked."""

    scripts: tuple[Script, ...]
    affected: tuple[Script, ...]
    """Of those who are hit by the fault of the day; the others know nothing of it."""
    team: Team
    lines: AgentLines
    knowledge: Knowledge

    @property
    def by_id(self) -> dict[str, Script]:
        """The scripts by their ids."""
        return {script.id: script for script in (*self.scripts, *self.affected)}


@cache
def playbook() -> Playbook:
    """The project's own fixtures. Raises ScriptError when one of them cannot be used."""
    folder = data("fixtures")
    scripts, affected = load_scripts(folder), load_scripts(folder, "affected")
    return Playbook(scripts, affected, load_team(folder), load_agent_lines(folder), load_knowledge(folder))
