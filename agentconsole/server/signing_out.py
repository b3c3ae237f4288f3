"""A stream of pokes lasts no longer than its session, whichever process the session was ended in."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from agentconsole.server import sessions
from agentconsole.server.office import Office
from agentconsole.store.errors import StoreError

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
"""Between two looks at the sessions that are listened by: by their keys, a few microseconds each."""


async def end_streams(office: Office) -> None:
    """Looks again and again, until it is cancelled."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await _look(office)
        except StoreError as error:
            # Whoever cannot be looked up is no worse off than before.
            log.warning("sessions could not be looked at: %s", type(error).__name__)


async def _look(office: Office) -> None:
    """Raises StoreError."""
    listened_by = office.pokes.session_ids()
    if listened_by:
        now, lasting = office.clock.now(), office.lasting
        good = await office.workers.run(partial(sessions.good_of, ids=listened_by, now=now, lasting=lasting))
        office.pokes.end(set(listened_by) - good)
