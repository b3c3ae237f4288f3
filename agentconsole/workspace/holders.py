"""The agent behind `by:` in a filter, named as people name a colleague: by the id, the first name or the full name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentconsole.domain.team.agent import Agent
from agentconsole.tongue import _

_BY = re.compile(r'(?:^|(?<=\s))by:(?:"([^"]*)"|(\S+))')


def by_id(text: str, team: Iterable[Agent]) -> str:
    """The words with each holder by id; a name nobody has stays as it is. Raises ValueError where several have it."""
    team, done, end = tuple(team), list[str](), 0
    for match in _BY.finditer(text):
        named, behind = _named(match[1] or match[2] or "", text[match.start() + len("by:") :], team)
        if len(named) > 1:
            raise ValueError(_several(named))
        if named:
            done.append(f"{text[end : match.start()]}by:{named[0].id}")
            end = match.start() + len("by:") + behind if behind else match.end()
    return "".join(done) + text[end:]


def _named(name: str, words: str, team: tuple[Agent, ...]) -> tuple[tuple[Agent, ...], int]:
    """Who is called so, and how many letters of the words the name takes where it goes on without quotation marks."""
    told = f"{words} ".casefold()
    whole = tuple(each for each in team if told.startswith(f"{each.full_name} ".casefold()))
    if whole and " " in whole[0].full_name:
        return whole, len(whole[0].full_name)
    name = name.strip().casefold()
    by_their_id = tuple(each for each in team if each.id.casefold() == name)
    by_full_name = tuple(each for each in team if each.full_name.casefold() == name)
    by_a_part = tuple(each for each in team if name in each.full_name.casefold().split())
    return by_their_id or by_full_name or by_a_part, 0


def _several(named: tuple[Agent, ...]) -> str:
    who = ", ".join(f"{each.full_name} (by:{each.id})" for each in named)
    return _("by: several are called so: {who}").format(who=who)
