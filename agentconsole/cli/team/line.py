"""One line's command in a team: into the outbox of this terminal's copy, to the server, and what came of it."""

from __future__ import annotations

from contextlib import closing

from agentconsole.backends.base import BackendUnavailable, NotSignedIn
from agentconsole.cli.build import Opened, open_team_console
from agentconsole.cli.errors import Refused
from agentconsole.cli.line_mode.settling import LONGEST, Settling
from agentconsole.cli.session import Session
from agentconsole.cli.starting.team_copy import prepare
from agentconsole.cli.team.access import Access
from agentconsole.cli.team.team_place import Team
from agentconsole.clock import ServerClock
from agentconsole.domain.commands import Command
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.engine.receipts import Answer, receipt_from
from agentconsole.store.own.receipts import ended_of
from agentconsole.store.sqlite import open_store
from agentconsole.workspace import api
from agentconsole.workspace.carried import Carried
from agentconsole.workspace.views import RefusalView

ANOTHER = 1.0
"""Seconds a line that does not reach the server waits: another console on the same file may send for it."""
DRAFT = " Your words are a draft now."


def perform(session: Session, team: Team, command: Command) -> None:
    """Prints the receipt, or that the command is kept and sent later. Raises Refused, with the rule's words, when it
    is not done; BackendError when it cannot wait and the server is away; StoreError and CommandError."""
    clock = ServerClock(session.clock)
    access = Access(team, clock, session.settings.ca_file)
    prepare(access)
    with open_team_console(access, clock, session.ids) as opened:
        command_id = _hand_over(session, opened, command)
        if not command_id:
            return
        _wait(opened, command_id)
        back = next((each for each in opened.courier.returned() if each.command_id == command_id), None)
        standing = opened.courier.standing(session.now, 0) or "the server has not answered yet"
    with closing(open_store(team.store, read_only=True)) as db:
        ended = ended_of(db, [command_id])
    if ended:
        _tell(session, ended[0][2], back)
    else:
        _kept(session, command, command_id, standing)


def _hand_over(session: Session, opened: Opened, command: Command) -> str:
    """Its id; empty when it is so already, which is said. Raises what `perform` does."""
    opened.begin()
    # What was done elsewhere since the last console or line is known before anything is decided.
    Settling(opened.courier.carried, LONGEST).reach(opened.courier.knows_where_it_stands)
    try:
        return opened.workspace.perform(command)
    except api.Refused as refused:
        if refused.refusal.code is not Code.DUPLICATE:
            raise _no(opened, refused.refusal) from refused
        subject, words = getattr(command, "conversation_id", ""), refused.refusal.words
        told = {"kind": command.kind, "conversation": subject, "outcome": "unchanged", "words": words}
        session.answer(told, words)
        return ""


def _no(opened: Opened, refusal: Refusal) -> Exception:
    if refusal.code is not Code.OFFLINE:
        return Refused(refusal.words)
    if opened.courier.signed().is_out:
        return NotSignedIn("This terminal is not signed in; `agentconsole login` does it. Nothing was done.")
    return BackendUnavailable(refusal.words)


def _wait(opened: Opened, command_id: str) -> None:
    seconds = LONGEST if opened.courier.is_reachable() else ANOTHER

    def ours() -> tuple[Carried, ...]:
        return tuple(each for each in opened.courier.carried() if each.envelope.id == command_id)

    Settling(ours, seconds).wait()


def _tell(session: Session, receipt: str, back: RefusalView | None) -> None:
    """Raises Refused."""
    draft = DRAFT if back is not None and back.text_back.strip() else ""
    if not receipt:
        raise Refused((back.words if back else "It was not sent.") + draft)
    try:
        session.receipt(Answer(receipt_from(receipt), receipt, replayed=False))
    except Refused as refused:
        raise Refused(f"{refused}{draft}") from refused


def _kept(session: Session, command: Command, command_id: str, standing: str) -> None:
    subject = getattr(command, "conversation_id", "")
    words = f"saved on this computer and not sent yet ({standing}): the next console or line sends it."
    told = {"id": command_id, "kind": command.kind, "conversation": subject, "outcome": "saved", "words": words}
    session.answer(told, f"{command.kind}{f' #{subject}' if subject else ''}: {words}")
