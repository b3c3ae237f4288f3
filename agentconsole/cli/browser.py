"""The console in a browser of this computer: textual-serve behind a key, deaf to other pages and other computers."""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from socket import socket
from typing import Final

from aiohttp import web
from textual_serve.server import Server

KEY: Final = "key"
"""The parameter of the address that lets a browser in, once; a cookie remembers it."""
COOKIE: Final = "agentconsole"
REFUSED: Final = "Open the address that `agentconsole web` printed, key and all: each start has a new one.\n"
ELSEWHERE: Final = "This page is not agentconsole's own, so it may not work with it.\n"
FOREIGN: Final = ("TMUX", "STY", "KITTY_WINDOW_ID", "SSH_CONNECTION", "NO_COLOR")
"""What is told of the terminal the command was typed in, and is not true of a browser."""
FROM_ELSEWHERE: Final = re.compile(r'<link\b[^>]*\bhref="https?://[^>]*>')
"""What the page of textual-serve would load from other servers: a font, in vain by the policy that goes with it."""
PAGE_END: Final = "</body>"
MANNERS: Final = """<script>
new MutationObserver(() => document.querySelector("textarea")?.focus()).observe(document.body, {attributes: true});
addEventListener("beforeunload", (event) => event.preventDefault());
let pressed = -Infinity, isOpen = false;
addEventListener("keydown", (event) => {
  isOpen ||= document.body.classList.contains("-first-byte") && performance.now() - pressed > 1000;
  if (isOpen) return;
  pressed = performance.now();
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
</script>"""
"""Keys go to the console as soon as it shows, and Ctrl+W, which browsers keep, does not close it unasked. What is typed
before it shows goes nowhere, and so does what follows without a pause: half a sentence would be letters that act."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Served(Server):
    """Serves one command, a process of its own for each page that is opened, to whoever has the key."""

    def __init__(self, command: str, host: str, port: int, public_url: str) -> None:
        super().__init__(command, host, port, "agentconsole", public_url)
        self._key = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """What the agent opens in a browser."""
        return f"{self.public_url}/?{KEY}={self._key}"

    def initialize_logging(self) -> None:
        """Trouble alone, and without the values of locals: those hold what contacts wrote."""
        logging.basicConfig(level=logging.ERROR, format="%(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Says nothing: the command says where it is, once it can be reached."""

    def serve_on(self, bound: socket, begun: Callable[[], None]) -> None:
        """Serves on a bound socket until Ctrl+C; `begun` is called once it can be reached."""
        for name in FOREIGN:
            os.environ.pop(name, None)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        self.initialize_logging()
        web.run_app(self._make_app(), sock=bound, print=lambda *_: begun())

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A cookie would go along from any page of this computer, so a page's own words must come from ours."""
        if request.headers.get("Origin", self.public_url) != self.public_url:
            return web.Response(status=403, text=ELSEWHERE)
        if compare_digest(request.query.get(KEY, "").encode(), self._key.encode()):
            let_in = web.Response(status=303, headers={"Location": f"{self.public_url}/", **self._headers})
            let_in.set_cookie(COOKIE, self._key, httponly=True, samesite="Strict")
            return let_in
        if not compare_digest(request.cookies.get(COOKIE, "").encode(), self._key.encode()):
            return web.Response(status=403, text=REFUSED)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(self._headers)
        if request.path == "/" and isinstance(response, web.Response) and response.text:
            response.text = FROM_ELSEWHERE.sub("", response.text).replace(PAGE_END, MANNERS + PAGE_END)
        return response

    @property
    def _headers(self) -> dict[str, str]:
        """Nothing from elsewhere is loaded, nothing is told elsewhere, and no page may show this one within itself."""
        line = self.public_url.replace("http", "ws", 1)
        allowed = f"default-src 'self' 'unsafe-inline' data:; connect-src 'self' {line}; frame-ancestors 'none'"
        return {"Content-Security-Policy": allowed, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
