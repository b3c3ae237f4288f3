"""The screen of a form: draws the fields, answers the keys, leaves with the answers or with nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import PICKS, Answers, Choice, Field, Form
from agentconsole.tui.dialogs.fields import Line as LineField
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.dialogs.typing_view import TypingView, complained
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.own_keys import PARTED, keys_in_a_line
from agentconsole.tui.stray_letters import AT_ONCE, DOUBTED
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import typed
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.widgets.text_keys import Edit
from agentconsole.tui.widgets.titled_rule import titled_rule

LABEL = 16
"""Cells of the column of labels, at least."""
COLUMNED_FROM, COLUMNS, COLUMN_GAP = 6, 3, 3
"""Choices from which on they stand in columns, how many of these at most, and the blanks between them: what is asked
about stays in sight above."""
FRONT = "      "
"""Before the choices of a field."""
DONE, NEXT, CHOOSES, LEAVES = N_("Enter done"), N_("Tab next"), N_("up/down or digit chooses"), N_("Esc leaves")
HEAD, FOOT = 2, 2
"""Lines over the fields and under them."""


class FormView(TypingView):
    """Draws a form and answers its keys. What was typed stays until the form is done or left."""

    def __init__(self, form: Form, keymap: Keymap = DEFAULT, opened_at: float | None = None) -> None:
        super().__init__(keymap)
        self.form = form
        self._opened_at, self._is_doubted = opened_at, False
        self._given = 0
        self._label = max(LABEL, *(cell_len(each.label) + 2 for each in form.fields))

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title, each field that matters with its choices, and what is wrong or which keys help."""
        lines: list[Line] = []
        active = 0
        for n in self.form.shown:
            if n == self.form.at:
                active = len(lines)
            lines += self._field(self.form.fields[n], width, is_active=n == self.form.at)
        room = max(1, height - HEAD - FOOT)
        top = max(0, min(active, len(lines) - room), active + self._picked_at(width) - room + 1)
        body = lines[top : top + room]
        body += [()] * (room - len(body))
        hidden = [_("more above")] * (top > 0) + [_("more below: Tab")] * (top + room < len(lines))
        told: Line = ((safe.fit(f"   {PARTED.join(hidden)}", width), Ink.DIM),) if hidden else ()
        head = [titled_rule(safe.line(self.form.title), width), told]
        return [*head, *body, *self._foot(width)]

    def _foot(self, width: int) -> list[Line]:
        """What is wrong, to its end; else what the line is for once words have taken its place there, and the keys."""
        active = self.form.active
        if self.form.complaint:
            told = complained(safe.line(self.form.complaint), width)
            return [*[()] * (FOOT - len(told)), *told]
        has_next, chooses = len(self.form.shown) > 1, isinstance(active, Choice)
        keys = [DONE, *[NEXT] * has_next, *[CHOOSES] * chooses, LEAVES]
        hint = active.hint if isinstance(active, LineField) else ""
        is_seen = not self.form.answers[active.name] and cell_len(_bracketed(hint)) < self._room(width)
        about: Line = () if is_seen or not hint else ((safe.fit(f" {active.label}: {hint}", width), Ink.DIM),)
        if isinstance(active, LineField) and (meant := active.means(self.form.answers[active.name])):
            about = ((safe.fit(f" {active.label} {meant}", width), Ink.TEXT),)
        return [about, ((keys_in_a_line(PARTED.join(map(_, keys)), width), Ink.DIM),)]

    def _room(self, width: int) -> int:
        """The cells of an answer."""
        return width - self._label - 4

    def wanted(self, width: int) -> int:
        """The lines it fills with the longest list of choices open: only an answer after which more is asked makes it
        grow."""
        shown = [self.form.fields[n] for n in self.form.shown]
        choices = (len(_rows_of(each, width)) for each in shown if isinstance(each, Choice))
        return HEAD + len(shown) + max(choices, default=0) + FOOT

    def _field(self, each: Field, width: int, *, is_active: bool) -> list[Line]:
        mark = ">" if is_active else " "
        answer = self.form.answers[each.name]
        label = safe.cells(f" {mark} {each.label}", self._label + 3)
        ink = Ink.STRONG if is_active else Ink.TEXT
        match each:
            case LineField():
                return [((label, ink), *self._text(each, answer, self._room(width), is_active=is_active))]
            case Choice():
                words = each.words(answer) or (_("choose") if each.needed else _("no change"))
                first: Line = ((label, ink), (safe.fit(safe.line(words), self._room(width)), Ink.TEXT))
                return [first, *(self._options(each, answer, width) if is_active else [])]

    def _text(self, each: LineField, answer: str, room: int, *, is_active: bool) -> Line:
        if not is_active:
            return ((safe.fit(safe.line(answer) or _bracketed(each.hint), room), Ink.TEXT if answer else Ink.DIM),)
        cursor = self.form.text.cursor
        start = max(0, cursor - room + 2)
        shown = answer[start : start + room - 1] or safe.fit(_bracketed(each.hint), room - 1)
        at, ink = cursor - start, Ink.TEXT if answer else Ink.DIM
        return ((shown[:at], ink), (shown[at : at + 1] or " ", Ink.CARET), (shown[at + 1 :], ink))

    def _options(self, each: Choice, answer: str, width: int) -> list[Line]:
        lines: list[Line] = []
        for row in _rows_of(each, width):
            cells: Line = ((FRONT, Ink.DIM),)
            for words, value in row:
                chosen = value == answer
                cells = (*cells, (f"{'*' if chosen else ' '} {words}", Ink.STRONG if chosen else Ink.DIM))
            lines.append(cells)
        return lines

    def _picked_at(self, width: int) -> int:
        """How many lines below the active field its answer stands, where it is picked from a list."""
        active = self.form.active
        if not isinstance(active, Choice):
            return 0
        answer = self.form.answers[active.name]
        rows = enumerate(_rows_of(active, width), 1)
        return next((n for n, row in rows if any(value == answer for _words, value in row)), 0)

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the form's."""
        command = self.keys.get(event.key)
        if command is not None:
            getattr(self, f"action_{command.action}")()
        elif character := typed(event):
            self._doubt(character, event.time)
            self.form.type(character)
        elif event.key in self.edits:
            self.edit(self.edits[event.key])
        else:
            return False
        self.take_room(self.size.width)
        self.repaint()
        return True

    def _doubt(self, first: str, at: float) -> None:
        """Whether the first thing typed is the second letter of a sentence whose first one opened the form. A digit, or
        a letter that picks a choice, is an answer by one who knows the form."""
        if self._opened_at is None:
            return
        active = self.form.active
        is_answer = first.isdigit() or (isinstance(active, Choice) and active.picked(first) is not None)
        self._is_doubted = at - self._opened_at < AT_ONCE and not is_answer
        self._opened_at = None

    def take_room(self, width: int) -> None:
        """As many lines as it wants in a window of this width."""
        if (wanted := self.wanted(width)) != self._given:
            self._given = self.styles.height = wanted

    def edit(self, change: Edit) -> None:
        """Edits the line the keys go to."""
        self.form.edit(change)

    def action_dialog_next(self) -> None:
        """The next field."""
        self.form.step(1)

    def action_dialog_previous(self) -> None:
        """The field before."""
        self.form.step(-1)

    def action_dialog_up(self) -> None:
        """The choice above."""
        self.form.move(-1)

    def action_dialog_down(self) -> None:
        """The choice below."""
        self.form.move(1)

    def action_dialog_page_up(self) -> None:
        """The first field."""
        self.form.go(self.form.shown[0])

    def action_dialog_page_down(self) -> None:
        """The last field."""
        self.form.go(self.form.shown[-1])

    def action_dialog_done(self) -> None:
        """Leaves with the answers; a missing one is asked for first, and once whether doubted words were meant."""
        if self.form.missing():
            return
        if self._is_doubted:
            self._is_doubted = False
            self.form.complaint = _(DOUBTED)
        elif isinstance(self.screen, FormScreen):
            self.screen.dismiss(dict(self.form.answers))

    def action_dialog_send(self) -> None:
        """The same as Enter."""
        self.action_dialog_done()

    def action_dialog_cancel(self) -> None:
        """Leaves with nothing."""
        if isinstance(self.screen, FormScreen):
            self.screen.dismiss(None)


def _bracketed(hint: str) -> str:
    """What a line is for while it is empty: nobody takes it for an answer, in whatever colours."""
    return f"({hint})" if hint else ""


def _rows_of(each: Choice, width: int) -> list[list[tuple[str, str]]]:
    """The choices with their keys and what they stand for, as rows: a few below each other, many in columns that are
    read downwards."""
    picks = [(f"{pick}  {safe.line(it.words)}", it.value) for pick, it in zip(PICKS, each.options, strict=False)]
    room = width - len(FRONT)
    widest = max((cell_len(words) for words, _value in picks), default=0) + 2
    columns = max(1, min(COLUMNS, (room + COLUMN_GAP) // (widest + COLUMN_GAP))) if len(picks) >= COLUMNED_FROM else 1
    tall = -(-len(picks) // columns)
    most = room // columns - 2
    fitted = [(safe.cells(words, min(most, widest - 2 + COLUMN_GAP)), value) for words, value in picks]
    return [fitted[n::tall] for n in range(tall)]


class FormScreen(Overlay[Answers | None]):
    """A form over the console; the answers by field name, or None when the agent left it."""

    def __init__(self, form: Form, keymap: Keymap = DEFAULT, opened_at: float | None = None) -> None:
        """`opened_at` is when the letter that opens it was pressed: words that come at once are asked about then."""
        super().__init__()
        self._form, self._keymap, self._opened_at = form, keymap, opened_at
        self.help_page = form.help_page

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        self.view = FormView(self._form, self._keymap, self._opened_at)
        self.view.take_room(self.app.size.width)
        yield self.sheet(self.view)
        yield from super().compose()

    def on_resize(self, event: events.Resize) -> None:
        """In another width the choices take more lines, or fewer."""
        self.view.take_room(event.size.width)
