"""What screens show of the ladder and of words to the team: frozen values."""

from __future__ import annotations

from agentconsole.domain.leads.ladder import Rung
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung: who is on it now, by the names colleagues use, and what they may grant, in words; empty for none."""

    rung: Rung
    on_now: tuple[str, ...]
    may_grant: str
    is_here: bool
    """Whether the conversation that was asked about stands on this rung."""


@dataclass(frozen=True, slots=True)
class ToldView:
    """A word to the whole team."""

    name: str
    at: int
    body: str
