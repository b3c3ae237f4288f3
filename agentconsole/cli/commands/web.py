"""`agentconsole web`: the console in a browser of this computer."""

from __future__ import annotations

import shlex
import socket
import sys

import rich_click as click

from agentconsole.backends.address import LOOPBACK
from agentconsole.cli import output
from agentconsole.cli.errors import ExtraMissing, Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.starting.console import must_be_able_to_begin

ANYBODY_HELP = "Accept a --host that other computers reach: whoever has the address works as you."
URL_HELP = "What the browser is to call it, where a proxy stands in front: https://console.example"
WORDS = """while this runs; Ctrl+C ends it, and the consoles in it with their drafts saved.
A browser keeps Ctrl+N, Ctrl+T and Ctrl+W for itself: i writes a note, :: brings a response, Ctrl+P does all."""
WARNING = (
    "This is plain HTTP, and the key in the address is all it asks for: whoever sees it works as you. "
    "Put a proxy with TLS and a sign-in of its own in front."
)


@line_command("web", example="web")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8766, show_default=True, help="0: any that is free.")
@click.option("--public-url", default="", metavar="URL", help=URL_HELP)
@click.option("--beyond-this-computer", is_flag=True, help=ANYBODY_HELP)
@click.option("--demo", is_flag=True, help="A simulated shift for each page, on a store that is thrown away.")
def command(session: Session, host: str, port: int, public_url: str, beyond_this_computer: bool, demo: bool) -> None:
    """Open the console in a browser of this computer; each start prints an address with a key. Ends with Ctrl+C."""
    if host not in LOOPBACK and not beyond_this_computer:
        words = f"Other computers reach {host}, and whoever has the address works as you"
        raise Misused(f"{words}: --beyond-this-computer accepts that; without --host only this one gets in.")
    try:
        from agentconsole.cli.browser import Served
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "aiohttp", "web") from error
    if not demo:
        must_be_able_to_begin(session)
    if host not in LOOPBACK:
        output.complain(WARNING)
    bound = _bound(host, port)
    port, name = bound.getsockname()[1], f"[{host}]" if ":" in host else host
    served = Served(_command(session, demo=demo), host, port, public_url.rstrip("/") or f"http://{name}:{port}")

    def begun() -> None:
        session.answer({"url": served.address}, f"Open {served.address}\n{WORDS}")
        sys.stdout.flush()

    served.serve_on(bound, begun)


def _command(session: Session, *, demo: bool) -> str:
    """The console as it would be begun in a terminal."""
    words = [sys.executable, "-m", "agentconsole"]
    words += ["--store", session.store_option] if session.store_option else []
    words += ["--as", session.agent_option] if session.agent_option else []
    words += ["--i-know"] if session.i_know else []
    words += ["--demo"] if demo else []
    return shlex.join(words)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that has the address, with a free port for 0. Raises Misused where it cannot be had."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise Misused(f"{host}:{port} cannot be had ({error.strerror}): name another --port.") from error
    return bound
