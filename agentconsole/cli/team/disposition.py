"""`agentconsole team disposition` and `server disposition`: how a contact may end, shown and set."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.database import Place, database_option, opener
from agentconsole.cli.team.own_copy import seen
from agentconsole.domain.dispositions import (
    USUAL,
    Disposition,
    Dispositions,
    Keeper,
)
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.domain.view import SYSTEM
from agentconsole.store.team.policy import find_dispositions
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.choices import words_of

OWES = "owes="
PROMISES: dict[Keeper, str] = {
    Keeper.CALLBACK: N_("promises a callback: its time is asked for"),
    Keeper.TICKET: N_("promises a ticket: its time is asked for"),
}
WAYS = "[CODE:WORDS[:owes=callback|ticket]]..."


def _asked(function: Callable[..., None]) -> Callable[..., None]:
    """The words and options of both commands."""
    for each in (
        click.option("--usual", is_flag=True, help="Back to the usual list."),
        click.option("--retire", multiple=True, metavar="CODE", help="Offer it no more; may be given again."),
        click.option("--add", is_flag=True, help="Beside those there are, and not in their place."),
        click.argument("named", nargs=-1, metavar=WAYS),
    ):
        function = each(function)
    return function


@line_command(
    "disposition", example="team disposition --add dns-done:'DNS change done' migrated:'Migrated' --retire workaround"
)
@_asked
def disposition(session: Session, named: tuple[str, ...], add: bool, retire: tuple[str, ...], usual: bool) -> None:
    """Show how a contact may end, or set the list in its order. What you name no more is retired: it is chosen no
    more, and what ended with it stays readable."""
    wanted = _wanted(named, retire, beside=add, usual=usual)
    if wanted is not None:
        session.set_up(wanted)
        return
    with seen(session) as db:
        now = find_dispositions(db)
    session.answer(_fields(now), _in_words(now))


@line_command("disposition", example="server disposition --add call:'We ring back':owes=callback")
@_asked
@database_option()
def on_server(
    session: Session, named: tuple[str, ...], add: bool, retire: tuple[str, ...], usual: bool, database: Place
) -> None:
    """Show how a contact may end, or set the list in its order, as `team disposition` does. Consoles follow at once."""
    wanted = _wanted(named, retire, beside=add, usual=usual)
    with closing(opener(database, i_know=session.i_know)()) as db:
        if wanted is not None:
            session.receipt(session.submit(db, wanted, SYSTEM))
            return
        now = find_dispositions(db)
    session.answer(_fields(now), _in_words(now))


def _wanted(named: tuple[str, ...], retire: tuple[str, ...], *, beside: bool, usual: bool) -> SetDispositions | None:
    """What is to be changed; None where the list is only to be shown. Raises Misused."""
    if usual and named:
        raise Misused(_("Name the list, or say --usual, and not both."))
    if not (named or retire or usual):
        return None
    return SetDispositions(USUAL if usual else tuple(_one(each) for each in named), retire, beside)


def _one(typed: str) -> Disposition:
    code, colon, words = typed.partition(":")
    front, owes, keeper = words.rpartition(f":{OWES}")
    if not (colon and code.strip() and words.strip()) or (owes and keeper not in set(Keeper)):
        words = _("{words} is no disposition; write it as dns-done:'DNS done' or call:'We ring back':owes=callback.")
        raise Misused(words.format(words=repr(typed[:120])))
    return Disposition(code.strip(), (front if owes else words).strip(), Keeper(keeper) if owes else None)


def _fields(now: Dispositions) -> list[dict[str, object]]:
    return [{"id": e.code, "words": e.words, "owes": e.keeper, "retired": e.is_retired} for e in now.known]


def _in_words(now: Dispositions) -> str:
    rows = [output.row([(each.code, 20), (_told(each), 0)]) for each in now.known]
    if not now.named:
        rows.append(_("The team has named no list: these are offered, and any word is taken."))
    return "\n".join(rows)


def _told(each: Disposition) -> str:
    remarks = [_(PROMISES[each.keeper])] if each.keeper else []
    return "  ·  ".join([words_of(each), *remarks, *([_("retired")] if each.is_retired else [])])
