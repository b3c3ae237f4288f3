"""`agentconsole serve`: the team's REST backend."""

from __future__ import annotations

from contextlib import closing

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.database import database_option, opener
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@line_command("serve", example="serve --port 8765")
@database_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8765, show_default=True)
def command(session: Session, database: str, host: str, port: int) -> None:
    """Serve a team: its consoles sign in with `agentconsole login URL`. Ends with Ctrl+C."""
    try:
        from agentconsole.server.running import serve
    except ModuleNotFoundError as error:
        raise Misused(
            f"The server needs {error.name}: install agentconsole with its extra, agentconsole[server]."
        ) from error
    open_database = opener(database, i_know=session.i_know)
    # A database that cannot be used is told here, and not by the first request.
    with closing(open_database()) as db:
        accounts = db.execute("SELECT count(*) FROM account").fetchone()[0]
    if not accounts:
        output.complain("Nobody can sign in yet: `agentconsole server user add NAME --role lead` begins.")
    if host not in LOOPBACK:
        output.complain("This is plain HTTP: put a proxy with TLS in front before anybody signs in from elsewhere.")
    serve(open_database, session.clock, session.ids, host, port)
