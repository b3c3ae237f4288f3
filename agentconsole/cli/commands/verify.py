"""`agentconsole verify`: the proof that nothing in the store was changed behind the engine's back."""

from __future__ import annotations

from agentconsole.cli.proving import prove
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command


@line_command("verify", example="verify")
def command(session: Session) -> None:
    """Read the whole store: the chain is whole, the rows are what the log says, no slot is wrong."""
    with session.reading() as db:
        prove(session, db)
