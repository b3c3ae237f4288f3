"""A text of several lines written over the console, in a composer of its own; every key keeps it, also when left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding

from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.commands import Scope
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.keymap import bindings
from agentconsole.tui.own_keys import OwnKey, foot
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.composer_rule import ComposerRule, RuleView
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.letter import Letter
from agentconsole.tui.widgets.letter_view import LetterView
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.titled_rule import titled_rule
from agentconsole.tui.wrap import wrap

KEYS = (
    ("composer.send", N_("hands it in"), N_("Nothing is sent by it: its holders do that")),
    ("composer.newline", N_("new line"), ""),
    ("composer.editor", N_("your editor"), N_("What you save there is the text")),
    ("nav.back", N_("leaves"), N_("What you wrote is kept, and there again the next time")),
)
"""What works here, by the ids of commands."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is written: `title` and `about` stand above it, `place` names it among the kept texts. `hand_in` takes the
    whole of it and says in words why not; empty words once it is taken."""

    title: str
    about: str
    place: str
    text: str
    keep: Callable[[str], None]
    hand_in: Callable[[str], str]
    edit_outside: Callable[[LetterView, Letter], None]


class Title(Painted):
    """The rule that bears the title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def lay_out(self, width: int, _height: int) -> Sequence[Line]:
        """The one line."""
        return [titled_rule(self._title, width)]


READABLE: Final = 90
"""Cells of a line at most, as of the text: longer ones are hard to read."""


class Told(Painted):
    """What the text is about."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """Broken for the width, as many lines as fit."""
        return [((f" {row}", Ink.DIM),) for row in wrap(self._words, min(width, READABLE) - 2)][:height]


class Keys(Painted):
    """The keys below the text, or why it was not taken."""

    def __init__(self, keys: tuple[OwnKey, ...]) -> None:
        super().__init__()
        self._keys, self._complaint = keys, ""

    def complain(self, words: str) -> None:
        """Says what is wrong, in place of the keys."""
        self._complaint = words
        self.repaint()

    def lay_out(self, width: int, _height: int) -> Sequence[Line]:
        """The one line."""
        if self._complaint:
            return [((safe.cells(f" ! {self._complaint}", width), Ink.LATE),)]
        return foot(self._keys, width)[:1]


class DraftingScreen(Overlay[bool]):
    """The text over the console; whether it was handed in. It keeps and hands in what its composer says."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        each for each in bindings(Scope.EVERYWHERE) if isinstance(each, Binding) and each.id == "nav.back"
    ]
    DEFAULT_CSS: ClassVar[str] = """
    DraftingScreen > Ground { width: 100%; height: 18; max-height: 100%; background: $panel; }
    DraftingScreen Title, DraftingScreen Keys { height: 1; }
    DraftingScreen Told { height: 3; }
    """

    def __init__(self, it: Drafted, setting: Setting, *, help_page: str) -> None:
        super().__init__()
        self._it, self.help_page = it, help_page
        self.composer = Composer(self, enter_sends=setting.enter_sends)
        self.own_keys = tuple(OwnKey(setting.keymap.shown(each), words, told) for each, words, told in KEYS)
        self.composer.keys = setting.keymap.by_key(Scope.COMPOSER)
        self._foot = Keys(self.own_keys)
        self._rule = ComposerRule()
        self._letter = Letter(it.place, "", Channel.TICKET)

    def compose(self) -> ComposeResult:
        """Title, what it is about, the text, and the keys."""
        from agentconsole.tui.widgets.ground import Ground

        with Ground():
            yield Title(safe.line(self._it.title))
            yield Told(self._it.about)
            yield self._rule
            yield self.composer
            yield self._foot
        yield from super().compose()

    def on_mount(self) -> None:
        """Opens the text, the cursor behind it."""
        self.composer.open(self._letter, self._it.text)
        self._rule.show(RuleView(is_public=True, contact_name=""))

    def action_nav_back(self) -> None:
        """Leaves; the text is kept."""
        self.dismiss(False)

    # What the composer says

    def text_changed(self, _letter: Letter, text: str) -> None:
        """Keeps it."""
        self._it.keep(text)

    def text_submitted(self, composer: LetterView, _letter: Letter, text: str) -> None:
        """Hands it in; what is not taken stands there as it was, and why."""
        refused = self._it.hand_in(text)
        if refused:
            composer.propose(text)
            self._foot.complain(refused)
        else:
            self.dismiss(True)

    def nothing_submitted(self, _letter: Letter) -> None:
        """Says so."""
        self._foot.complain(_("There is no text yet."))

    def response_wanted(self, composer: LetterView, _letter: Letter, sign: str = "") -> None:
        """No list opens here: the sign is a sign."""
        composer.change(lambda edit: edit.insert(sign))

    article_wanted = response_wanted

    def editor_wanted(self, composer: LetterView, letter: Letter) -> None:
        """The agent's own editor."""
        self._it.edit_outside(composer, letter)

    def text_copied(self, text: str) -> None:
        """Onto the clipboard."""
        self.app.copy_to_clipboard(safe.text(text, limit=len(text), lines=len(text)))

    def typed_in_vain(self) -> None:
        """Never: an update can always be written here."""

    def enter_was_pasted(self) -> None:
        """It made a new line, which is what was meant."""

    def paste_refused(self, words: str) -> None:
        """Says why the text is as it was."""
        self._foot.complain(words)

    def kind_switched(self, letter: Letter) -> None:
        """There is one kind."""

    def colleague_wanted(self, composer: LetterView, letter: Letter) -> None:
        """Nobody is named to a contact."""

    def blank_reached(self, composer: LetterView) -> None:
        """The cursor shows it."""

    def sight_changed(self, letter: Letter) -> None:
        """It is drawn."""
