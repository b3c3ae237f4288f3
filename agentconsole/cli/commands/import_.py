"""`agentconsole import PATH`: conversations written down elsewhere."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from agentconsole.channels.files.formats import Format
from agentconsole.cli import output
from agentconsole.cli.errors import Interrupted, InvalidData
from agentconsole.cli.lines.progress import Progress
from agentconsole.cli.records.bad_records import in_words
from agentconsole.cli.records.bringing_in import BroughtIn, bring_in, meant
from agentconsole.cli.records.import_remarks import likely_mistakes, what_begins
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import not_in_a_team
from agentconsole.tongue import _, n_, number, tenths


@line_command("import", example="import old-tickets.jsonl --source old-desk")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_name", type=click.Choice([each.value for each in Format]), help="Guessed if missing.")
@click.option("--strict", is_flag=True, help="Take all of it, or at the first bad record nothing.")
@click.option("--source", default="", help="Where it comes from; with the external id it says what is known already.")
@click.option("--ours", multiple=True, help="A mail address or domain of ours; may be given again.")
@click.option("--progress/--no-progress", "is_shown", default=None, help="Show how far it is; by itself on a terminal.")
def command(
    session: Session,
    path: Path,
    format_name: str | None,
    strict: bool,
    source: str,
    ours: tuple[str, ...],
    is_shown: bool | None,
) -> None:
    """Bring conversations in; what is there already is left as it is."""
    not_in_a_team(session, "Systems deliver by POST /v1/intake/ticket (`agentconsole server source add NAME`).")
    reader = meant(path, format_name, source, ours, session.now)
    progress = Progress(session.clock, is_shown)
    done = BroughtIn()
    try:
        with session.writing(create=not session.agent_option) as db:
            if session.agent_option:
                session.known_agent(db)
            bring_in(session, db, reader, progress, done, is_strict=strict)
    except KeyboardInterrupt as stop:
        stay = f"{done.imported} conversations are imported and stay; the same command goes on behind them."
        raise Interrupted(f"interrupted; {stay}") from stop
    _tell(session, done)


def _tell(session: Session, done: BroughtIn) -> None:
    for bad in done.bad:
        output.complain(in_words(bad))
    words = _("{imported} imported, {known} known already, {bad} bad").format(
        imported=number(done.imported), known=number(done.unchanged), bad=number(len(done.bad))
    )
    if done.described:
        told = n_("{words}, {count} contact described", "{words}, {count} contacts described", done.described)
        words = told.format(words=words, count=number(done.described))
    told = n_("{words}; {count} message in {span} s.", "{words}; {count} messages in {span} s.", done.messages)
    words = told.format(words=words, count=number(done.messages), span=tenths(done.took_ms / 1000))
    session.answer(done.fields(), "\n".join((words, *what_begins(done))))
    if done.bad and not (done.imported or done.unchanged or done.described):
        raise InvalidData(_("nothing could be imported; the store is as it was."))
    for mistake in likely_mistakes(done):
        output.complain(mistake)
