"""How a begun filter of the search goes on: `chan` is `channel:`, `channel:ti` is `channel:ticket`. Pure."""

from __future__ import annotations

from agentconsole.domain.terms import Channel
from agentconsole.store.searching.filters import FILTERS

LEAST = 2
"""Letters from which a word may be the beginning of a filter's name."""
VALUES = {
    "channel": tuple(each.value for each in Channel),
    "is": ("open", "closed"),
    "breached": ("yes", "no"),
    "after": ("today", "yesterday"),
    "before": ("today", "yesterday"),
}


def rest(text: str) -> str:
    """What is missing to the name or the value that was begun; empty where nothing was, or more than one would do."""
    word = "" if not text or text[-1].isspace() else text.split()[-1]
    name, colon, value = word.partition(":")
    if not colon:
        fits = [f"{each}:" for each in FILTERS if each.startswith(name)] if len(name) >= LEAST else []
        return fits[0][len(name) :] if len(fits) == 1 else ""
    fits = [each for each in VALUES.get(name, ()) if value and each.startswith(value)]
    return fits[0][len(value) :] if len(fits) == 1 else ""
