"""The page of decisions: what was held back or lost, line by line, and which of it is to be sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_, _, said
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.own_keys import LEAVE, OwnKey, foot
from agentconsole.tui.screens.page import STEPS, in_lines
from agentconsole.tui.screens.writing.deed_words import deed_on
from agentconsole.tui.times import clock_time, short_date
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.workspace.views import QuestionView

WHAT, ABOUT, TIME = 22, 8, 14
"""Cells of the columns."""
SENTENCE, TEXT = 2, 6
"""Lines a sentence, and the words that would be sent, have at most."""
TEXT_SHARE = 4
"""The part of the screen's lines those words have where it is low."""
KEYS = (
    OwnKey("Space", N_("chooses"), N_("The one under the cursor, or not after all")),
    OwnKey("a", N_("all"), N_("Chooses all that can be sent, or none of it after all")),
    OwnKey("Enter", N_("sends"), N_("What is chosen: same number, same bytes")),
    OwnKey("x", N_("does not send"), N_("What is chosen, else the one under the cursor")),
    OwnKey("y", N_("copies"), N_("Its text, onto the clipboard")),
    OwnKey("Esc", N_("later")),
)

Answer = Callable[[tuple[str, ...], bool], None]
"""Takes the ids of commands, and whether they are sent."""


class DecidingView(Keyed, Painted, can_focus=True):
    """Draws the questions; nothing is chosen until the agent chooses it."""

    def __init__(self, words: str, asked: Sequence[QuestionView], answer: Answer, offset: int) -> None:
        super().__init__()
        self._words, self._asked, self._answer, self._offset = words, tuple(asked), answer, offset
        self._at, self._chosen, self._said = 0, frozenset[str](), ""

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The question, one line for each command, the whole of the one under the cursor, and the keys."""
        title = in_lines(self._said or self._words, Ink.SOON if self._said else Ink.STRONG, width, SENTENCE)
        keys = foot(KEYS if self._asked else (LEAVE,), width)
        most = max(1, min(TEXT, height // TEXT_SHARE))
        room = max(1, height - len(title) - SENTENCE - most - 3 - len(keys))
        top = max(0, min(self._at - room // 2, len(self._asked) - room))
        rows = [self._row(n, width) for n in range(top, min(top + room, len(self._asked)))]
        rows += [()] * (room - len(rows))
        rule: Line = (("─" * width, Ink.RULE),)
        below = [rule, *self._whole(width, most)] if self._asked else []
        # The list stands still, however long the words under the cursor are.
        below += [()] * (SENTENCE + most + 2 - len(below))
        return [*title, rule, *rows, *below, *keys]

    def _row(self, n: int, width: int) -> Line:
        it, is_here = self._asked[n], n == self._at
        mark = "[x]" if it.command_id in self._chosen else "[ ]" if it.can_send else " - "
        mark = f">{mark}" if is_here else f" {mark}"
        what = safe.cells(f"{mark} {safe.line(deed_on(it.kind, it.conversation_id))}", WHAT + 8)
        about = safe.cells(f"#{safe.line(it.conversation_id)}" if it.conversation_id else "", ABOUT)
        # What is asked about is often of another day.
        when = f"{short_date(it.pressed_at, self._offset)} {clock_time(it.pressed_at, self._offset)}"
        when = safe.cells(when, TIME)
        text = safe.cells(safe.line(it.text), max(0, width - WHAT - 8 - ABOUT - TIME - 1)) + " "
        ink = Ink.CURSOR if is_here else Ink.TEXT
        return ((what, ink), (about, ink), (when, Ink.CURSOR if is_here else Ink.DIM), (text, ink))

    def _whole(self, width: int, most: int) -> list[Line]:
        """Why it is asked, and the words it would send."""
        it = self._asked[self._at]
        return [*in_lines(said(it.words), Ink.SOON, width, SENTENCE), *in_lines(it.text, Ink.OWN, width, most)]

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the page's."""
        self._said = ""
        if event.key in STEPS and self._asked:
            self._at = max(0, min(self._at + STEPS[event.key], len(self._asked) - 1))
        elif event.key == "space" and self._asked:
            self._choose(self._asked[self._at])
        elif event.key == "a":
            all_of_it = frozenset(each.command_id for each in self._asked if each.can_send)
            self._chosen = frozenset() if self._chosen == all_of_it else all_of_it
        elif event.key == "enter" and self._asked and not self._chosen:
            self._said = _("Nothing is chosen, so nothing is sent: Space chooses one, a all of them.")
        elif event.key == "enter":
            self._give(self._chosen, is_sent=True)
        elif event.key == "x" and self._asked:
            self._give(self._chosen or {self._asked[self._at].command_id}, is_sent=False)
        elif event.key == "y" and self._asked:
            self.app.copy_to_clipboard(safe.text(self._asked[self._at].text, limit=100_000, lines=10_000))
        elif event.key in ("escape", "q"):
            self._leave()
        else:
            return False
        self.repaint()
        return True

    def _choose(self, it: QuestionView) -> None:
        if it.can_send:
            self._chosen ^= {it.command_id}
        self._at = min(self._at + 1, len(self._asked) - 1)

    def _give(self, chosen: frozenset[str] | set[str], *, is_sent: bool) -> None:
        if not chosen:
            return
        self._answer(tuple(each.command_id for each in self._asked if each.command_id in chosen), is_sent)
        self._asked = tuple(each for each in self._asked if each.command_id not in chosen)
        self._at, self._chosen = min(self._at, max(0, len(self._asked) - 1)), frozenset()
        if not self._asked:
            self._leave()

    def _leave(self) -> None:
        if isinstance(self.screen, DecidingScreen):
            self.screen.dismiss(None)


class DecidingScreen(Page[None]):
    """The page over the console."""

    help_page, own_keys = "offline", KEYS

    DEFAULT_CSS: ClassVar[str] = """
    DecidingScreen > DecidingView { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, words: str, asked: Sequence[QuestionView], answer: Answer, offset: int) -> None:
        super().__init__()
        self._view = DecidingView(words, asked, answer, offset)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self._view
        yield from super().compose()
