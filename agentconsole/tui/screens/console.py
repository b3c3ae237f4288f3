"""The console itself: the queue, the conversations, the phone, and the three lines that never move."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.widget import Widget

from agentconsole.tui.alarm import Alarm
from agentconsole.tui.announce import Announcer
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.screens.conversation_pane import ConversationPane
from agentconsole.tui.screens.curtain import Curtain
from agentconsole.tui.screens.finding.jumping import Jumping
from agentconsole.tui.screens.finding.walking_back import WalkingBack
from agentconsole.tui.screens.guiding.helping import Helping
from agentconsole.tui.screens.guiding.hints import hints
from agentconsole.tui.screens.habits.changing_keys import ChangingKeys
from agentconsole.tui.screens.habits.choosing_theme import ChoosingTheme
from agentconsole.tui.screens.knowledge.notices import SaidOnce
from agentconsole.tui.screens.layout.arrangement import HEIGHTS, WIDTHS, Arrangement, Room, arrange, room_for
from agentconsole.tui.screens.showing import Showing
from agentconsole.tui.screens.writing.selecting import Selecting
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.contact_card import ContactCard
from agentconsole.tui.widgets.ground import Columns, Ground, Rows
from agentconsole.tui.widgets.hint_line import HintLine
from agentconsole.tui.widgets.notice_line import NoticeLine
from agentconsole.tui.widgets.phone_pane import PhonePane
from agentconsole.tui.widgets.queue_marks import Marks
from agentconsole.tui.widgets.queue_view import QueueView
from agentconsole.tui.widgets.status_line import StatusLine
from agentconsole.workspace.api import Door
from agentconsole.workspace.queue_views import QueueRow

if TYPE_CHECKING:
    from agentconsole.tui.screens.setting import Setting

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
    Showing,
    WalkingBack,
    ChangingKeys,
    ChoosingTheme,
    Helping,
    Selecting,
    Jumping,
    is_whole=True,
    inherit_bindings=False,
):
    """One agent's console: what stands where, and where the keys go."""

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
        self.phone = PhonePane(lambda command_id: setting.keymap.words(command_id), offset=offset)
        self.card = ContactCard(offset=offset, id="card")
        self.column = ContactCard(offset=offset, id="customer")
        self.side = Rows(self.queue, self.phone, self.card, id="side")
        self.left = ConversationPane(setting, self, door.drafts.for_editor, id="left")
        self.right = ConversationPane(setting, self, door.drafts.for_editor, id="right")
        self.panes = Columns(self.left, *self._beside(), id="panes")
        self.notice_line = NoticeLine(offset=offset)
        self.hint_line = HintLine()
        self.announcer, self._untold = Announcer(), SaidOnce()
        self.shape = setting.shape
        self.mine: tuple[QueueRow, ...] = ()
        self._last_chat = ""
        self._ticking = Alarm(self, setting.speed, self.tick)
        self._placed = Arrangement()
        self._drawn_for: Size | None = None

    def compose(self) -> ComposeResult:
        """The fixed tree: sizes only show and hide, and what stands beside a conversation comes with the first window
        that has room for it. It is read and classed before it is mounted, so that it is laid out and painted once."""
        columns, rows = self.app.size
        self.set_class(True, _last(WIDTHS, columns), _last(HEIGHTS, rows))
        self.read_everything()
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
        # A key typed ahead has led elsewhere by now, and the letters behind it belong there.
        self.set_focus(self.focused or self.queue, scroll_visible=False)
        self.lay_out_panes()
        self.tick()

    def _first_frame(self) -> None:
        self.raise_curtain()
        self.queue.tell_again()
        self.give_card_room()
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
    def is_held(self) -> bool:
        """Whether somebody holds the conversation under the queue's cursor."""
        row = self.queue.window.selected
        return row is not None and bool(row.assignee)

    @property
    def is_own(self) -> bool:
        """Whether the agent holds the conversation under the queue's cursor."""
        row = self.queue.window.selected
        return row is not None and row.is_mine

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

    # Layout and focus

    def lay_out_panes(self) -> None:
        """Gives the queue and the panes the room they have now, and shows which one the keys go to."""
        narrow = self.room is Room.NARROW
        alone = narrow and (self.is_in_queue or not self.current)
        self.set_class(alone or self.zoom == "-queue", "-queue")
        self.set_class(self.is_reader_alone, "-reader")
        # Where there is little room, the line over an open call says what the phone would.
        self.phone.set_class(narrow and not alone and self.phone.conversation_id == self.current, "-told")
        self.give_room()
        self.queue.set_layout(self.rows_for(is_strip=narrow and not alone))
        self.give_card_room()
        now = self.door.now()
        for pane in self.shown_panes:
            is_active = pane is self.pane and not self.is_in_queue
            pane.show_title(now, is_active=is_active, has_row=bool(self.selected_id), has_room=self.has_room)
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
        self.read_panes(now)
        self.set_focus(self.pane.composer if into == "composer" else self.pane.transcript, scroll_visible=False)
        # The queue and the call are what they were: only the store's news changes them.
        self.mark_seen()
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
