"""Bugs put into a running console on purpose, by name: each must make one of the proofs fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PLANTS: dict[str, Callable[[], None]] = {}


def plant(function: Callable[[], None]) -> Callable[[], None]:
    """Files a bug under its function's name."""
    PLANTS[function.__name__] = function
    return function


@plant
def crash_on_redraw() -> None:
    """Ctrl+L raises, with a contact's words in the message and in a local."""
    from agentconsole.tui.screens.finding.going import Going

    def boom(self: Any) -> None:
        secret = "the contact's password is hunter2"
        raise RuntimeError(secret)

    Going.action_app_redraw = boom


@plant
def drafts_only_on_leaving() -> None:
    """The composer hands its text over when it loses the focus, as many editors do."""
    from agentconsole.tui.screens.writing.sending import Sending

    keep = Sending.text_changed

    def only_on_leaving(self: Any, letter: Any, text: str) -> None:
        if not self.is_typing:
            keep(self, letter, text)

    Sending.text_changed = only_on_leaving


@plant
def nothing_is_cleaned() -> None:
    """Neither the widgets nor the last net take anything out."""
    from agentconsole.tui.line_filter import ControlFilter

    only_the_last_net_cleans()
    ControlFilter.apply = lambda self, segments, background: segments


@plant
def only_the_last_net_cleans() -> None:
    """Foreign texts reach the widgets as they are; the last net stops what a terminal obeys, not what it hides."""
    from agentconsole.tui import safe

    safe._clean = lambda raw: raw


@plant
def nothing_is_bounded() -> None:
    """A message is cleaned at its full length, and looked at again from its beginning every few letters."""
    import unicodedata

    from agentconsole.tui import safe

    def naive(raw: str) -> str:
        # With an accent at its end every look is a whole one; the text itself stays as typed, or no key would find it.
        for end in range(0, len(raw), 8):
            unicodedata.normalize("NFC", raw[: end + 8] + "\u0301")
        return safe._clean(raw)

    safe.clipped = lambda foreign, limit=0, lines=0: (naive(foreign), False)
