"""One incident over the console: what is known, what is told, and who has been told and who has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from agentconsole.domain.terms import ENDED
from agentconsole.tongue import N_, _
from agentconsole.tui import present, safe, times
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.own_keys import LEAVE, OwnKey, foot
from agentconsole.tui.screens.page import STEPS
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted, tail_fitted
from agentconsole.tui.wrap import wrap
from agentconsole.workspace.knowledge_views import IncidentView, LinkedView

KEYS = (
    OwnKey("Enter", N_("opens it"), N_("The conversation under the cursor")),
    OwnKey("u", N_("one update for all"), N_("Ready in each reply; its holder sends it")),
    OwnKey("s", N_("how it stands"), N_("And what the team should know")),
    LEAVE,
)
SINCE = {
    "open": N_("open since {began} "),
    "watching": N_("watching since {began} "),
    "solved": N_("solved since {began} "),
}
DEEDS = {"u": "update", "s": "change"}
TOLD, ABOUT, WHO, HOLDER = 12, 11, 20, 12
"""Cells of the columns."""
WORDS = 5
"""Lines at most of what is known, and of the update."""
Read = Callable[[], tuple[IncidentView, tuple[LinkedView, ...]]]
"""Reads the incident and its conversations as they are now."""


class IncidentPage(Keyed, Painted, can_focus=True):
    """Draws what is known above, and the conversations below."""

    def __init__(self, read: Read, offset: int) -> None:
        super().__init__()
        self._read, self._offset = read, offset
        self._at = 0
        self._it, self._linked = read()

    def read_again(self) -> None:
        """Something was committed."""
        self._it, self._linked = self._read()
        self._at = max(0, min(self._at, len(self._linked) - 1))
        self.repaint()

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title and how it stands, the words, one line a conversation, and the keys."""
        above = self._above(width)
        keys = foot(KEYS, width)
        room = max(1, height - len(above) - len(keys))
        top = max(0, min(self._at - room // 2, len(self._linked) - room))
        rows = [self._row(n, width) for n in range(top, min(top + room, len(self._linked)))]
        rows = rows or [((_(" No conversation is linked to it yet."), Ink.DIM),)]
        rows += [()] * (room - len(rows))
        return [*above, *rows[:room], *keys]

    def _above(self, width: int) -> list[Line]:
        it = self._it.incident
        began = f"{times.date(it.began_at, self._offset)} {times.clock_time(it.began_at, self._offset)}"
        since = _(SINCE[it.state]).format(began=began)
        named = _(" INCIDENT {id}: {title}").format(id=safe.line(it.id), title=safe.in_order(safe.line(it.title)))
        title: Line = ((named, Ink.STRONG),)
        lines = [tail_fitted(title, ((f"  {since}", _ink(self._it)),), width), (("─" * width, Ink.RULE),)]
        lines += self._words(it.details or _("Written down by {who}.").format(who=self._it.opened_by), Ink.TEXT, width)
        if it.updates:
            at = times.clock_time(it.updated_at, self._offset)
            told = _("Update {count} by {who} {at}: {words}")
            told = told.format(count=it.updates, who=self._it.updated_by, at=at, words=it.update)
            lines += self._words(told, Ink.OWN, width)
        ended, knows = sum(map(_is_over, self._linked)), sum(each.is_told for each in self._linked)
        left = len(self._linked) - knows - ended
        count = _(" {knows} told, {count} not told, {ended} ended") if it.updates else _(" {count} open conversations")
        count = count.format(knows=knows, count=left, ended=ended)
        return [*lines, (("─" * width, Ink.RULE),), ((safe.cells(count, width), Ink.STRONG),)]

    def _words(self, words: str, ink: Ink, width: int) -> list[Line]:
        rows = wrap(safe.in_order(safe.text(words)), width - 2)
        shown = rows[:WORDS] if len(rows) <= WORDS else [*rows[: WORDS - 1], "..."]
        return [((f" {row}", ink),) for row in shown]

    def _row(self, n: int, width: int) -> Line:
        each, is_here = self._linked[n], n == self._at
        word, ink = _told(each, self._it)
        about = safe.cells(f"{present.channel_cell(each.channel)} #{safe.line(each.conversation_id)}", ABOUT)
        front = f"{about}{safe.name(each.contact_name, WHO)} "
        holder = safe.line(each.holder) if each.holder else _("nobody ")
        holder = safe.cells(_("{who} (you)").format(who=holder) if each.is_mine else holder, HOLDER)
        rest = safe.fit(f"{holder} {safe.in_order(safe.line(each.subject))}", max(0, width - TOLD - ABOUT - WHO - 2))
        sign = safe.cells(f" {'>' if is_here else ' '} {word}", TOLD + 1)
        if is_here:
            return ((safe.cells(f"{sign}{front}{rest}", width), Ink.CURSOR),)
        return ((sign, ink), (front, Ink.TEXT), (rest, Ink.DIM))

    def press(self, event: events.Key) -> bool:
        """Moves, leaves, or leaves with what is to be done; whether the key was one of the page's."""
        if event.key in STEPS:
            self._at = max(0, min(self._at + STEPS[event.key], len(self._linked) - 1))
            self.repaint()
            return True
        if not isinstance(self.screen, IncidentScreen):
            return False
        if event.key == "enter" and self._linked:
            self.screen.dismiss(f"#{self._linked[self._at].conversation_id}")
        elif event.key in DEEDS or event.key in ("escape", "q"):
            self.screen.dismiss(DEEDS.get(event.key))
        else:
            return False
        return True


def _ink(view: IncidentView) -> Ink:
    return {"open": Ink.LATE, "watching": Ink.SOON, "solved": Ink.GOOD}[view.incident.state]


def _is_over(each: LinkedView) -> bool:
    """Whether it ended before its contact heard the newest update."""
    return each.status in ENDED and not each.is_told


def _told(each: LinkedView, view: IncidentView) -> tuple[str, Ink]:
    if each.is_told:
        return _("told"), Ink.GOOD
    if _is_over(each):
        return _("ended"), Ink.DIM
    return (_("not told"), Ink.SOON) if view.incident.updates else (_("linked"), Ink.TEXT)


class IncidentScreen(Page[str | None]):
    """The page over the console; what is to be done (a conversation to be opened as `#id`), or None."""

    help_page, own_keys = "knowledge#Incidents", KEYS
    DEFAULT_CSS: ClassVar[str] = """
    IncidentScreen > IncidentPage { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, read: Read, offset: int) -> None:
        super().__init__()
        self._view = IncidentPage(read, offset)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self._view
        yield from super().compose()

    def store_changed(self) -> None:
        """Who has been told is told as it happens."""
        if self.is_mounted:
            self._view.read_again()
