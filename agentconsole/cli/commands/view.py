"""`agentconsole view …`: views of the queue kept under a name, your own and the team's."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record, seen
from agentconsole.domain.saved_views import RemoveView, SaveView
from agentconsole.store.own.saved_views import views_of
from agentconsole.tongue import _, said


@noun("view")
def command() -> None:
    """Views of the queue kept under a name: list, save, remove. `queue --view NAME` shows one."""


@line_command("list", example="view list")
def show(session: Session) -> None:
    """Your own views and the team's."""
    with own_record(session) as own:
        found = [*views_of(own.db, own.actor), *views_of(own.db, "")]
    rows = [output.row([(e.name, 20), (_("team") if e.is_shared else _("yours"), 6), (e.filter, 0)]) for e in found]
    fields = [{"id": e.name, "shared": e.is_shared, "filter": e.filter} for e in found]
    session.answer(fields, "\n".join(rows) or said("No views are kept yet."))


@line_command("save", example="view save 'dns late' 'channel:ticket tag:dns breached:yes'")
@click.argument("name")
@click.argument("filter_text", metavar="FILTER")
@click.option("--team", "is_shared", is_flag=True, help="For the whole team; a lead keeps those.")
def save(session: Session, name: str, filter_text: str, is_shared: bool) -> None:
    """Keep a filter. It takes words and the search's filters, and whose:mine, whose:waiting, whose:all, risk:yes."""
    from agentconsole.store.team.rows import find_agents
    from agentconsole.workspace.queue_text import complaint

    with seen(session) as db:
        team = tuple(find_agents(db).values())
    if wrong := complaint(filter_text, team):
        raise Misused(wrong)
    session.perform(SaveView(name, filter_text, is_shared))


@line_command("remove", example="view remove 'dns late'")
@click.argument("name")
@click.option("--team", "is_shared", is_flag=True, help="The team's, and not your own.")
def remove(session: Session, name: str, is_shared: bool) -> None:
    """Keep it no longer."""
    session.perform(RemoveView(name, is_shared))


for _each in (show, save, remove):
    command.add_command(_each)
