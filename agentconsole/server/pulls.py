"""The short way of the request that comes most: a console's plain pull, answered without the framework's machinery.

After a commit every console pulls at once, and the framework takes three times as long for one as the pull itself.
Whatever is not a plain pull that succeeds goes the long way, so that each failure has one place where it is told.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from agentconsole.engine.log import LONGEST_PAGE, SightChanged
from agentconsole.engine.logged import OutOfReach
from agentconsole.server.office import Office, admitted
from agentconsole.server.problems import Problem
from agentconsole.store.errors import StoreError

PATH = "/v1/changes"
_PLAIN = re.compile(rb"since=([0-9a-f]{0,32}):([0-9]{1,15})&limit=([1-9][0-9]{0,2})")
_BEARER = b"Bearer "


class Pulls:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self._app, self._office = app, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        told = await self._page(scope) if scope["type"] == "http" and scope["path"] == PATH else None
        if told is None:
            await self._app(scope, receive, send)
            return
        scope["short_way"] = PATH
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(told)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": told})

    async def _page(self, scope: Scope) -> bytes | None:
        """What is to be answered; None where the long way has to say it."""
        plain = _PLAIN.fullmatch(scope["query_string"])
        token = _token(scope)
        if scope["method"] != "GET" or plain is None or not token or int(plain[3]) > LONGEST_PAGE:
            return None
        try:
            caller = await admitted(self._office, token, "GET", PATH)
            scope.setdefault("state", {})["agent"] = caller.agent_id
            return await self._office.pages.page(plain[1].decode(), int(plain[2]), int(plain[3]), caller.sight)
        except (OutOfReach, SightChanged, Problem, StoreError):
            return None


def _token(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization" and value.startswith(_BEARER):
            return str(value[len(_BEARER) :].decode("latin-1"))
    return ""
