"""When the line breaks in the middle of a batch, nothing of the batch is left behind as if it were on its way."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from sqlite3 import Connection

import pytest

from agentconsole.backends.api import Answered, Known
from agentconsole.backends.base import (
    BackendError,
    BackendFault,
    BackendRejected,
    BackendUnavailable,
    NotSignedIn,
)
from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Reply
from agentconsole.domain.promises.service_levels import DAY
from agentconsole.ids import seeded
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from agentconsole.sync.jobs import Posted
from agentconsole.sync.ledger import put_out
from agentconsole.sync.sending import AGAIN, Sending
from agentconsole.sync.tray import Tray
from agentconsole.wire import Envelope

NOW = 1_790_000_000_000


class Breaking:
    """A server that takes no batch, and a line that breaks at the first command alone."""

    def __init__(self, together: BackendError, alone: BackendError) -> None:
        self._together, self._alone = together, alone

    def submit(self, wires: Sequence[str]) -> tuple[Answered, ...]:
        raise self._together if len(wires) > 1 else self._alone

    def known(self, ids: Sequence[str]) -> Known:
        raise self._alone


def waiting(db: Connection, posted: Posted) -> None:
    """Three commands in three conversations."""
    for chat in ("1001", "1002", "1003"):
        command = Reply(chat, "a word")
        put_out(db, posted.server, Envelope(posted.ids.command_id(NOW), "ana", "t0", command, NOW), NOW)


def how_they_wait(db: Connection) -> list[tuple[str, int]]:
    return db.execute("SELECT state, max(next_ms) FROM outbox GROUP BY state").fetchall()


@pytest.mark.parametrize("together", [BackendFault("It broke."), BackendRejected("It takes no such thing.")])
@pytest.mark.parametrize("alone", [BackendUnavailable("Nobody is there."), NotSignedIn("The session has ended.")])
def test_those_behind_the_one_at_which_the_line_breaks_are_sent_as_soon_as_it(
    together: BackendError, alone: BackendError
):
    with closing(open_store(MEMORY)) as db:
        posted = Posted(lambda: db, "ana", ManualClock(NOW), seeded(1), "https://team.example", "t0")
        waiting(db, posted)
        with pytest.raises(type(alone)):
            Sending(db, posted, Tray(), Breaking(together, alone)).everything_due()  # type: ignore[arg-type]
        assert how_they_wait(db) == [("ready", NOW + AGAIN)]


def test_those_beside_an_old_one_wait_no_longer_when_the_line_breaks_as_the_server_is_asked_about_it():
    with closing(open_store(MEMORY)) as db:
        posted = Posted(lambda: db, "ana", ManualClock(NOW), seeded(1), "https://team.example", "t0")
        waiting(db, posted)
        with unit_of_work(db):
            db.execute("UPDATE outbox SET created_ms = created_ms - ?, tries = 1 WHERE lane = '1001'", (DAY + 1,))
        broken = BackendUnavailable("Nobody is there.")
        with pytest.raises(BackendUnavailable):
            Sending(db, posted, Tray(), Breaking(broken, broken)).everything_due()  # type: ignore[arg-type]
        assert how_they_wait(db) == [("ready", NOW + AGAIN)]
