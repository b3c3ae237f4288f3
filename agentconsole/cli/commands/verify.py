"""`agentconsole verify`: the proof that nothing in the store was changed behind the engine's back."""

from __future__ import annotations

from agentconsole.cli.lines.proving import prove
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import seen


@line_command("verify", example="verify")
def command(session: Session) -> None:
    """Read the whole store: the chain is whole, the rows are what the log says, no slot is wrong. In a team it is your
    copy that is read, from where it begins; `server verify` reads the team's."""
    with seen(session) as db:
        prove(session, db)
