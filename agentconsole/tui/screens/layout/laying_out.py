"""Where the queue stands and how much room it has: as fits the window, or as the agent wants it at every start."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from agentconsole.tongue import N_, _
from agentconsole.tui.screens.layout.arrangement import LEAST_WIDTH, MOST_WIDTH, Room, Shape, width_of
from agentconsole.tui.screens.layout.walking_panes import WalkingPanes
from agentconsole.tui.widgets.queue_row import Layout

if TYPE_CHECKING:
    from agentconsole.tui.widgets.contact_card import ContactCard
    from agentconsole.tui.widgets.ground import Rows

ZOOMED = {"both": "", "reader": "-reader", "queue": "-queue"}
"""The classes of the screen by what has the room."""
WORDS = {
    "both": N_("shown: queue and conversation"),
    "reader": N_("shown: the conversation alone"),
    "queue": N_("shown: the queue alone"),
}
LATER = {
    "reader": N_("shown: the conversation alone, once one is open"),
    "queue": N_("shown: the queue alone, once you are in it"),
}
"""The same, where the room goes to what has not the focus."""
BOTH_FROM = 20
"""Rows of a narrow window from which the queue stands over a conversation that is read or written in."""
ROWS = {"one": Layout.ONE_LINE, "two": Layout.TWO_LINE}
LINES_OF_CARD, MOST_OF_CARD = 6, 14
"""The lines of the card under a queue that needs the others, its rule among them, and the most it takes."""


class LayingOut(WalkingPanes):
    """The layout in force. What is chosen while working is kept for the next start."""

    side: Rows
    card: ContactCard
    shape: Shape
    _given: int | None = None
    _card_given: int | None = None

    @property
    def room(self) -> Room:
        """How wide the window is."""
        raise NotImplementedError

    @property
    def zoom(self) -> str:
        """The class of the screen for what has the room now: the reader alone only while something is read."""
        zoomed = ZOOMED[self.shape.zoom]
        if zoomed == "-reader":
            return "" if self.is_in_queue or not self.current else zoomed
        return zoomed if self.is_in_queue else ""

    @property
    def is_reader_alone(self) -> bool:
        """Whether the queue gives its room up: it is wanted so, or little of the conversation would be seen."""
        is_cramped = self.room is Room.NARROW and self.size.height < BOTH_FROM
        return self.zoom == "-reader" or (is_cramped and not self.is_in_queue and bool(self.current))

    def rows_for(self, *, is_strip: bool) -> Layout:
        """How the queue's rows are drawn in this room."""
        if is_strip:
            return Layout.STRIP
        usual = Layout.TWO_LINE if self.room is Room.MEDIUM else Layout.ONE_LINE
        return ROWS.get(self.shape.rows, usual)

    def give_room(self) -> None:
        """Puts the queue on its side, as wide as it was wanted."""
        is_beside = self.room is not Room.NARROW
        self.set_class(is_beside and self.shape.side == "right", "-right")
        width = self.shape.width_in(self.size.width or self.app.size.width) if is_beside else 0
        wanted = width if width and not self.has_class("-queue") else None
        if wanted != self._given:
            # Textual lays the whole window out anew for each setting of a width, equal or not.
            self._given = self.side.styles.width = wanted

    def give_card_room(self) -> None:
        """Gives the lines the queue has no rows for to the card below it, which cuts what it tells in a few."""
        grows = self.room is Room.MEDIUM and self.has_class("-tall")
        spare = self.queue.size.height + self.card.outer_size.height - self.queue.lines_wanted
        wanted = min(spare, MOST_OF_CARD) if grows and spare > LINES_OF_CARD else None
        if wanted != self._card_given:
            self._card_given = self.card.styles.height = wanted

    def action_pane_zoom(self) -> None:
        """More room for the conversation."""
        self._zoom(1)

    def action_pane_unzoom(self) -> None:
        """Less room for the conversation."""
        self._zoom(-1)

    def _zoom(self, by: int) -> None:
        names = list(ZOOMED)
        self.shape_is(replace(self.shape, zoom=names[(names.index(self.shape.zoom) + by) % len(names)]))
        words = WORDS if self.zoom == ZOOMED[self.shape.zoom] else LATER
        self.say_done(_(words[self.shape.zoom]))

    def shape_is(self, shape: Shape) -> None:
        """Another layout from now on; what is new of it is kept."""
        before, self.shape = asdict(self.shape), shape
        self.lay_out_panes()
        changes = {name: value for name, value in asdict(shape).items() if value != before[name]}
        if changes and self.setting.tastes is not None:
            self.setting.tastes.keep_layout(changes)

    def action_app_layout(self) -> None:
        """Asks for rows, side and width of the queue."""
        from agentconsole.tui.dialogs.fields import Choice, Form, Line, Pick
        from agentconsole.tui.dialogs.form import FormScreen

        rows = (
            Pick("auto", _("as fits the window")),
            Pick("one", _("one line a row")),
            Pick("two", _("two lines a row")),
        )
        sides = (Pick("left", _("left of the conversation")), Pick("right", _("right of it")))
        width = str(self.shape.queue_width or "auto")
        fields = (
            Choice("rows", _("Rows"), rows, self.shape.rows),
            Choice("side", _("Queue"), sides, self.shape.side),
            Line("width", _("Its columns"), width, hint=_in_range(N_("auto, or {least} to {most}")), check=_wrong),
        )

        def answered(answers: object) -> None:
            if isinstance(answers, dict):
                rows, side, columns = answers["rows"], answers["side"], width_of(answers["width"].strip())
                self.shape_is(replace(self.shape, rows=rows, side=side, queue_width=columns))

        self.app.push_screen(FormScreen(Form(_("Layout"), fields), self.setting.keymap), answered)


def _in_range(words: str) -> str:
    return _(words).format(least=LEAST_WIDTH, most=MOST_WIDTH)


def _wrong(words: str) -> str:
    try:
        width_of(words.strip())
    except ValueError:
        return _in_range(N_("Write auto, or {least} to {most} columns."))
    return ""
