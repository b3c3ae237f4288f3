"""One run of the program: what its command line says is done, or the console opens."""

from __future__ import annotations

from collections.abc import Sequence

from agentconsole.cli.command_line import parsed
from agentconsole.cli.ending import ended
from agentconsole.cli.errors import Exit
from agentconsole.cli.session import Session
from agentconsole.cli.shape import asks_for_json
from agentconsole.cli.shell_session import ShellSession
from agentconsole.cli.starting.opening import Opening


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; the exit code. Nothing that goes wrong shows a traceback.

    Where JSON is asked for, stdout gets exactly one document: what went wrong is one, unless another was printed.
    """
    session = ShellSession()
    session.speak()

    def tell(words: str, code: Exit) -> None:
        if (session.is_json or asks_for_json(arguments)) and not session.has_answered:
            session.document({"error": {"code": code.name.lower(), "words": words}})

    return ended(lambda: _done(arguments, session), tell)


def _done(arguments: Sequence[str], session: Session) -> int:
    answer = parsed(arguments, session)
    if not isinstance(answer, Opening):
        return answer
    from agentconsole.cli.starting.console import begin

    return begin(session, answer)
