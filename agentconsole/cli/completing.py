"""Whether a run only completes what is being typed: the shell asks so by a variable of its own."""

from __future__ import annotations

from collections.abc import Mapping

VARIABLE = "_AGENTCONSOLE_COMPLETE"


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether the shell waits for completions; no console may open then."""
    return VARIABLE in environment
