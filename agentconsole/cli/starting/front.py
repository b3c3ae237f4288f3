"""What the agent works at: the screens, or a prompt where only lines can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.build import Opened, run_console
from agentconsole.cli.starting.start import Start
from agentconsole.tui.times import set_clock

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

START = Start()


def show(opened: Opened, session: Session, store: str, start: Start = START) -> int:
    """Shows the console on the store until the agent leaves; the exit code."""
    set_clock(session.settings.display.clock)
    if not session.is_plain:
        return run_console(opened, session.settings, start)
    from agentconsole.cli.line_mode.prompt import LineMode

    return LineMode(opened, session, store, start.choices).run(start.notices)
