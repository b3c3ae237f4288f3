"""The palette: every command by its words, its key at the row's end so that the key is learnt on the way."""

from __future__ import annotations

from collections.abc import Callable

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
        scored = [(rank(command, wanted), n, command) for n, command in enumerate(offered)]
        found = sorted((score, n, command) for score, n, command in scored if score is not None)
        show([_item(each[-1], keymap, why_not) for each in found])

    return find


def rank(command: Command, wanted: list[str]) -> int | None:
    """How well a command fits, 0 the best; None when a word is nowhere in it."""
    title = _(command.title).casefold()
    footer = _(command.footer) if command.footer else ""
    whole = f"{title} {_(command.help)} {command.title} {footer} {command.id}".casefold()
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
