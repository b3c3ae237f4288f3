"""Running the application under uvicorn, so that it ends at once with streams open."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from agentconsole.clock import Clock
from agentconsole.ids import Ids
from agentconsole.server import logs
from agentconsole.server.app import make_app
from agentconsole.server.sessions import Lasting
from agentconsole.server.settings import ServerSettings
from agentconsole.store.connection import Connection

log = logging.getLogger(__name__)
GRACE_SECONDS = 1


class Server(uvicorn.Server):
    """uvicorn waits for open streams when it is told to end; this one tells them first."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says where it serves once it does."""
        await super().startup(sockets)
        for each in sockets or []:
            log.info("serving on http://%s:%d", *each.getsockname()[:2])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The signal to end."""
        app = self.config.app
        if isinstance(app, FastAPI):
            app.state.office.heads.stop()
        super().handle_exit(sig, frame)


def serve(
    open_store: Callable[[], Connection],
    clock: Clock,
    ids: Ids,
    settings: ServerSettings,
    listening: list[socket.socket],
) -> None:
    """Serves whoever comes to these sockets until it is told to end by SIGINT or SIGTERM."""
    logs.begin(logging.getLevelNamesMapping()[settings.log_level.upper()])
    lasting = Lasting.of(settings.sessions)
    config = uvicorn.Config(
        make_app(open_store, clock, ids, lasting, settings),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.forwarded_allow_ips),
        timeout_keep_alive=75,
        limit_concurrency=None,
    )
    # uvicorn gives itself the signal once more when all is done; the process has ended well by then.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: None)
    Server(config).run(listening)
