"""`agentconsole agent …`: who answers."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.line_mode.words import PRESENCES, ROLES
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import seen
from agentconsole.domain.leads.commands import Remind
from agentconsole.domain.team.agent import Agent, Role
from agentconsole.domain.team.commands import AddAgent, LimitQueues, ReassignAll, SetRole
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import _, said


@noun("agent")
def command() -> None:
    """Who answers: add a colleague, list them all, give their work to others."""


@line_command("add", example="agent add dana --full-name 'Dana Brook' --role lead")
@click.argument("name")
@click.option("--full-name", default="", help="The name colleagues and contacts know.")
@click.option("--role", type=click.Choice([each.value for each in Role]), default=Role.AGENT.value, show_default=True)
def add(session: Session, name: str, full_name: str, role: str) -> None:
    """Add an agent; a store that does not exist is begun."""
    session.set_up(AddAgent(name, full_name, Role(role)), create=True)


@line_command("list", example="agent list --json")
def list_all(session: Session) -> None:
    """Everybody, with role and presence."""
    with seen(session) as db:
        agents = list(find_agents(db).values())
    words = "\n".join(_line(agent) for agent in agents)
    session.answer([_fields(agent) for agent in agents], words or said("There are no agents yet."))


def _fields(agent: Agent) -> dict[str, object]:
    return {
        "id": agent.id,
        "full_name": agent.full_name,
        "role": agent.role.value,
        "presence": agent.presence.value,
        "aux": agent.aux,
        "presence_since_ms": agent.presence_since,
    }


def _line(agent: Agent) -> str:
    role, presence = _(ROLES[agent.role]), _(PRESENCES[agent.presence])
    return output.row([(agent.id, 16), (role, 7 if len(role) > 6 else 6), (presence, 10), (agent.full_name, 0)])


@line_command("role", example="agent role dana lead")
@click.argument("name", metavar="AGENT")
@click.argument("role", type=click.Choice([each.value for each in Role]))
def role_of(session: Session, name: str, role: str) -> None:
    """Make a colleague a team lead, or a lead an agent; the last lead stays one."""
    session.set_up(SetRole(name, Role(role)))


command.add_command(add)
command.add_command(list_all)
command.add_command(role_of)
command.add_command(from_domain(LimitQueues, "agent queues bo --only billing --only domains"))
command.add_command(from_domain(Remind, "agent remind 4502 'Mara is waiting; shall I help?'"))
command.add_command(from_domain(ReassignAll, "agent reassign-all bo 'fell ill at noon'"))
