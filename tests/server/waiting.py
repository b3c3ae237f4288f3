"""A request that waits for news, known to be waiting before any come: sent too late it would find them there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from unittest.mock import patch

import httpx

from tests.support.team_server import Team

PATIENCE = 60.0


@contextmanager
def waiting(team: Team, client: httpx.Client, place: str) -> Iterator[Future[httpx.Response]]:
    """Its answer, which comes once the log goes on behind the place."""
    heads, begun, over = team.app.state.office.heads, Event(), Event()
    grown_beyond = heads.grown_beyond

    async def waits(*asked: object) -> bool:
        begun.set()
        has_grown = bool(await grown_beyond(*asked))
        over.set()
        return has_grown

    with patch.object(heads, "grown_beyond", waits), ThreadPoolExecutor(1) as asking:
        answer = asking.submit(client.get, "/v1/changes", params={"since": place, "wait": 20})
        assert begun.wait(PATIENCE), "it did not come to wait"
        # The server's loop has gone on to something else by then.
        team.hears()
        assert not over.is_set(), "it does not wait"
        yield answer
