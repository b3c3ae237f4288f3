"""Who the contact is: what was promised, admitted and checked, what they have with us, and what went before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import FAR
from agentconsole.tongue import _
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.glance import Glance, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, tail_fitted
from agentconsole.tui.wrap import wrap

if TYPE_CHECKING:
    from agentconsole.tui.customer_words import Said
    from agentconsole.workspace.customer_views import CustomerView
    from agentconsole.workspace.views import EarlierConversation

COLUMN = 14
"""Lines from which on the card is a column: a long line goes on in a second one, which it does elsewhere while all of
them have room."""
HEADED = 3
"""Lines that the first of what went before takes with its heading; a card of twice as many keeps them for it."""
INDENT = "   "
WARNING = "! "


class ContactCard(Glance):
    """Shows a contact: one line where there is only one, in a few the most urgent, else all with what went before."""

    _view: CustomerView | None = None

    def show(self, view: CustomerView | None, now: int) -> None:
        """Shows the contact as of `now`."""
        self._view = view
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the next promise on it is broken."""
        due = (each.due_at for each in self._view.promises) if self._view else ()
        return min((at for at in due if at > self._now), default=FAR)

    def lay_out(self, width: int, height: int) -> list[Line]:
        """One line, or as many as the height allows."""
        view = self._view
        if view is None:
            return []
        # Loaded with the first card: the first picture has none.
        from agentconsole.tui.customer_words import card_words, earlier_words

        said = card_words(view, self._now, self._offset)
        if height == 1:
            return [_one_line(view, earlier_words(view), said, width)]
        count = ((f" {earlier_words(view)} ", Ink.DIM),)
        title = _(" CONTACT {name}").format(name=safe.name(view.contact.name))
        lines: list[Line] = [tail_fitted(((title, Ink.STRONG),), count, width)]
        lines += _rows(said, width, height - 1)
        if height - len(lines) > 2 and view.ended:
            lines += [(), ((_(" EARLIER"), Ink.STRONG),)]
            lines += [self._earlier(each, width) for each in view.ended]
        return lines[:height]

    def _earlier(self, earlier: EarlierConversation, width: int) -> Line:
        day = times.date(earlier.received_at, self._offset)
        front = f" {day} {present.channel_cell(earlier.channel)} "
        return (front, Ink.DIM), (
            safe.cells(safe.in_order(safe.line(earlier.subject)), max(0, width - len(front))),
            Ink.TEXT,
        )


def _one_line(view: CustomerView, earlier: str, said: tuple[Said, ...], width: int) -> Line:
    name = part(f" {safe.name(view.contact.name)}", Ink.TEXT, 1)
    rest = (part(each.words, each.ink, each.rank + 1) for each in said)
    return joined([name, part(earlier, Ink.DIM, 0), *rest], width)


def _rows(said: tuple[Said, ...], width: int, room: int) -> list[Line]:
    """What fits in their order; where it is little the lowest ranks stay, and a warning among them is told whole."""
    rows = [(row, each.ink) for each in said for row in _told(each, width)]
    if room <= COLUMN and len(rows) > (room - HEADED if room >= 2 * HEADED else room):
        kept = list(said)
        while len(kept) > 1 and sum(len(_told_briefly(each, width)) for each in kept) > room:
            kept.remove(max(reversed(kept), key=lambda each: each.rank))
        rows = [(row, each.ink) for each in kept for row in _told_briefly(each, width)]
    return [((safe.cells(f"{INDENT}{row}", width), ink),) for row, ink in rows[:room]]


def _told(each: Said, width: int) -> list[str]:
    """At most two rows; the second one of a warning stands under its words, and not under its sign."""
    hang = len(WARNING) if each.words.startswith(WARNING) else 0
    first, *more = wrap(each.words[hang:], width - len(INDENT) - hang)[:2]
    return [f"{each.words[:hang]}{first}", *(f"{' ' * hang}{row}" for row in more)]


def _told_briefly(each: Said, width: int) -> list[str]:
    return _told(each, width) if each.ink is Ink.SOON else [each.words]
