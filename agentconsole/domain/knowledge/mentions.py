"""Mentions: `@bo` in an internal note calls a colleague's eye to it, and stays until they have seen it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agentconsole.domain.team.agent import Agent
from agentconsole.domain.values import dataclass

_NAMED = re.compile(r"(?<![\w@./-])@([a-z][a-z0-9._-]{0,31})")
MOST_KEPT = 50
"""Mentions a conversation keeps in mind; of more the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Agent `agent` was named by `by` in the note number `k`, at `at`."""

    agent: str
    by: str
    k: int
    at: int
    is_seen: bool = False


def named_in(body: str, agents: Mapping[str, Agent]) -> tuple[str, ...]:
    """The agents a note names, in its order, each once; what names nobody is a word like any other."""
    found = (_agent(match[1], agents) for match in _NAMED.finditer(body))
    return tuple(dict.fromkeys(each for each in found if each))


def _agent(name: str, agents: Mapping[str, Agent]) -> str:
    """The agent meant: a dot or dash at the end may belong to the sentence."""
    bare = name.rstrip("._-")
    return next((each for each in (name, bare) if each in agents), "")


def unseen_by(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    """Who has not seen their mention yet, by name."""
    return tuple(sorted({each.agent for each in mentions if not each.is_seen}))


def column_of(mentions: tuple[Mention, ...]) -> str:
    """The same as a list that is looked through for one name: ` ana bo `; empty for nobody."""
    unseen = unseen_by(mentions)
    return f" {' '.join(unseen)} " if unseen else ""
