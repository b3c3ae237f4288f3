"""`agentconsole auth …`: where this terminal is signed in and for how long, the other terminals, the password."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from agentconsole.backends.base import BackendError
from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access, access_to, typed_secret
from agentconsole.cli.team.passwords import again, chosen
from agentconsole.domain.queue import span
from agentconsole.tongue import N_, _, said

if TYPE_CHECKING:
    from agentconsole.backends.api import SessionView


@noun("auth")
def command() -> None:
    """Where this terminal is signed in, the other terminals, and the password."""


@line_command("status", example="auth status --json")
def status(session: Session) -> None:
    """The server, the agent, where the session is kept, and when it ends."""
    access = _access(session)
    team, found = access.team, access.found()
    told: dict[str, object] = {"id": team.url, "agent": team.agent, "kept": found.place.value, "signed_in": False}
    lines = [
        _("{agent} at {url}").format(agent=team.agent, url=team.url),
        _("session: {where}").format(where=said(found.words)),
    ]
    lines += _on_the_way(session)
    lines += _session(access, told, session.now) if found.token else [_without(is_known=found.is_known)]
    session.tell(told, "\n".join(lines))


def _without(*, is_known: bool) -> str:
    """What comes next where there is no token."""
    if is_known:
        return _(
            "The console asks for the password at its next start, and keeps the session then; `agentconsole login` "
            "signs in now."
        )
    return _(
        "The console asks for the password at each start, and has its session in memory only. A line has one where "
        "AGENTCONSOLE_TOKEN_FILE names a file for it and `agentconsole login` has signed in."
    )


def _session(access: Access, told: dict[str, object], now: int) -> list[str]:
    """What the server says of the session that is kept here."""
    lines: list[str] = []
    try:
        with closing(access.reach()) as server:
            view = server.session()
    except BackendError as error:
        lines.append(said(str(error)))
    else:
        mine = access.team.agent
        if view.agent != mine:
            lines.append(said(f"That session is {view.agent}'s, so nothing of {mine}'s is sent with it."))
        told.update(signed_in=True, expires_ms=view.expires_ms, ends_ms=view.ends_ms, terminal=view.terminal)
        words = _("signed in; ends in {soon} unless used, in {last} at the latest")
        soon, last = said(span(view.expires_ms - now)), said(span(view.ends_ms - now))
        lines.append(words.format(soon=soon, last=last))
    return lines


def _on_the_way(session: Session) -> list[str]:
    """What stands between here and the server, or is believed besides the computer's own certificates."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies

    proxy = urlsplit(getproxies().get("https", ""))
    lines = [f"way: through the proxy {proxy.hostname}"] if proxy.hostname else []
    if session.settings.ca_file:
        lines.append(f"certificates: the computer's, and those in {session.settings.ca_file}")
    return lines


@line_command("sessions", example="auth sessions --all")
@click.option("--all", "everybody", is_flag=True, help="The whole team's, for a lead.")
def list_sessions(session: Session, everybody: bool) -> None:
    """Your terminals that are signed in, the one used last first."""
    with closing(_access(session).reach()) as server:
        here = server.session().id
        found = server.sessions(everybody=everybody)
    told = [{**asdict(each), "here": each.id == here} for each in found]
    session.answer(told, "\n".join(_row(each, here, session.now) for each in found))


def _row(each: SessionView, here: str, now: int) -> str:
    words = f"ends in {span(each.expires_ms - now)} unless used, in {span(each.ends_ms - now)} at the latest"
    used = "this terminal" if each.id == here else f"used {span(now - each.seen_ms)} ago"
    return output.row([(each.id, 36), (each.agent, 10), (each.label, 24), (used, 16), (words, 0)])


@line_command("revoke", example="auth revoke 0198c2d4-…")
@click.argument("session_id", metavar="ID")
def revoke(session: Session, session_id: str) -> None:
    """Sign another terminal out at once; a lead may do it to anybody's. What was not sent there stays there."""
    with closing(_access(session).reach()) as server:
        server.end_session(session_id)
    session.tell({"id": session_id, "signed_in": False}, said("That terminal is signed out."))


@line_command("password", example="auth password")
def password(session: Session) -> None:
    """Choose another password; every other terminal of yours is signed out. Typed unseen, or read from stdin."""
    access = _access(session)
    before = typed_secret(N_("Password"))
    after = again(lambda: chosen(access.team.agent))
    with closing(access.reach()) as server:
        server.change_password(before, after)
    words = "The password is changed. This terminal stays signed in; every other one of yours is signed out."
    session.tell({"id": access.team.agent, "changed": True}, words)


def _access(session: Session) -> Access:
    """This terminal's way to its team. Raises Misused where there is none."""
    team = team_place.current()
    if team is None:
        raise Misused("This terminal is not signed in anywhere: `agentconsole login URL`.")
    return access_to(team, session)


for each in (status, list_sessions, revoke, password):
    command.add_command(each)
