"""The console itself: the queue, the conversations, the phone, and the three lines that never move."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from agentconsole.domain.terms import FAR
from agentconsole.tongue import N_, _
from agentconsole.tui.announce import Announcer
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.screens.arrangement import HEIGHTS, WIDTHS, Arrangement, Room, arrange, room_for
from agentconsole.tui.screens.changing_keys import ChangingKeys
from agentconsole.tui.screens.choosing_theme import ChoosingTheme
from agentconsole.tui.screens.coming_back import ComingBack
from agentconsole.tui.screens.conversation_pane import ConversationPane
from agentconsole.tui.screens.curtain import Curtain
from agentconsole.tui.screens.going import Going
from agentconsole.tui.screens.hearing import PAGE, Hearing
from agentconsole.tui.screens.helping import Helping
from agentconsole.tui.screens.hints import hints
from agentconsole.tui.screens.jumping import Jumping
from agentconsole.tui.screens.keeping_place import KeepingPlace
from agentconsole.tui.screens.knowing_customers import KnowingCustomers
from agentconsole.tui.screens.knowledge import Knowledge
from agentconsole.tui.screens.laying_out import LayingOut
from agentconsole.tui.screens.learning import Learning
from agentconsole.tui.screens.noticing import Noticing
from agentconsole.tui.screens.selecting import Selecting
from agentconsole.tui.screens.walking_back import WalkingBack
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.contact_card import ContactCard
from agentconsole.tui.widgets.ground import Columns, Ground, Rows
from agentconsole.tui.widgets.hint_line import HintLine
from agentconsole.tui.widgets.notice_line import NoticeLine
from agentconsole.tui.widgets.phone_pane import PhonePane
from agentconsole.tui.widgets.queue_marks import Marks
from agentconsole.tui.widgets.queue_view import QueueView
from agentconsole.tui.widgets.status_line import StatusLine
from agentconsole.workspace.api import Door, UnknownConversation
from agentconsole.workspace.queue_views import PeekView, QueueFilter, QueueRow

if TYPE_CHECKING:
    from agentconsole.tui.screens.setting import Setting

LOOKING = N_("Looking ...")
CURTAIN = 0.001
"""Seconds between the first size and the first picture."""
NEWS_AFTER = 0.15
"""Seconds after it when what leads and colleagues want is read; a key reads it at once."""


def _last(steps: list[tuple[int, str]] | None, size: int) -> str:
    """The class of the last step that is not above the size."""
    return [name for least, name in steps or () if least <= size][-1]


class AgentScreen(
    Ground,
    Curtain,
    KeepingPlace,
    Learning,
    LayingOut,
    WalkingBack,
    ComingBack,
    Noticing,
    Hearing,
    ChangingKeys,
    ChoosingTheme,
    Knowledge,
    Helping,
    Selecting,
    KnowingCustomers,
    Going,
    Jumping,
    is_whole=True,
    inherit_bindings=False,
):
    """One agent's console. It reads from the door, gives values to the widgets, and answers their messages."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings(
        Scope.EVERYWHERE, Scope.READING
    )
    AUTO_FOCUS = ""

    def __init__(self, door: Door, setting: Setting) -> None:
        super().__init__(door, setting)
        offset = setting.offset
        self.status_line = StatusLine(lambda: setting.keymap.words("presence.available"), offset=offset)
        self.queue = QueueView(offset=offset)
        self.phone = PhonePane(offset=offset)
        self.card = ContactCard(offset=offset, id="card")
        self.column = ContactCard(offset=offset, id="customer")
        self.side = Rows(self.queue, self.phone, self.card, id="side")
        self.left = ConversationPane(setting, self, door.draft_for_editor, id="left")
        self.right = ConversationPane(setting, self, door.draft_for_editor, id="right")
        self.panes = Columns(self.left, *self._beside(), id="panes")
        self.notice_line = NoticeLine(offset=offset)
        self.hint_line = HintLine()
        self.announcer = Announcer()
        self.shape = setting.shape
        self.mine: tuple[QueueRow, ...] = ()
        self._last_chat = ""
        self._ticking: Timer | None = None
        self._tick_at = FAR
        self._placed = Arrangement()
        self._drawn_for: Size | None = None

    def compose(self) -> ComposeResult:
        """The fixed tree: sizes only show and hide, and what stands beside a conversation comes with the first window
        that has room for it. It is read and classed before it is mounted, so that it is laid out and painted once."""
        columns, rows = self.app.size
        self.set_class(True, _last(WIDTHS, columns), _last(HEIGHTS, rows))
        self._read()
        self._mounted_as = self.classes
        yield self.status_line
        yield Columns(self.side, self.panes, id="body")
        yield from self.lesson_lines()
        yield self.notice_line
        yield self.hint_line

    def _beside(self) -> tuple[Widget, ...]:
        """What only a wide window shows, once: a third of all there is."""
        return (self.right, self.column) if self.room is Room.WIDE and self.right.parent is None else ()

    def on_mount(self) -> None:
        """Holds the curtain until the widgets know their sizes, so that the first picture is a whole one."""
        self.hold_curtain()
        for notice in self.setting.notices:
            self.say(notice)
        self.set_focus(self.queue, scroll_visible=False)
        self.lay_out_panes()
        self.tick()

    def _first_frame(self) -> None:
        self.raise_curtain()
        self.queue.tell_again()
        self.set_timer(NEWS_AFTER, self.tick)

    # Who has the focus, what is talked about

    @property
    def is_typing(self) -> bool:
        """Whether a composer has the focus."""
        return isinstance(self.focused, Composer)

    @property
    def enter_sends(self) -> bool:
        """Whether Enter sends what is being typed."""
        return isinstance(self.focused, Composer) and self.focused.sends_on_enter

    @property
    def is_noting(self) -> bool:
        """Whether what is being typed is a note."""
        letter = self.focused.letter if isinstance(self.focused, Composer) else None
        return letter is not None and not letter.is_public

    def show_hints(self) -> None:
        """Shows the keys of the place the agent is in."""
        self.hint_line.show(hints(self, self.setting.keymap))

    @property
    def is_in_queue(self) -> bool:
        """Whether the queue has the focus."""
        return self.focused is self.queue

    @property
    def selected_id(self) -> str:
        """The conversation under the queue's cursor."""
        return self.queue.selected_id

    @property
    def pane(self) -> ConversationPane:
        """The pane the opened conversation stands in."""
        return self.right if self._placed.is_right_current else self.left

    def pane_of(self, conversation_id: str) -> ConversationPane | None:
        """The pane a conversation stands in."""
        return next((pane for pane in self.shown_panes if pane.conversation_id == conversation_id), None)

    @property
    def room(self) -> Room:
        """How wide the window is."""
        return room_for(self.size.width or self.app.size.width)

    @property
    def shown_panes(self) -> tuple[ConversationPane, ...]:
        """The panes the room has place for."""
        return (self.left, self.right) if self.room is Room.WIDE else (self.left,)

    # Reading from the door

    def store_changed(self) -> None:
        """Something was committed."""
        if self.is_mounted:
            if self.is_typing:
                self.queue.hold()
            self.take_back()
            self._read_what_is_left()
            self.look_at_receipts()

    def _read_what_is_left(self) -> None:
        """A conversation on the screen may be gone: from a queue we may not see any more, or while a copy is made
        anew. The queue is shown then, and what the agent typed is a draft."""
        try:
            self.follow_hands(self.held_before)
            self.read_again()
        except UnknownConversation:
            self.current = self.before = ""
            self.back_to_queue()

    def read_again(self) -> None:
        """Reads everything shown and paints what differs; nothing while a board hides it all."""
        if self.is_seen:
            self._read()
        else:
            self.forget_watched()
        self.tick()

    def _read(self) -> None:
        now = self.door.now()
        self.forget_watched()
        self._read_queue(now)
        status = self.door.status()
        self._placed = arrange(self.current, status.chats, self.room, self._last_chat)
        self._read_panes(now)
        call = self.door.conversation(status.call.conversation_id) if status.call else None
        self.phone.show(call, now)
        self.phone.set_class(call is not None, "-live")
        self.read_card(now)
        self.lay_out_panes()

    def _read_queue(self, now: int) -> None:
        window = self.queue.window
        first = window.rows[0].position if window.rows and window.first_index else None
        page = self.door.queue(self.chosen, first, max(PAGE, len(window.rows)))
        empty = _(LOOKING) if page.is_looked_for else self._nothing_here()
        self.queue.set_title(_("QUEUE {view}").format(view=self.chosen.words), empty, is_awaited=page.is_looked_for)
        self.queue.set_page(page.rows, page.total, page.total_is_exact, window.first_index + 1 if first else 0, now)

    def _nothing_here(self) -> str:
        if self.chosen == QueueFilter():
            return _("Nothing is yours, nobody waits. {key} a shows all.").format(key=self.key("goto.menu"))
        return _("Nothing here. {key} shows mine and what waits.").format(key=self.key("queue.clear"))

    def _read_panes(self, now: int) -> None:
        placed = self._placed
        for pane, own in ((self.left, placed.left), (self.right, placed.right)):
            if pane is self.right and self.room is not Room.WIDE and not pane.view:
                continue
            view = self.door.conversation(own) if own else None
            lines = self.door.transcript(own) if own else ()
            pane.show(view, lines, now, is_locked=view is not None and self.is_locked(view))
            pane.strip.show(self.around(view, lines) if view else None, now)
            self.propose_update(pane)
        peeks = tuple(self._peek(each) for each in placed.peeks)
        self.left.show_peeks(peeks, now)
        self._mark_seen()

    def _mark_seen(self) -> None:
        pane = self.pane
        if self.current and pane.transcript.is_at_end and pane.next_k and not self.is_in_queue:
            self.door.mark_seen(self.current, pane.next_k - 1)

    def _peek(self, conversation_id: str) -> tuple[PeekView, str]:
        peek = self.door.peek(conversation_id)
        return peek, _("{key} opens").format(key=self.key("goto.chat1" if peek.row.slot == 1 else "goto.chat2"))

    def read_card(self, now: int) -> None:
        """Shows who the subject's contact is: in a column of its own where no second chat needs the room."""
        about, is_alone = self.subject_id, self.room is Room.WIDE and not self._placed.right
        # The first picture waits for nothing that is not on it at once.
        is_read = bool(about) and not self._is_curtain_down
        view = self.with_incident(self.door.customers.card(about, with_flags=True)) if is_read else None
        self.set_class(is_alone, "-alone")
        self.card.show(None if is_alone else view, now)
        self.column.show(view if is_alone else None, now)

    # Layout and focus

    def lay_out_panes(self) -> None:
        """Gives the queue and the panes the room they have now, and shows which one the keys go to."""
        narrow = self.room is Room.NARROW
        alone = narrow and (self.is_in_queue or not self.current)
        self.set_class(alone or self.zoom == "-queue", "-queue")
        self.set_class(self.zoom == "-reader", "-reader")
        self.give_room()
        self.queue.set_layout(self.rows_for(is_strip=narrow and not alone))
        now = self.door.now()
        for pane in self.shown_panes:
            pane.show_title(now, is_active=pane is self.pane and not self.is_in_queue)
        self.show_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Another room: the same conversations, placed anew. The first one opens the curtain."""
        if self._drawn_for is None:
            # A moment later, so that the empty pictures of the first layouts pass behind the curtain.
            self.set_timer(CURTAIN, self._first_frame)
        elif event.size != self._drawn_for:
            if beside := self._beside():
                self.panes.mount(*beside)
            self.read_again()
        self._drawn_for = event.size

    def open_conversation(self, conversation_id: str, *, into: str = "transcript") -> None:
        """Opens it and puts the focus on its transcript or its composer."""
        if conversation_id != self.current:
            self.before, self.current = self.current, conversation_id
        self.trail = self.trail.to(conversation_id)
        now, chats = self.door.now(), self.door.status().chats
        if any(held.conversation_id == conversation_id for held in chats):
            self._last_chat = conversation_id
        self.set_class(False, "-queue")
        self._placed = arrange(self.current, chats, self.room, self._last_chat)
        self.queue.select(conversation_id)
        self._read_panes(now)
        self.set_focus(self.pane.composer if into == "composer" else self.pane.transcript, scroll_visible=False)
        # The queue and the call are what they were: only the store's news changes them.
        self._mark_seen()
        self.see_mentions(self.door.conversation(conversation_id).conversation)
        self.read_card(now)
        self.lay_out_panes()
        self.tick()
        self.carried_out("queue.open")

    def back_to_queue(self) -> None:
        """Puts the focus on the queue."""
        self.set_class(False, "-reader")
        self.set_focus(self.queue, scroll_visible=False)
        self.lay_out_panes()

    def to_top(self) -> None:
        """The cursor on the most urgent row."""
        self.queue.action_queue_top()

    # Keys that only concern the screen

    def action_nav_back(self) -> None:
        """Composer, transcript, queue, where it takes the marks away; a refusal that was shown is put away first."""
        if self.forget_notice() and not self.is_typing:
            return
        if self.is_typing:
            self.set_focus(self.pane_with_focus.transcript, scroll_visible=False)
            self.lay_out_panes()
        else:
            if self.is_in_queue:
                self.queue.set_marks(Marks())
            self.back_to_queue()
