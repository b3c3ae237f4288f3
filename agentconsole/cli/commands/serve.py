"""`agentconsole serve`: the team's REST backend."""

from __future__ import annotations

import errno
from contextlib import closing
from typing import TYPE_CHECKING, Any

import rich_click as click

from agentconsole.backends.address import LOOPBACK
from agentconsole.cli import output
from agentconsole.cli.errors import ExtraMissing, Unavailable
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.database import opener, place_of, settings_found, settings_options
from agentconsole.tongue import _

if TYPE_CHECKING:
    import socket

    from agentconsole.server.settings import Found

CHECK_HELP = "Say every setting and where it comes from, and serve nothing."


@line_command("serve", example="serve --port 8765")
@settings_options
@click.option("--host", default=None, help="The address to listen on: 127.0.0.1 unless said otherwise.")
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help="8765 unless said otherwise.")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default=None)
@click.option("--check", is_flag=True, help=CHECK_HELP)
def command(session: Session, config: str, check: bool, **options: Any) -> None:
    """Serve a team: its consoles sign in with `agentconsole login URL`. Ends with Ctrl+C."""
    found = settings_found(config, options)
    place = place_of(found)
    if check:
        _tell(session, found)
        return
    try:
        from agentconsole.server.running import serve
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "fastapi", "server") from error
    _warn(found)
    open_database = opener(place, i_know=session.i_know)
    # A database that cannot be used is told here, and not by the first request.
    with closing(open_database()) as db:
        accounts = db.execute("SELECT count(*) FROM account").fetchone()[0]
    if not accounts:
        output.complain("Nobody can sign in yet: `agentconsole server user add NAME --role lead` begins.")
    serve(open_database, session.clock, session.ids, found.settings, _listening(found))


def _listening(found: Found) -> list[socket.socket]:
    from agentconsole.server.listening import listen

    host, port = found.settings.host, found.settings.port
    try:
        return listen(host, port)
    except OSError as error:
        words = (
            _("Port {port} of {host} is in use, perhaps by another server: end that one, or say another with --port.")
            if error.errno == errno.EADDRINUSE
            else _("Nothing can listen on port {port} of {host} ({why}): say others with --host and --port.")
        )
        raise Unavailable(words.format(port=port, host=host, why=error.strerror)) from error


def _warn(found: Found) -> None:
    from agentconsole.server.settings import has_password

    if found.settings.host not in LOOPBACK:
        output.complain("This is plain HTTP: put a proxy with TLS in front before anybody signs in from elsewhere.")
    if found.sources.get("database") == "--database" and has_password(found.settings.database):
        words = "The list of processes shows the database's password to everybody on this machine"
        output.complain(f"{words}: set it in the file of --config or in AGENTCONSOLE_SERVER_DATABASE.")


def _tell(session: Session, found: Found) -> None:
    rows = list(found.told())
    fields = [{"id": key, "value": value, "source": source} for key, value, source in rows]
    session.answer(fields, "\n".join(output.row([(key, 28), (value, 44), (source, 0)]) for key, value, source in rows))
