"""Which dispositions a team has, and what they promise: its list says so, whatever a command claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agentconsole.domain.commands import WrapUp
from agentconsole.domain.dispositions import Disposition, Dispositions, fault_in, named_twice
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, rule
from agentconsole.domain.rules.leading import not_the_house
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.domain.team.events import DispositionsSet
from agentconsole.domain.view import Context, Decision, View


@rule(SetDispositions)
def set_dispositions(view: View, command: SetDispositions, context: Context) -> Decision:
    """By a lead; the same again changes nothing."""
    refusal = first(not_the_house(view, context), _never_there(view.dispositions, command))
    if refusal:
        return refusal
    wanted = _rearranged(view.dispositions, command)
    if fault := named_twice(command.named) or fault_in(wanted):
        return Refusal(Code.UNSUPPORTED, fault)
    return () if wanted == view.dispositions.named else (DispositionsSet(wanted),)


def _rearranged(now: Dispositions, command: SetDispositions) -> tuple[Disposition, ...]:
    """The list the command makes of this one. Nothing of it is lost: what is named no more is retired."""
    named = tuple(replace(each, words=each.words.strip()) for each in command.named)
    stays = command.beside or not named
    found = tuple(_beside(now.known, named)) if stays else (*named, *_retired(_others(now.known, named)))
    return tuple(replace(each, is_retired=True) if each.code in command.retired else each for each in found)


def _beside(known: tuple[Disposition, ...], named: tuple[Disposition, ...]) -> Iterator[Disposition]:
    """Each in its place with what is said of it now, and behind them what is new."""
    anew = {each.code: each for each in named}
    yield from (anew.get(each.code, each) for each in known)
    yield from _others(named, known)


def _others(of: tuple[Disposition, ...], than: tuple[Disposition, ...]) -> Iterator[Disposition]:
    codes = {each.code for each in than}
    return (each for each in of if each.code not in codes)


def _retired(some: Iterable[Disposition]) -> Iterator[Disposition]:
    return (replace(each, is_retired=True) for each in some)


def _never_there(now: Dispositions, command: SetDispositions) -> Refusal | None:
    """The refusal to retire what there is not."""
    there = {each.code for each in (*now.known, *command.named)}
    strange = next((code for code in command.retired if code not in there), None)
    if strange is None:
        return None
    return Refusal(Code.UNKNOWN_ENTRY, f"No disposition is called {strange[:40]!r}; there are {now.told}.")


def not_offered(dispositions: Dispositions, code: str) -> Refusal | None:
    """The refusal of an ending the team does not have, or not any more; a team that has named none takes any."""
    if not dispositions.named:
        return None
    found = dispositions.find(code)
    if found is None:
        return Refusal(Code.UNKNOWN_ENTRY, f"No disposition is called {code[:40]!r}; there are {dispositions.told}.")
    if found.is_retired:
        return Refusal(
            Code.UNKNOWN_ENTRY, f"The team has retired the disposition {code}; there are {dispositions.told}."
        )
    return None


def promises(dispositions: Dispositions, command: WrapUp) -> bool:
    """Whether the ending promises something: the team's list says so, the command only where that does not know it."""
    found = dispositions.find(command.disposition.strip())
    return command.owes if found is None else found.keeper is not None
