"""Responses kept ready: found by a few letters, looked at as they will read, put in where the cursor stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.words.blanks import unfilled
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.holding_words import is_proposed
from agentconsole.tui.screens.acting.asking import Asking
from agentconsole.tui.screens.knowledge.completing import Completing
from agentconsole.tui.screens.writing import besides
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.letter_view import LetterView

if TYPE_CHECKING:
    from agentconsole.domain.knowledge.canned import Canned
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.widgets.letter import Letter


def rows(canned: tuple[Canned, ...], facts: Mapping[str, str]) -> Find:
    """The responses that fit the typed words, best first; each with its words as they would be put in."""

    def find(text: str, limit: int, show: Show) -> None:
        wanted = text.casefold().split()
        scored = ((_rank(each, wanted), each.name, each) for each in canned)
        found = sorted((rank, name, each) for rank, name, each in scored if rank is not None)
        show([_item(each, facts) for _rank, _name, each in found[:limit]])

    return find


def _rank(canned: Canned, wanted: list[str]) -> tuple[int, float] | None:
    """How well it fits, the least the best: by its name, of which letters may be left out, else by what words of it
    begin with; None where a word is nowhere. Scattered letters in a body of any length would fit nearly everything."""
    from textual.fuzzy import Matcher

    name = canned.name.casefold()
    scores = [Matcher(word).match(name) for word in wanted]
    if all(scores):
        # A name that begins so is what was meant.
        return int(not name.startswith(tuple(wanted[:1]) or "")), -sum(scores)
    begun = re.findall(r"\w+", f"{name} {canned.body.casefold()}")
    is_there = all(any(each.startswith(word) for each in begun) for word in wanted)
    return (2, 0.0) if is_there else None


def _item(canned: Canned, facts: Mapping[str, str]) -> Item:
    from agentconsole.domain.knowledge.canned import filled

    deeds = f" [{', '.join(canned.deeds)}]" if canned.deeds else ""
    shown = safe.line(filled(canned.body, facts))
    whose = _("team") if canned.is_shared else _("yours")
    return Item(canned.name, f"{safe.cells(canned.name, 18)}{shown}{deeds}", whose)


def _to_remove(kept: Mapping[str, Canned]) -> Find:
    """Those that fit the typed words, each by the number it has in `kept`: two may have one name."""

    def find(text: str, limit: int, show: Show) -> None:
        wanted = text.casefold().split()
        scored = ((_rank(each, wanted), number, each) for number, each in kept.items())
        found = sorted((rank, each.name, number) for rank, number, each in scored if rank is not None)
        show([replace(_item(kept[number], {}), value=number) for _rank, _name, number in found[:limit]])

    return find


class Responding(Completing, Asking):
    """The keys that bring a response into the text."""

    def response_wanted(self, composer: LetterView, letter: Letter, sign: str = "") -> None:
        """A list over the console; the picked one goes in where the cursor stands."""
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.workspace.knowing import facts

        canned = {each.name: each for each in self.door.canned()}
        if not canned:
            words = _("No responses are kept yet: `agentconsole canned save NAME TEXT` keeps one.")
            self.say(words, is_refusal=True)
            return
        known = facts(self.door, letter.conversation_id)

        find = rows(tuple(canned.values()), known)
        screen = PickerScreen(_("RESPONSES"), find, self.setting.keymap, help_page="knowledge#Responses", follows=True)
        self.complete(composer, letter, screen, lambda name: self._put_in(composer, canned[name], known), sign=sign)

    def _put_in(self, composer: LetterView, canned: Canned, known: Mapping[str, str]) -> None:
        from agentconsole.domain.knowledge.canned import commands_of, filled

        assert composer.letter is not None
        words = safe.text(filled(canned.body, known), limit=len(canned.body) * 20 + 100, lines=2_000)
        if not words.strip():
            if self.do(*commands_of(canned.deeds, composer.letter.conversation_id, self.door.now())):
                self.say_performed(f"{canned.name}: {', '.join(canned.deeds)}.")
            return
        pane = self.pane_of(composer.letter.conversation_id)
        is_instead = composer.letter.is_public and is_proposed(composer.text)
        composer.put_in(words, in_place_of_all=is_instead)
        if pane is not None and composer.letter.is_public:
            besides.promise(self.door, pane, canned.deeds)
            if is_instead and pane.update_text:
                # It stays an update, with other words; what does more than say so is an answer.
                pane.update_text = "" if canned.deeds else words
            pane.show_rule()
        if is_instead:
            told = _("{name} stands in place of the proposed words; {key} brings them back.")
            self.say(told.format(name=safe.line(canned.name), key=self.key("composer.undo")))
        self._say_blank(composer, words)
        self.carried_out("composer.canned")

    def action_canned_keep(self) -> None:
        """What is being written, or a new text, kept as a response."""
        from agentconsole.tui.dialogs.response_question import keeping

        text = self.focused.text if isinstance(self.focused, Composer) else ""
        self.ask(keeping(text, is_lead=self.door.me.is_lead))

    def action_canned_remove(self) -> None:
        """One of those kept ready goes; it is picked from their list."""
        from agentconsole.domain.knowledge.canned_commands import RemoveCanned
        from agentconsole.tui.dialogs.picker import PickerScreen

        kept = {str(n): each for n, each in enumerate(self.door.canned()) if self.door.me.is_lead or not each.is_shared}
        if not kept:
            self.say(_("You keep no response of your own."), is_refusal=True)
            return

        def picked(number: str | None) -> None:
            if number is not None and self.do(RemoveCanned(kept[number].name, kept[number].is_shared)):
                self.say_performed(_("Removed: {name}.").format(name=safe.line(kept[number].name)))

        find, page = _to_remove(kept), "knowledge#Responses"
        screen = PickerScreen(_("REMOVE A RESPONSE"), find, self.setting.keymap, help_page=page, follows=True)
        self.app.push_screen(screen, picked)

    def blank_reached(self, composer: LetterView) -> None:
        """Says which placeholder the cursor went to."""
        self._say_blank(composer, composer.text[composer.cursor :])

    def _say_blank(self, composer: LetterView, words: str) -> None:
        """Names the first blank in these words of the composer, for as long as it stands there."""
        blanks = unfilled(words)
        if blanks:
            told = _("Fill in: {blank}. {key} goes to the next.") if len(blanks) > 1 else _("Fill in: {blank}.")
            told = told.format(blank=safe.line(blanks[0]), key=self.key("composer.next_blank"))
            self.say(told, holds=lambda: blanks[0] in unfilled(composer.text))

    def pane_of(self, conversation_id: str) -> ConversationPane | None:
        """The pane a conversation stands in."""
        raise NotImplementedError
