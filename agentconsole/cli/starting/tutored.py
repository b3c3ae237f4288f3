"""Where the tutorial's progress lies between two demos, and whether it was ever offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.tongue import N_, _, number

if TYPE_CHECKING:
    from agentconsole.tui.lessons import Progress, Tutorial

OFFER = N_("New here? Ctrl+P, then the word tutorial: five minutes that teach the keys.")

GOES_ON = N_("The tutorial goes on at step {step} of {steps}. From the start: Ctrl+P, tutorial anew.")


def _file() -> Path:
    return paths.state_dir() / "tutorial"


def tutorial(*, is_shown: bool) -> tuple[Tutorial, tuple[str, ...]]:
    """The tutorial where it was left, and what to tell: that it goes on, or that there is one."""
    from agentconsole.tui.lessons import LESSONS, Tutorial, read_progress

    try:
        kept = _file().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        kept = None
    found = Tutorial(read_progress(kept or ""), keep)
    notices = () if is_shown or kept is not None else (_(OFFER),)
    if is_shown:
        found.begin()
        if step := len(found.progress.marks):
            notices = (_(GOES_ON).format(step=number(step + 1), steps=number(len(LESSONS))),)
    if kept is None:
        keep(found.progress)
    return found, notices


def keep(progress: Progress) -> None:
    """Kept for the next demo; one that cannot be kept begins anew then."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(progress.signs, "utf-8")
    except OSError:
        return
