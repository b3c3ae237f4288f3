"""Which console is wanted, where a command line holds no command."""

from __future__ import annotations

from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The agent's own, or the demo's with the shift of this seed, at this speed, without a terminal, or taught: whoever
    asks for any of these means the demo."""

    demo: bool = False
    seed: int | None = None
    speed: float = 1.0
    smoke: bool = False
    tutorial: bool = False
