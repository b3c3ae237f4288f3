"""How the console is signed in to its team, and from when on that is worth a word."""

from __future__ import annotations

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _

ANNOUNCED = 15 * MINUTE
"""Milliseconds before a session's last end from which on it is announced (protocol.md, 3.13)."""


class NotRenewed(Exception):
    """The password did not sign in; the message is one plain sentence for the agent."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`team` is the server, empty for a store of one's own; `ends_at` the session's last end as far as it is known."""

    team: str = ""
    is_out: bool = False
    ends_at: int = FAR

    def is_ending(self, now: int) -> bool:
        """Whether the end is so near that it is announced."""
        return not self.is_out and now >= self.ends_at - ANNOUNCED

    def needs_password(self, now: int) -> bool:
        """Whether the agent should type it."""
        return self.is_out or self.is_ending(now)

    def changes_at(self, now: int) -> int:
        """When `minutes_left` says something else, or is first worth saying; FAR when it never will."""
        if self.is_out or self.ends_at >= FAR or now >= self.ends_at:
            return FAR
        announced = self.ends_at - ANNOUNCED
        return announced if now < announced else self.ends_at - (minutes_left(self.ends_at, now) - 1) * MINUTE


OWN_STORE = Signed()
"""Nobody signs in to their own disk."""


def end_in_words(ends_at: int, now: int) -> str:
    """For the top line and the notice."""
    minutes = minutes_left(ends_at, now)
    return _("session ends in {count} min").format(count=minutes) if minutes > 1 else _("session ends within a minute")


def minutes_left(ends_at: int, now: int) -> int:
    """Whole minutes, begun ones counted; 0 when there are none."""
    return max(0, -(-(ends_at - now) // MINUTE))
