"""The ways in which a backend can fail.

BackendError                 nothing is known to have happened; the command keeps its id and its bytes
├── BackendUnavailable       try again later: the store is locked, the network is gone
├── BackendRejected          it will never be taken like this: hold it for the agent
├── NotSignedIn              the session has ended: ask
├── StartOver                the authority's history is not the one we followed: copy it anew
└── TooOld                   we speak a protocol it does not: read only
"""

from __future__ import annotations


class BackendError(Exception):
    """Something between us and the authority failed; the message is one plain sentence."""


class BackendUnavailable(BackendError):
    """It may work later with the same bytes; not before `retry_after` seconds where the authority asks for that."""

    def __init__(self, words: str, retry_after: int = 0) -> None:
        """In one plain sentence."""
        self.retry_after = retry_after
        super().__init__(words)


class BackendFault(BackendUnavailable):
    """The authority itself broke at this request: others may well be answered."""


class BackendRejected(BackendError):
    """It will not work later either."""


class NotAdmitted(BackendRejected):
    """The name, the password or the one-time code is not good."""


class NotSignedIn(BackendError):
    """Who we are is no longer believed."""


class StartOver(BackendError):
    """Our copy does not go on; `reason` is `epoch`, `ahead`, `horizon` or `scope`."""

    def __init__(self, reason: str, words: str) -> None:
        """In one plain sentence."""
        self.reason = reason
        super().__init__(words)


class TooOld(BackendError):
    """Nothing more can be sent before one of the two is updated; everything is kept."""
