"""`agentconsole auth status`: where this terminal is signed in, and how long that lasts."""

from __future__ import annotations

from agentconsole.backends.base import BackendError
from agentconsole.cli import team_place
from agentconsole.cli.access import Access
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.clock import ServerClock
from agentconsole.domain.queue import span


@noun("auth")
def command() -> None:
    """Where this terminal is signed in."""


@line_command("status", example="auth status --json")
def status(session: Session) -> None:
    """The server, the agent, where the session is kept, and when it ends."""
    team = team_place.current()
    if team is None:
        raise Misused("This terminal is not signed in anywhere: `agentconsole login URL`.")
    access = Access(team, ServerClock(session.clock), session.settings.ca_file)
    found = access.found()
    told: dict[str, object] = {"id": team.url, "agent": team.agent, "kept": found.place.value, "signed_in": False}
    lines = [f"{team.agent} at {team.url}", f"session: {found.words}"]
    try:
        view = access.reach().session()
    except BackendError as error:
        lines.append(str(error))
    else:
        told.update(signed_in=True, expires_ms=view.expires_ms, ends_ms=view.ends_ms, terminal=view.terminal)
        lines.append(f"signed in; ends in {span(view.expires_ms - session.now)} unless used, ")
        lines[-1] += f"in {span(view.ends_ms - session.now)} at the latest"
    session.answer(told, "\n".join(lines))


command.add_command(status)
