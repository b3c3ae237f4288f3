"""The team's policy of reading along: from when on the agent is shown that a lead does."""

from __future__ import annotations

from agentconsole.domain.promises.service_levels import HOUR, MINUTE
from agentconsole.domain.values import dataclass

LONGEST_DELAY = HOUR
"""Nobody is watched in secret: later than this the agent is always shown it, and the audit trail has it at once."""


AWAY_AFTER = 3 * MINUTE
"""A lead of whom no console was heard of for so long does not read along any more: a console asks for news every few
seconds, and its last sign of life is kept to the minute."""


@dataclass(frozen=True, slots=True)
class Supervision:
    """`notice_after`: milliseconds from the moment a lead begins to read until the agent is shown it."""

    notice_after: int = 0


OPENLY = Supervision()
"""The default: `mo is reading along` stands there at once."""


def is_away(since: int, heard_at: int, now: int) -> bool:
    """Whether a lead who is in since then, and was last heard of then, counts as gone by now."""
    return now - max(since, heard_at) >= AWAY_AFTER
