"""Passwords typed at a terminal: asked for again where one was mistyped, and judged before they are typed twice."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from agentconsole.backends.base import BackendRejected
from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.team.access import typed_secret
from agentconsole.tongue import N_, _

T = TypeVar("T")
TRIES = 3
"""For a person. A script is asked once: its next line is something else."""


def again(ask: Callable[[], T]) -> T:
    """What comes of asking; a person is told what was wrong and asked again. Raises what the last try raises."""
    for _left in range(TRIES - 1 if sys.stdin.isatty() else 0):
        try:
            return ask()
        except (Misused, BackendRejected) as error:
            output.complain(str(error))
    return ask()


def chosen(agent: str) -> str:
    """A new password of the agent's, typed twice. Raises Misused for one that cannot be taken, before the second time,
    and for two that differ."""
    from agentconsole.domain.team.passwords import SHORTEST, why_refused

    asked = _("New password, a few words, {least} characters at least").format(least=SHORTEST)
    password = typed_secret(asked)
    refused = why_refused(password, agent)
    if refused:
        raise Misused(refused)
    if typed_secret(N_("The same again")) != password:
        raise Misused(_("The two passwords differ; nothing was changed."))
    return password
