"""`agentconsole resend`: send again what a restored server has lost, or what was held back; or decide not to."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import own_record


@line_command("resend", example="resend --all")
@click.argument("ids", nargs=-1, metavar="[RECEIPT]...")
@click.option("--all", "everything", is_flag=True, help="Everything that `agentconsole receipts --missing` lists.")
@click.option("--keep", "is_kept", is_flag=True, help="Decide that it is not sent, instead.")
def command(session: Session, ids: tuple[str, ...], everything: bool, is_kept: bool) -> None:
    """Send what `receipts --missing` lists, same number, same bytes; the open console does it, or the next one."""
    from agentconsole.store.own.questions import Reply, open_questions
    from agentconsole.sync.answering import answer

    if bool(ids) is everything:
        raise Misused("Name the receipts, or say --all; `agentconsole receipts --missing` lists them.")
    with own_record(session, writing=True) as own:
        open_ids = [each.command_id for each in open_questions(own.db, own.server, own.actor)]
        unknown = [each for each in ids if each not in open_ids]
        if unknown:
            raise Misused(f"Nobody asks about {unknown[0]}; `agentconsole receipts --missing` lists what waits.")
        reply = Reply.KEEP if is_kept else Reply.SEND
        done = answer(own.db, own.server, own.actor, ids or tuple(open_ids), reply, session.now)
    over = len(ids or open_ids) - len(done)
    words = f"{len(done)} will not be sent." if is_kept else f"{len(done)} will be sent by the console."
    left = f" {over} cannot be sent: meant for their own minute only, or not to be read." if over else ""
    session.answer({"answered": done, "is_sent": not is_kept}, words + left)
