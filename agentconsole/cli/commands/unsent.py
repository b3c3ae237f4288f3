"""`agentconsole unsent …`: what was typed and not sent, and handing it in where a lead took over."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.lines import times
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record
from agentconsole.domain.leads.commands import HandInText
from agentconsole.store.own.drafts import Visibility, discard
from agentconsole.store.sqlite import unit_of_work
from agentconsole.tongue import _, n_, number
from agentconsole.workspace.unsent_texts import UnsentText, unsent_texts


@noun("unsent")
def command() -> None:
    """What you typed and did not send: list, show, discard; hand it in when a lead took over."""


SALVAGE = click.option(
    "--salvage",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="In what was kept of a store that was damaged or replaced.",
)


@line_command("list", example="unsent list")
@SALVAGE
def list_all(session: Session, salvage: Path | None) -> None:
    """Every text of yours that is kept and not sent, also where its conversation is not there any more."""
    found = _found(session, salvage)
    session.answer(
        [msgspec.to_builtins(each) for each in found], "\n".join(map(_row, found)) or _("Nothing is unsent.")
    )


def _row(it: UnsentText) -> str:
    size = n_("{count} character", "{count} characters", len(it.body)).format(count=number(len(it.body)))
    standing = it.contact_name if it.is_there else _("is not here any more")
    who = (_("note") if it.visibility == Visibility.INTERNAL else "", 6)
    return output.row([(times.told(it.saved_at), 19), (it.place, 14), who, (standing, 22), (size, 18), (it.body, 0)])


NOTE = "The note that is there, and not the reply."


@line_command("show", example="unsent show 1043")
@click.argument("place", metavar="PLACE")
@click.option("--note", "is_note", is_flag=True, help=NOTE)
@SALVAGE
def show(session: Session, place: str, is_note: bool, salvage: Path | None) -> None:
    """The whole of one of them, by the place that `unsent list` names."""
    found = _named(_found(session, salvage), place, is_note=is_note)
    session.answer(msgspec.to_builtins(found), found.body)


@line_command("discard", example="unsent discard 1043 --yes")
@click.argument("place", metavar="PLACE")
@click.option("--note", "is_note", is_flag=True, help=NOTE)
@click.option("--yes", "is_sure", is_flag=True, help="Without being asked.")
def throw_away(session: Session, place: str, is_note: bool, is_sure: bool) -> None:
    """Throw one of them away, after a yes."""
    with own_record(session, writing=True) as own:
        found = _named(unsent_texts(own.db, own.server, own.actor), place, is_note=is_note)
        if not is_sure:
            _ask(session, found)
        with unit_of_work(own.db):
            discard(own.db, own.server, own.actor, found.place, Visibility(found.visibility))
    session.answer(msgspec.to_builtins(found), _("Thrown away."))


def _ask(session: Session, it: UnsentText) -> None:
    """Raises Misused where nobody can be asked, or the answer is no."""
    if session.is_plain or session.is_json or not sys.stdin.isatty():
        raise Misused(_("It would be gone for good: --yes says that it is meant."))
    output.show(it.body)
    if not click.confirm(_("Throw it away?"), default=False):
        raise Misused(_("It is kept."))


def _found(session: Session, salvage: Path | None) -> tuple[UnsentText, ...]:
    if salvage is not None:
        from agentconsole.cli.records.salvaged import unsent_in

        return unsent_in(salvage)
    with own_record(session) as own:
        return unsent_texts(own.db, own.server, own.actor)


def _named(texts: tuple[UnsentText, ...], place: str, *, is_note: bool) -> UnsentText:
    wanted = (place.removeprefix("#"), Visibility.INTERNAL if is_note else Visibility.PUBLIC)
    for each in texts:
        if (each.place, each.visibility) == wanted:
            return each
    raise Misused(_("There is no such text; `agentconsole unsent list` names all."))


command.add_command(list_all)
command.add_command(show)
command.add_command(throw_away)
command.add_command(from_domain(HandInText, "unsent hand-in 4502 'Dear Mara, we have found …'"))
