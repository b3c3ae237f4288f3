"""The palette: every command by its words, its key at the row's end so that the key is learnt on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agentconsole.domain.words.spelling import nearest
from agentconsole.tongue import _
from agentconsole.tui.commands import COMMANDS, Command, keys_in_words
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.keymap import Keymap

WhyNot = Callable[[str], str]
"""Why a command cannot be done right now, by its id; empty when it can."""


def finder(keymap: Keymap, why_not: WhyNot, *, in_tutorial: bool = False) -> Find:
    """What the typed words find, best first; a step of the tutorial is skipped in the tutorial only."""
    offered = [each for each in COMMANDS if each.in_palette and (in_tutorial or each.id != "tutorial.skip")]

    def find(text: str, _limit: int, show: Show) -> None:
        wanted = text.casefold().split()
        found = _fitting(offered, wanted) or _fitting(offered, _respelt(wanted, offered))
        show([_item(command, keymap, why_not) for command in found])

    return find


def _fitting(offered: Sequence[Command], wanted: Sequence[str]) -> list[Command]:
    scored = [(rank(command, wanted), n, command) for n, command in enumerate(offered)]
    return [command for _score, _n, command in sorted(each for each in scored if each[0] is not None)]


def _respelt(wanted: Sequence[str], offered: Sequence[Command]) -> list[str]:
    """The words that are in no command, each as the nearest one there is."""
    told = " ".join(map(_told, offered))
    known = dict.fromkeys(re.findall(r"[^\W_]+", told))
    return [word if word in told else nearest(word, known) or word for word in wanted]


def _told(command: Command) -> str:
    """All that a command may be found by: in the agent's language, in English, and by its id."""
    footer = _(command.footer) if command.footer else ""
    return f"{_(command.title)} {_(command.help)} {command.title} {footer} {command.id}".casefold()


def rank(command: Command, wanted: Sequence[str]) -> int | None:
    """How well a command fits, 0 the best; None when a word is nowhere in it."""
    title = _(command.title).casefold()
    whole = _told(command)
    if not all(word in whole for word in wanted):
        return None
    if not wanted or title.startswith(wanted[0]):
        return 0
    return 1 if all(word in title for word in wanted) else 2


def _item(command: Command, keymap: Keymap, why_not: WhyNot) -> Item:
    reason = why_not(command.id)
    keys = keys_in_words(keymap.of(command.id))
    aside = _("not now   {keys}").format(keys=keys) if reason else keys
    return Item(command.id, _(command.title), aside, reason or _(command.help))
