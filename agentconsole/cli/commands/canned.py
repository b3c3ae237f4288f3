"""`agentconsole canned …`: responses kept ready, your own and the team's."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.kinds import whole_text
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record
from agentconsole.domain.knowledge.canned import VARIABLES, Deed
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.store.knowing.canned import canned_of
from agentconsole.tongue import said

PLACEHOLDERS = ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)


@noun("canned")
def command() -> None:
    """Responses kept ready for `::` in the console: list, save, remove."""


@line_command("list", example="canned list")
def show(session: Session) -> None:
    """Your own responses and the team's."""
    with own_record(session) as own:
        found = [*canned_of(own.db, own.actor), *canned_of(own.db, "")]
    rows = [
        output.row(
            [(each.name, 20), ("team" if each.is_shared else "yours", 6), (" ".join(each.deeds), 24), (each.body, 0)]
        )
        for each in found
    ]
    fields = [{"id": e.name, "shared": e.is_shared, "deeds": list(e.deeds), "body": e.body} for e in found]
    session.answer(fields, "\n".join(rows) or said("No responses are kept yet."))


@line_command(
    "save", example="canned save dns-wait 'It takes up to an hour, {{first}}. Until {{?when}} at the latest.'"
)
@click.argument("name")
@click.argument("body", metavar="TEXT|-", required=False)
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read the text from this file."
)
@click.option("--team", "is_shared", is_flag=True, help="For the whole team; a lead keeps those.")
@click.option("--do", "deeds", multiple=True, help=f"Also done when it is sent: {', '.join(Deed)}, such as tag:refund.")
def save(
    session: Session, name: str, body: str | None, file: Path | None, is_shared: bool, deeds: tuple[str, ...]
) -> None:
    """Keep a response. {{contact}}, {{first}}, {{number}} and their like are filled in, {{?words}} are left to you."""
    text = whole_text(body, file)
    if text is None and not deeds:
        raise Misused(f"There is no text; it may hold {PLACEHOLDERS}, and {{{{?words}}}} for you to fill in.")
    session.perform(SaveCanned(name, text or "", is_shared, deeds))


@line_command("remove", example="canned remove dns-wait")
@click.argument("name")
@click.option("--team", "is_shared", is_flag=True, help="The team's, and not your own.")
def remove(session: Session, name: str, is_shared: bool) -> None:
    """Keep it no longer."""
    session.perform(RemoveCanned(name, is_shared))


for _each in (show, save, remove):
    command.add_command(_each)
