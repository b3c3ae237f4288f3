"""Which mails belong together: a forest of message ids that holds ids only, never a mail."""

from __future__ import annotations

from collections.abc import Sequence

MOST_REFERENCES = 50
"""References of one mail that are followed: the first and the last ones."""


class Threads:
    """Message ids joined by who answers whom; the root of a thread is its oldest known ancestor."""

    def __init__(self) -> None:
        """Start with no thread."""
        self._parent: dict[str, str] = {}

    def join(self, message_id: str, ancestors: Sequence[str]) -> None:
        """Note a mail and the mails it refers to, oldest first."""
        line = [*ancestors[:1], *ancestors[1:][-MOST_REFERENCES:], message_id]
        root = self.root(line[0])
        for descendant in line[1:]:
            other = self.root(descendant)
            if other != root:
                self._parent[other] = root

    def root(self, message_id: str) -> str:
        """The id of the thread: its oldest ancestor, whether or not that mail is in the mailbox."""
        parent = self._parent
        while (above := parent.setdefault(message_id, message_id)) != message_id:
            parent[message_id] = parent.setdefault(above, above)
            message_id = above
        return message_id
