"""A view of the queue in the words an agent types: the filters of the search, `whose:` and `risk:` among them."""

from __future__ import annotations

import re
from dataclasses import replace

from agentconsole.clock import local_offset
from agentconsole.domain.saved_views import SavedView
from agentconsole.domain.team.agent import Agent
from agentconsole.store.searching.filters import FILTERS, Asked, read
from agentconsole.tongue import N_, _
from agentconsole.workspace.holders import by_id
from agentconsole.workspace.queue_views import QueueFilter, Scope

WHOSE = {
    "both": Scope.MINE_AND_WAITING,
    "mine": Scope.MINE,
    "waiting": Scope.WAITING,
    "all": Scope.ALL,
}
"""What `whose:` takes."""
RISK = {"yes": True, "no": False}
CLOSED = N_("is: the queue holds what is open; the search finds what is closed")
_OWN = re.compile(r"(?:^|(?<=\s))(whose|risk):(\S*)\s*")

_UNKNOWN = re.compile(r"(?:^|(?<=\s))([a-z]+):(?!//)\S")
"""What looks like a filter and is none; a blank behind the colon makes a word of it."""


def typed(text: str, base: QueueFilter, team: tuple[Agent, ...] = ()) -> QueueFilter:
    """The view that the words mean, typed over `base`; `team` is who may be named in them. Raises ValueError with what
    is wrong with them."""
    text = by_id(text, team)
    chosen = replace(base, name="", text=_OWN.sub("", text).strip())
    for name, value in _OWN.findall(text):
        known = WHOSE if name == "whose" else RISK
        if value not in known:
            raise ValueError(_("{name}: there are {known}").format(name=name, known=", ".join(known)))
        chosen = replace(chosen, scope=WHOSE[value]) if name == "whose" else replace(chosen, at_risk=RISK[value])
    asked = asked_for(chosen.text, 0)
    if asked.complaint:
        raise ValueError(asked.complaint)
    if unknown := _UNKNOWN.search(asked.words):
        raise ValueError(_no_such(unknown[1]))
    if asked.filters.is_open is False:
        raise ValueError(_(CLOSED))
    if asked.filters.holder and "whose:" not in text:
        # Whoever names an agent wants to see what that agent holds.
        chosen = replace(chosen, scope=Scope.ALL)
    return chosen


def _no_such(name: str) -> str:
    words = _("no such filter: {name}: there are {known}; with a blank behind the colon it is a word")
    return words.format(name=name, known=", ".join(sorted({*FILTERS, "whose", "risk"})))


def complaint(text: str, team: tuple[Agent, ...] = ()) -> str:
    """What is wrong with the words as a filter of the queue, as a sentence; empty when nothing is."""
    try:
        typed(text, QueueFilter(), team)
    except ValueError as error:
        return f"{error}."
    return ""


def written(chosen: QueueFilter) -> str:
    """The view in words that mean it again; empty for the queue as it is without any."""
    whose = next(word for word, scope in WHOSE.items() if scope is chosen.scope)
    parts = [
        "" if chosen.scope is Scope.MINE_AND_WAITING else f"whose:{whose}",
        "risk:yes" if chosen.at_risk else "",
        f"channel:{chosen.channel.value}" if chosen.channel and "channel:" not in chosen.text else "",
        f"category:{chosen.category}" if chosen.category else "",
        chosen.text,
    ]
    return " ".join(part for part in parts if part)


def opened(view: SavedView, team: tuple[Agent, ...] = ()) -> QueueFilter:
    """The view as it is shown. Raises ValueError when its words mean nothing any more."""
    return replace(typed(view.filter, QueueFilter(), team), name=view.name)


def asked_for(text: str, now: int) -> Asked:
    """The words that are looked for and what narrows them, at this instant."""
    return read(text, now, local_offset(now))
