"""What a backend is, and the ways in which one can fail.

BackendError                 nothing is known to have happened; the command keeps its id and its bytes
├── BackendUnavailable       try again later: the store is locked, the network is gone
├── BackendRejected          it will never be taken like this: hold it for the agent
└── NotSignedIn              the session has ended: ask
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agentconsole.engine.feed import Changes
from agentconsole.engine.receipts import Answer
from agentconsole.wire import Envelope


class BackendError(Exception):
    """Something between us and the authority failed; the message is one plain sentence."""


class BackendUnavailable(BackendError):
    """It may work later with the same bytes."""


class BackendRejected(BackendError):
    """It will not work later either."""


class NotSignedIn(BackendError):
    """Who we are is no longer believed."""


class Backend(Protocol):
    """An authority: takes commands, answers with receipts, and tells what has happened."""

    @property
    def name(self) -> str:
        """Under which the outbox files what is meant for it."""
        ...

    def submit(self, envelopes: Sequence[Envelope]) -> list[Answer]:
        """One answer per command, in order. Raises BackendError when no answer can be had."""
        ...

    def changes(self, since: int, limit: int = 500) -> Changes:
        """What has happened after `since`. Raises BackendError."""
        ...
