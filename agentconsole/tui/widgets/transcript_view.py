"""A conversation's transcript: read from its newest line upwards, laid out only where the agent looks.

Whoever stands at the end stays there when something is said; whoever has scrolled up keeps their place and is told
in the last row how much is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, number
from agentconsole.tui import safe
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted, tail_fitted
from agentconsole.tui.widgets.transcript_blocks import Blocks, is_news
from agentconsole.tui.widgets.transcript_reel import Foot, Reel
from agentconsole.workspace.carried import Delivery

if TYPE_CHECKING:
    from agentconsole.workspace.views import TranscriptLine

KEPT: Final = 500
"""Messages held at most."""
WHEEL: Final = 3
"""Rows a turn of the wheel scrolls."""


class TranscriptView(Painted, can_focus=True):
    """The messages of one conversation. `offset` is the agent's local time, milliseconds east of UTC."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings(Scope.TRANSCRIPT)
    DEFAULT_CSS = """
    TranscriptView { height: 1fr; }
    """

    @dataclass
    class WantsOlder(Message):
        """The agent looks at the oldest message held; there may be older ones."""

        before_k: int

    @dataclass
    class WantsNewest(Message):
        """The agent goes to the end, and the newest messages had to give way to old ones: `set_lines` anew."""

    @dataclass
    class Finished(Message):
        """The agent pages on although the end is in sight."""

    def __init__(
        self, *, offset: int = 0, id: str | None = None, classes: str | None = None, says_who: bool = False
    ) -> None:
        """With `says_who` the first row names who speaks though their message begins above it: for a mere look."""
        super().__init__(id=id, classes=classes)
        self._says_who = says_who
        self._messages: tuple[TranscriptLine, ...] = ()
        self._unread_from: int | None = None
        self._foot: Foot | None = None
        self._missed = 0
        self._is_detached = False
        self._asked_before: int | None = None
        self._blocks = Blocks(offset)
        self._empty = ""

    # What others may ask and say

    @property
    def messages(self) -> tuple[TranscriptLine, ...]:
        """The messages held, oldest first."""
        return self._messages

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is in sight."""
        return self._foot is None and not self._is_detached

    @property
    def missed(self) -> int:
        """How many messages came while the agent was reading further up."""
        return self._missed

    def set_lines(self, lines: tuple[TranscriptLine, ...], unread_from_k: int | None = None, empty: str = "") -> None:
        """Another conversation: its newest lines, seen from the end. `empty` is what shows when there are none."""
        self._messages = lines[-KEPT:]
        self._unread_from, self._empty = unread_from_k, empty
        self._foot, self._missed, self._is_detached, self._asked_before = None, 0, False, None
        self._blocks.clear()
        self.repaint()

    def append(self, lines: tuple[TranscriptLine, ...]) -> None:
        """New lines at the end."""
        if self._is_detached:
            self._missed += sum(map(is_news, lines))
        else:
            self._take(self._messages + lines, lines)
        self.repaint()

    def refresh_tail(self, lines: tuple[TranscriptLine, ...]) -> None:
        """The newest lines as they are now, in place of what was held from the first of them on.

        Unconfirmed lines that are not among them are gone: they were refused.
        """
        if self._is_detached or not lines:
            return
        newest = max((each.k for each in self._messages if _is_confirmed(each)), default=-1)
        kept = tuple(each for each in self._messages if _is_confirmed(each) and each.k < lines[0].k)
        own = {each.command_id for each in self._messages if each.command_id}
        fresh = tuple(each for each in lines if each.k > newest and (not each.command_id or each.command_id not in own))
        self._take(kept + lines, fresh)
        self.repaint()

    def older(self, lines: tuple[TranscriptLine, ...]) -> None:
        """Older lines in front: the answer to WantsOlder. None at all: there are no older ones."""
        if not lines:
            return
        self._asked_before = None
        if self._foot is None:
            self._foot = self._reel.end
        self._foot = Foot(self._foot.index + len(lines), self._foot.rows)
        joined = lines + self._messages
        self._messages = joined[:KEPT]
        self._is_detached = self._is_detached or len(joined) > KEPT
        self._foot = self._within(self._foot)
        self.repaint()

    def set_unread_from(self, k: int | None) -> None:
        """Moves the rule above what the agent has not seen; None takes it away."""
        self._unread_from = k
        self.repaint()

    # Drawing

    @property
    def caret(self) -> Offset:
        """The last row in sight: there is read, and what is said next appears."""
        return self.content_region.offset + Offset(0, max(0, len(self.lines) - 1))

    def lay_out(self, width: int, height: int) -> list[Line]:
        """The rows that end at the reader's foot; from the top when there are too few to fill the height."""
        if not self._messages:
            return [((safe.cells(f" {self._empty}", width), Ink.DIM),)] if self._empty else []
        foot = self._foot or self._reel.end
        rows = list(self._block(foot.index)[: foot.rows])
        index = foot.index
        while len(rows) < height and index > 0:
            index -= 1
            rows[:0] = self._block(index)
        shown = rows[-height:]
        if self._says_who and len(rows) > height:
            shown[0] = self._begun(index, len(rows) - height, width) or shown[0]
        if self._foot is not None and (self._missed or self._is_detached):
            news = _(" {count} new, End ").format(count=number(self._missed))
            words = news if self._missed else _(" older, End ")
            shown[-1] = tail_fitted(shown[-1], ((words, Ink.CURSOR),), width)
        return shown

    def _begun(self, index: int, cut: int, width: int) -> Line:
        """The row a message begins with, in place of one of its later ones, where `cut` rows of it stand above; none
        where it begins in sight."""
        laid = self._blocks.rows(self._messages[index], width)
        is_begun = cut > len(self._block(index)) - len(laid)
        return tail_fitted(laid[0], ((" …", Ink.DIM),), width) if is_begun else ()

    @property
    def _reel(self) -> Reel:
        return Reel(len(self._messages), lambda index: len(self._block(index)))

    def _block(self, index: int) -> tuple[Line, ...]:
        return self._blocks.block(self._messages, index, self.size.width, self._unread_from)

    def _take(self, messages: tuple[TranscriptLine, ...], fresh: tuple[TranscriptLine, ...]) -> None:
        dropped = max(0, len(messages) - KEPT)
        self._messages = messages[dropped:]
        if any(each.is_own for each in fresh):
            self._foot, self._missed = None, 0
        if self._foot is not None:
            self._missed += sum(map(is_news, fresh))
            self._foot = self._within(Foot(self._foot.index - dropped, self._foot.rows))

    def _within(self, foot: Foot) -> Foot:
        index = max(0, min(foot.index, len(self._messages) - 1))
        rows = foot.rows if index == foot.index else len(self._block(index))
        return Foot(index, max(1, min(rows, len(self._block(index)))))

    def on_resize(self, _event: events.Resize) -> None:
        """Wraps anew; a reader further up keeps their message."""
        if self._foot is not None and self._messages:
            self._foot = self._within(self._foot)
        self.repaint()

    # Keys and the mouse

    def _go(self, foot: Foot) -> None:
        is_end = foot == self._reel.end and not self._is_detached
        self._foot = None if is_end else foot
        self._missed = 0 if is_end else self._missed
        self.repaint()

    def _scroll(self, rows: int) -> None:
        if not self._messages:
            return
        reel, foot = self._reel, self._foot or self._reel.end
        if rows > 0:
            self._go(reel.down(foot, rows))
            return
        moved = reel.up(foot, -rows, self.size.height)
        if moved == reel.first(self.size.height):
            self._ask_for_older()
        self._go(moved)

    def _ask_for_older(self) -> None:
        first_k = self._messages[0].k
        if first_k > 0 and self._asked_before != first_k:
            self._asked_before = first_k
            self.post_message(self.WantsOlder(first_k))

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    def action_transcript_up(self) -> None:
        """One row up."""
        self._scroll(-1)

    def action_transcript_down(self) -> None:
        """One row down."""
        self._scroll(1)

    def action_transcript_page_up(self) -> None:
        """One screen up, one row kept."""
        self._scroll(-self._page)

    def action_transcript_page_down(self) -> None:
        """One screen down, one row kept; at the end the agent is done here."""
        if self.is_at_end:
            self.post_message(self.Finished())
        else:
            self._scroll(self._page)

    def action_transcript_home(self) -> None:
        """The oldest message held; asks for older ones."""
        if self._messages:
            self._ask_for_older()
            self._go(self._reel.first(self.size.height))

    def action_transcript_end(self) -> None:
        """The newest row."""
        if self._is_detached:
            self.post_message(self.WantsNewest())
        elif self._messages:
            self._go(self._reel.end)

    def action_transcript_all(self) -> None:
        """Shows more of the last cut message in sight."""
        if not self._messages:
            return
        index = (self._foot or self._reel.end).index
        for line in reversed(self._messages[: index + 1]):
            if self._blocks.show_more(line):
                self.repaint()
                return

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls."""
        event.stop()
        self._scroll(-WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        event.stop()
        if not self.is_at_end:
            self._scroll(WHEEL)


def _is_confirmed(line: TranscriptLine) -> bool:
    return line.delivery is Delivery.ACCEPTED
