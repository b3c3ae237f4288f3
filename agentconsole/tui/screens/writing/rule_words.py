"""What the rule over the composer says: what sending does besides, whose turn it is then, and the key for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.holding_words import is_proposed
from agentconsole.tui.screens.writing.turn_words import turn_words
from agentconsole.tui.widgets.composer_rule import RuleView

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.keymap import Keymap
    from agentconsole.tui.widgets.letter import Letter


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a composer. `deeds` are done once it is sent, `is_update` that it goes as a holding update,
    `informs` that it is an incident's, `is_instead` that a begun reply was set aside for it; `selected` is in
    characters, `hidden` the rows above and below what is shown, `saved` says how the draft is kept."""

    letter: Letter
    text: str
    selected: int
    hidden: tuple[int, int]
    saved: str
    deeds: tuple[str, ...]
    is_update: bool
    informs: bool
    is_instead: bool


def rule_of(written: Written, conversation: Conversation | None, keys: Keymap) -> RuleView:
    """Who will read it, what sending does besides, and whether the draft is on disk."""
    letter = written.letter
    does = "; ".join(filter(None, (_what_it_is(written, keys), _whose_turn(written, conversation))))
    told = (written.saved, _other_key(written, keys), does)
    return RuleView(letter.is_public, letter.contact_name, *told, safe.is_from_right(written.text), written.hidden)


def _what_it_is(written: Written, keys: Keymap) -> str:
    """What sending does besides; empty for plain words."""
    if written.letter.is_public:
        if written.deeds:
            return _("then {deeds}").format(deeds=", ".join(map(safe.line, written.deeds)))
        if written.informs:
            return _("update on an incident")
        if written.is_instead:
            return _instead(written, keys)
    return _("holding update") if written.is_update else ""


def _instead(written: Written, keys: Keymap) -> str:
    if not is_proposed(written.text):
        return _("update; your reply comes back")
    return _("update; your reply comes back, {key} now").format(key=keys.words("reminder.update"))


def _whose_turn(written: Written, conversation: Conversation | None) -> str:
    """Nothing of a note or an update: neither hands the turn on."""
    if conversation is None or not written.letter.is_public or written.is_update or written.informs:
        return ""
    return turn_words(conversation, written.text)


def _other_key(written: Written, keys: Keymap) -> str:
    """The key for the other kind of text, or for what is selected."""
    if count := written.selected:
        return _("{count} selected: {key} cuts, Ctrl+C copies").format(count=count, key=keys.words("composer.cut"))
    return f"{keys.words('composer.switch')} {_('note') if written.letter.is_public else _('reply')}"
