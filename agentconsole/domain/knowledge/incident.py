"""Incidents: faults that trouble many contacts at once, since when, how they stand, and what is told; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from agentconsole.domain.knowledge.canned import VARIABLES, filled, unknown_variable
from agentconsole.domain.values import dataclass

LONGEST_TITLE = 200
LONGEST_DETAILS = 20_000
LONGEST_UPDATE = 20_000


class IncidentState(StrEnum):
    """Still there; thought to be mended and looked at; over."""

    OPEN = "open"
    WATCHING = "watching"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Incident:
    """What fails for many. `details` are for the team; `update` is the newest text for every contact concerned, the
    `updates`-th, drafted by `updated_by`; instants are epoch ms."""

    id: str
    title: str
    began_at: int
    state: IncidentState = IncidentState.OPEN
    details: str = ""
    opened_by: str = ""
    updates: int = 0
    update: str = ""
    updated_by: str = ""
    updated_at: int = 0

    def words_for(self, facts: Mapping[str, str]) -> str:
        """The update as one contact reads it."""
        return filled(self.update, facts)


def bad_title(title: str) -> str:
    """Why it is no title, in one sentence; empty when it is one."""
    if title and len(title) <= LONGEST_TITLE and title.isprintable():
        return ""
    return f"An incident has a title of 1 to {LONGEST_TITLE} printable characters: what fails, and where."


def bad_update(body: str) -> str:
    """Why it cannot be told, in one sentence; empty when it can."""
    if not body:
        return "The update is empty; nothing was drafted."
    if len(body) > LONGEST_UPDATE:
        return f"An update may have {LONGEST_UPDATE:,} characters."
    if name := unknown_variable(body):
        known = ", ".join(VARIABLES)
        return f"{{{{{name}}}}} cannot be filled in; there are {known}, and {{{{?words}}}} for each agent."
    return ""
