"""What the agent works at: the screens, or a prompt where only lines can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.build import Opened, run_console
from agentconsole.tui.times import set_clock

if TYPE_CHECKING:
    from agentconsole.cli.session import Session
    from agentconsole.cli.starting.daily import Daily
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.lessons import Tutorial


def show(
    opened: Opened,
    session: Session,
    store: str,
    *,
    speed: float = 1.0,
    notices: tuple[str, ...] = (),
    daily: Daily | None = None,
    choices: Choices | None = None,
    tutorial: Tutorial | None = None,
) -> int:
    """Shows the console on the store until the agent leaves; the exit code."""
    set_clock(session.settings.display.clock)
    if not session.is_plain:
        return run_console(
            opened, session.settings, speed=speed, notices=notices, daily=daily, choices=choices, tutorial=tutorial
        )
    from agentconsole.cli.line_mode.prompt import LineMode

    return LineMode(opened, session, store, choices).run(notices)
