"""The page of unsent texts: every draft there is, whether its conversation is still there, and the whole of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_, _, n_, number
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.own_keys import LEAVE, OwnKey, foot
from agentconsole.tui.screens.page import STEPS, in_lines
from agentconsole.tui.times import clock_time, short_date
from agentconsole.tui.widgets.edit_text import MAX_TEXT
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.workspace.unsent_texts import UnsentText

PLACE, WHO, SIZE, TIME = 14, 20, 9, 14
"""Cells of the columns."""
HEADS = (("   ", N_("on"), PLACE), ("", N_("contact"), WHO), ("", N_("letters"), SIZE), ("", N_("saved"), TIME))
WHOLE = 12
"""Lines of the text under the cursor at most."""
KEYS = (
    OwnKey("Enter", N_("opens"), N_("Its conversation, with the text in the composer")),
    OwnKey("y", N_("copies"), N_("Its text, onto the clipboard")),
    OwnKey("x", N_("throws away"), N_("The one under the cursor, after a yes")),
    LEAVE,
)

Discard = Callable[[UnsentText], None]


def _heads() -> Line:
    return tuple((safe.cells(f"{front}{_(words)}", cells), Ink.DIM) for front, words, cells in HEADS)


class UnsentView(Keyed, Painted, can_focus=True):
    """Draws the texts, the one saved last first."""

    def __init__(self, texts: Sequence[UnsentText], discard: Discard, offset: int) -> None:
        super().__init__()
        self._texts, self._discard, self._offset = tuple(texts), discard, offset
        self._at, self._said = 0, ""

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """How many there are, one line for each, the whole of the one under the cursor, and the keys."""
        keys = foot(KEYS if self._texts else (LEAVE,), width)
        title = in_lines(self._said or self._title(), Ink.SOON if self._said else Ink.STRONG, width, 2)
        whole = min(WHOLE, max(1, height // 3))
        head = [_heads()] if self._texts else []
        room = max(1, height - len(title) - len(head) - 2 - whole - len(keys))
        top = max(0, min(self._at - room // 2, len(self._texts) - room))
        rows = [self._row(n, width) for n in range(top, min(top + room, len(self._texts)))]
        rows += [()] * (room - len(rows))
        rule: Line = (("─" * width, Ink.RULE),)
        below = self._whole(width, whole) if self._texts else []
        below += [()] * (whole - len(below))
        return [*title, rule, *head, *rows, rule, *below, *keys]

    def _title(self) -> str:
        count = len(self._texts)
        if not count:
            return _("Nothing is unsent.")
        words = n_("{count} text of yours is not sent.", "{count} texts of yours are not sent.", count)
        gone = sum(not each.is_there for each in self._texts)
        if not gone:
            return words.format(count=number(count))
        lost = n_("{gone} of a conversation that is gone.", "{gone} of conversations that are gone.", gone)
        return f"{words.format(count=number(count))} {lost.format(gone=number(gone))}"

    def _row(self, n: int, width: int) -> Line:
        it, ink = self._texts[n], Ink.CURSOR if n == self._at else Ink.TEXT
        number_of = f"#{it.conversation_id}" if it.conversation_id else it.place
        note = f" {_('note')}" if it.visibility == "internal" else ""
        place = safe.cells(f" {'>' if n == self._at else ' '} {safe.line(number_of)}{note}", PLACE)
        who = safe.cells(safe.name(it.contact_name) if it.is_there else _("! gone"), WHO)
        size = safe.cells(number(len(it.body)), SIZE)
        when = f"{short_date(it.saved_at, self._offset)} {clock_time(it.saved_at, self._offset)}"
        text = safe.cells(safe.line(it.body), max(0, width - PLACE - WHO - SIZE - TIME - 1)) + " "
        dim = Ink.CURSOR if n == self._at else Ink.DIM
        late = ink if n == self._at or it.is_there else Ink.LATE
        return ((place, ink), (who, late), (size, dim), (safe.cells(when, TIME), dim), (text, ink))

    def _whole(self, width: int, most: int) -> list[Line]:
        lines = safe.text(self._texts[self._at].body, limit=MAX_TEXT, lines=MAX_TEXT).splitlines()
        shown = [row for line in lines[:most] for row in in_lines(line, Ink.OWN, width, most) or [()]]
        return shown[:most]

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the page's."""
        if event.key in ("escape", "q"):
            self._leave(None)
        elif not self._texts:
            return False
        elif event.key in STEPS:
            self._at, self._said = max(0, min(self._at + STEPS[event.key], len(self._texts) - 1)), ""
        elif event.key == "enter":
            self._open(self._texts[self._at])
        elif event.key == "y":
            self.app.copy_to_clipboard(safe.text(self._texts[self._at].body, limit=MAX_TEXT, lines=MAX_TEXT))
            self._said = _("Copied.")
        elif event.key == "x":
            self._throw_away(self._texts[self._at])
        else:
            return False
        self.repaint()
        return True

    def _open(self, it: UnsentText) -> None:
        if it.conversation_id and it.is_there:
            self._leave(it)
        elif it.conversation_id:
            self._said = _("#{number} is not here any more: y copies its text.").format(number=it.conversation_id)
        else:
            self._said = _("It belongs to no conversation: it is there again where you wrote it.")

    def _throw_away(self, it: UnsentText) -> None:
        from agentconsole.tui.dialogs.confirming import ConfirmScreen

        def answered(yes: bool | None) -> None:
            if yes:
                self._discard(it)
                self._texts = tuple(each for each in self._texts if each is not it)
                self._at = max(0, min(self._at, len(self._texts) - 1))
                self.repaint()

        words = _("It is nowhere else, and gone for good: {text}").format(text=safe.line(it.body))
        question = ConfirmScreen(_("Throw this text away?"), words, _("throws it away"), _("keeps it"))
        self.app.push_screen(question, answered)

    def _leave(self, chosen: UnsentText | None) -> None:
        if isinstance(self.screen, UnsentScreen):
            self.screen.dismiss(chosen)


class UnsentScreen(Page[UnsentText | None]):
    """The page over the console; the text whose conversation is to be opened, or None."""

    help_page, own_keys = "offline", KEYS

    DEFAULT_CSS: ClassVar[str] = """
    UnsentScreen > UnsentView { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, texts: Sequence[UnsentText], discard: Discard, offset: int) -> None:
        super().__init__()
        self._view = UnsentView(texts, discard, offset)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self._view
        yield from super().compose()
