"""The commands that ask first, with any answers at all: the rules say beforehand whether asking makes sense.

The answers are such that only the state of the conversation can be refused: some words, an instant to come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import MINUTE

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask

ANY = "-"
"""Some words."""


def asked_first(now: int, ending: Callable[[], str]) -> dict[str, Callable[[str], ask.Command]]:
    """Makes the commands by their id and a conversation; `now` is epoch ms, `ending` a code that promises nothing. What
    can be put on record anywhere is missing, and so is a link, which is about two."""
    from agentconsole.domain import commands as ask
    from agentconsole.domain.calls.commands import CompleteCallback, PromiseCallback
    from agentconsole.domain.terms import WaitsOn

    later = now + MINUTE
    return {
        "conversation.wrap_up": lambda it: ask.WrapUp(it, ending()),
        "conversation.transfer": lambda it: ask.Transfer(it, to_queue=ANY),
        "conversation.pend": lambda it: ask.Pend(it, WaitsOn.OTHERS, ANY),
        "conversation.snooze": lambda it: ask.Snooze(it, later),
        "conversation.progress": lambda it: ask.ReportProgress(it, ANY, later),
        "conversation.acknowledge": lambda it: ask.Acknowledge(it, ANY),
        "callback.promise": lambda it: PromiseCallback(it, later),
        "callback.complete": lambda it: CompleteCallback(it, True, now, now),
    }
