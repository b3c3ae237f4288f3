"""`agentconsole server …`: who may sign in to the team's server, what may deliver to it, and its store as a whole."""

from __future__ import annotations

from contextlib import closing

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.errors import Refused as RuleSaidNo
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team import server_store
from agentconsole.cli.team.database import Place, database_option, opener, place_of, settings_found, settings_options
from agentconsole.cli.team.disposition import on_server
from agentconsole.domain.commands import Command
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent, LimitQueues
from agentconsole.domain.view import SYSTEM
from agentconsole.store.connection import Connection
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import N_, _, said

ROLES = [each.value for each in Role]
NEW_CODE_HELP = "A new one-time code for whoever has an account: their password and their sessions end at once."
HAS_ACCOUNT = N_(
    "{name} has an account already. A new one-time code, for a password that was forgotten or an account that was "
    "disabled, ends the password and signs them out everywhere: `agentconsole server user add {name} --new-code`."
)


@noun("server")
def command() -> None:
    """The team's server: who may sign in, what may deliver to it, and its store as a whole."""


@noun("user")
def user() -> None:
    """Who may sign in, and which queues they see: add, queues, disable, list."""


@line_command("add", example="server user add dana --full-name 'Dana Brook' --role lead")
@click.argument("name")
@click.option("--full-name", default="", help="The name colleagues and contacts know.")
@click.option("--role", type=click.Choice(ROLES), default=Role.AGENT.value, show_default=True)
@click.option("--queue", "queues", multiple=True, help="See only this queue; again for each other one.")
@click.option("--new-code", is_flag=True, help=NEW_CODE_HELP)
@database_option()
def add(
    session: Session,
    name: str,
    full_name: str,
    role: str,
    queues: tuple[str, ...],
    new_code: bool,
    database: Place,
) -> None:
    """Let somebody sign in: prints the one-time code they choose their password with."""
    from agentconsole.server import accounts

    with closing(opener(database, i_know=session.i_know)()) as db:
        has_account = accounts.find(db, name) is not None
        if has_account and not new_code:
            raise RuleSaidNo(_(HAS_ACCOUNT).format(name=name))
        if new_code and not has_account:
            raise Misused(f"Nobody signs in as {name}; `agentconsole server user list` names all.")
        _require_agent(session, db, AddAgent(name, full_name, Role(role)))
        if queues:
            _require(session, db, LimitQueues(name, queues))
        code = accounts.open_with_code(db, name, session.now)
    words = f"{name} signs in with the one-time code {code} within 7 days: `agentconsole --as {name} login --new URL`."
    session.answer({"id": name, "code": code}, words)


def _require_agent(session: Session, db: Connection, wanted: AddAgent) -> None:
    """Raises Refused where the rules do not let the name in."""
    if wanted.agent_id in find_agents(db):
        return
    _require(session, db, wanted)


def _require(session: Session, db: Connection, wanted: Command) -> None:
    receipt = session.submit(db, wanted, SYSTEM).receipt
    if not receipt.is_accepted:
        raise RuleSaidNo(receipt.words)


@line_command("queues", example="server user queues dana --only billing --only domains")
@click.argument("name")
@click.option("--only", multiple=True, metavar="QUEUE", help="See this queue and no other; again for each other one.")
@click.option("--all", "is_all", is_flag=True, help="See every queue again.")
@database_option()
def queues(session: Session, name: str, only: tuple[str, ...], is_all: bool, database: Place) -> None:
    """Say which queues somebody sees; without --only or --all, tell it. Their console follows at once."""
    if only and is_all:
        raise Misused("Say --only with the queues, or --all, and not both.")
    with closing(opener(database, i_know=session.i_know)()) as db:
        if only or is_all:
            _require(session, db, LimitQueues(name, only))
        found = find_agents(db).get(name)
    if found is None:
        raise Misused(f"Nobody in the team is called {name}; `agentconsole server user list` names all.")
    seen = ", ".join(found.queues) or "every queue"
    session.answer({"id": name, "queues": list(found.queues)}, said(f"{name} sees {seen}."))


@line_command("disable", example="server user disable dana")
@click.argument("name")
@database_option()
def disable(session: Session, name: str, database: Place) -> None:
    """Let somebody sign in no more, and sign them out everywhere. What they wrote stays."""
    from agentconsole.server import accounts

    with closing(opener(database, i_know=session.i_know)()) as db:
        try:
            accounts.disable(db, name, session.now)
        except LookupError as error:
            raise Misused(f"Nobody signs in as {name}; `agentconsole server user list` names all.") from error
    session.answer({"id": name, "enabled": False}, said(f"{name} is signed out everywhere and cannot sign in."))


@line_command("list", example="server user list --json")
@settings_options
def list_all(session: Session, config: str, database: str, workspace: str) -> None:
    """Everybody who may sign in, with role, terminals, and how long these last by the server's own settings."""
    from agentconsole.cli.team.users import listed, policy, user_line
    from agentconsole.server.sessions import Lasting

    found = settings_found(config, {"database": database, "workspace": workspace})
    lasting = Lasting.of(found.settings.sessions)
    with closing(opener(place_of(found), i_know=session.i_know)()) as db:
        users = listed(db, session.now, lasting)
    words = "\n".join([*(user_line(each, session.now) for each in users), "", policy(lasting)])
    session.answer(users, words if users else said("Nobody can sign in yet: `agentconsole server user add NAME`."))


@noun("source")
def source() -> None:
    """What delivers chats, tickets and calls: add, disable, list."""


@line_command("add", example="server source add website")
@click.argument("name")
@database_option()
def add_source(session: Session, name: str, database: Place) -> None:
    """Let a system deliver what contacts do: prints its key for POST /v1/intake/chat, ticket or phone."""
    from agentconsole.server import sources

    with closing(opener(database, i_know=session.i_know)()) as db:
        try:
            key = sources.add(db, name, session.now)
        except sources.BadName as error:
            raise Misused(str(error)) from error
    session.answer({"id": name, "key": key}, f"{name} delivers with this key, which is told this once: {key}")


@line_command("disable", example="server source disable website")
@click.argument("name")
@database_option()
def disable_source(session: Session, name: str, database: Place) -> None:
    """Take a system's key back."""
    from agentconsole.server import sources

    with closing(opener(database, i_know=session.i_know)()) as db:
        try:
            sources.disable(db, name, session.now)
        except LookupError as error:
            raise Misused(f"No source is called {name}; `agentconsole server source list` names all.") from error
    session.answer({"id": name, "enabled": False}, said(f"{name} delivers nothing any more."))


@line_command("list", example="server source list --json")
@database_option()
def list_sources(session: Session, database: Place) -> None:
    """Every system that delivers."""
    from agentconsole.server import sources

    with closing(opener(database, i_know=session.i_know)()) as db:
        found = sources.every(db)
    words = "\n".join(f"{name:<16}{'delivers' if is_on else 'disabled'}" for name, is_on in found)
    session.answer([{"id": name, "enabled": is_on} for name, is_on in found], words or said("Nothing delivers yet."))


user.add_command(add)
user.add_command(queues)
user.add_command(disable)
user.add_command(list_all)
for verb in (add_source, disable_source, list_sources):
    source.add_command(verb)
command.add_command(user)
command.add_command(source)
command.add_command(on_server)
for whole in (server_store.backup, server_store.restore, server_store.verify):
    command.add_command(whole)
