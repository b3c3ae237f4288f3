"""What the agent can have read: a message counts as seen once it has stood on the screen for a moment. Pure."""

from __future__ import annotations

from agentconsole.domain.values import dataclass

READ_AFTER = 1_500
"""Milliseconds a new message needs on the screen; whoever presses Enter sooner has not read it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How many messages were shown, and how many before the latest came."""

    shown: int = 0
    since: int = 0
    before: int = 0

    def show(self, count: int, now: int) -> Seen:
        """The same or more messages on the screen."""
        if count <= self.shown:
            return self
        return Seen(count, now, self.read(now))

    def read(self, now: int) -> int:
        """How many messages the agent had time to read."""
        return self.shown if now - self.since >= READ_AFTER else self.before

    def acknowledge(self) -> Seen:
        """The agent was stopped and told: the next try is meant."""
        return Seen(self.shown, self.since, self.shown)
