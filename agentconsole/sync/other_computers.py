"""What the agent types on one computer and does not send is offered on their others: told there, heard here."""

from __future__ import annotations

import sqlite3

from agentconsole.backends.api import LARGEST_BODY, DraftSeen, DraftTold
from agentconsole.backends.base import BackendRejected, BackendUnavailable
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import monotonic_ms
from agentconsole.domain.words.wording import conversation_of
from agentconsole.store.own import drafts, own_drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.own.own_drafts import OwnDraft
from agentconsole.store.rows import is_conversation
from agentconsole.store.sqlite import written_by_now
from agentconsole.sync import rewinding
from agentconsole.sync.jobs import Posted

TELL_EVERY = 10_000
"""Milliseconds between two words about a text in the making: what another computer offers is as old as that."""
HEAR_EVERY = 30_000
LONGEST = LARGEST_BODY // 4
"""Characters; a longer text is offered nowhere else."""
Where = tuple[str, Visibility]


class OtherComputers:
    """One console's part of it. Belongs to the line's thread, and to the one sender of a file."""

    def __init__(self, posted: Posted) -> None:
        self._posted = posted
        self._told: dict[Where, str] | None = None
        self._told_at: tuple[int, int] | None = None
        self._restored_at = 0
        self._tell_at = self._hear_at = 0
        self._is_known = True

    def exchange(self, db: sqlite3.Connection, backend: RestBackend) -> bool:
        """Tells and hears what is due; whether something is offered now that was not. Raises NotSignedIn and
        StoreError; a server too old to be told is left be."""
        try:
            return self._is_known and self._exchange(db, backend)
        except BackendRejected:
            self._is_known = False
        except BackendUnavailable:
            # Whether the server is there is found out by what matters more.
            self._tell_at = self._hear_at = monotonic_ms() + TELL_EVERY
        return False

    def _exchange(self, db: sqlite3.Connection, backend: RestBackend) -> bool:
        now, has_news = monotonic_ms(), False
        restored_at = rewinding.noticed_at(db, self._posted.server, self._posted.actor)
        if restored_at != self._restored_at:
            # What a restored server still knows of us is asked for anew.
            self._told, self._told_at, self._restored_at = None, None, restored_at
        if self._told is None or now >= self._hear_at:
            heard = backend.drafts().drafts
            self._hear_at = now + HEAR_EVERY
            has_news = own_drafts.hear(
                db, self._posted.server, self._posted.actor, [_draft(d) for d in heard if not d.is_here]
            )
            told = {(d.conversation_id, Visibility(d.visibility)): d.body for d in heard if d.is_here}
            if told != self._told:
                # The first time, and after an older word that was held up on its way and came behind a newer one.
                self._told, self._told_at = told, None
        if now >= self._tell_at:
            self._tell_at = now + TELL_EVERY
            self._tell(db, backend, self._told)
        return has_news

    def _tell(self, db: sqlite3.Connection, backend: RestBackend, told: dict[Where, str]) -> None:
        if (written := written_by_now(db)) == self._told_at:
            return
        found = drafts.of_actor(db, self._posted.server, self._posted.actor)
        typed = {(d.conversation_id, d.visibility): d.body for d in found if _is_to_be_told(db, d)}
        for where in told.keys() | typed.keys():
            body = typed.get(where, "")
            if body != told.get(where, ""):
                backend.tell_draft(DraftTold(where[0], where[1].value, body))
                told[where] = body
        # As long as nobody writes to the file there is nothing else to tell.
        self._told_at = written


def _is_to_be_told(db: sqlite3.Connection, draft: Draft) -> bool:
    """What no copy of a conversation is here for the server would not keep: it may come into sight later, or again."""
    is_short = draft.body.strip() and len(draft.body) <= LONGEST
    return bool(is_short) and is_conversation(db, conversation_of(draft.conversation_id))


def _draft(seen: DraftSeen) -> OwnDraft:
    where = seen.conversation_id, Visibility(seen.visibility)
    return OwnDraft(seen.terminal, seen.label, *where, seen.body, seen.saved_ms)
