"""The lead board: what is late, how everybody stands, and a look at the conversation under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.timer import Timer

from agentconsole.tongue import N_, _
from agentconsole.tui.alarm import Alarm
from agentconsole.tui.commands import BY_ID
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.screens.guiding.hints import board_hints, board_live
from agentconsole.tui.screens.layout.arrangement import HEIGHTS, WIDTHS
from agentconsole.tui.screens.leads.board_filter import matching
from agentconsole.tui.screens.leads.board_keys import board_bindings
from agentconsole.tui.widgets.board_line import BoardLine
from agentconsole.tui.widgets.board_lists import BoardLists
from agentconsole.tui.widgets.board_preview import PREVIEWED, BoardPreview
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ground import Columns
from agentconsole.tui.widgets.hint_line import HintLine
from agentconsole.tui.widgets.notice_line import Notice
from agentconsole.tui.widgets.team_lists import TeamLists
from agentconsole.workspace.board_views import BoardView
from agentconsole.workspace.views import UndoOffer

if TYPE_CHECKING:
    from agentconsole.tui.screens.base import ConsoleBase

MERGE_AFTER = 0.5
"""Seconds in which the board is read once, however much happens to a big team; half of what a lead may be behind."""

HOLDS_NOTHING = N_("They hold no conversation: there is nothing to open.")


class BoardScreen(Page[None]):
    """Stands over the console, which does what is asked for here; `console` is told what the cursor stands on."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = board_bindings()
    AUTO_FOCUS = "BoardLists"
    shows_answers = True

    def __init__(self, console: ConsoleBase) -> None:
        super().__init__()
        offset = console.setting.offset
        self.console, self.door = console, console.door
        self.line = BoardLine(offset=offset)
        self.lists = TeamLists(offset=offset)
        self.preview = BoardPreview(offset=offset)
        self.hint_line = HintLine()
        self.filter = ""
        self._is_behind = False
        self._signs_of = ("", 0)
        self._ticking = Alarm(self, console.setting.speed, self.tick)
        self._merging: Timer | None = None
        self.view: BoardView = self.door.board()

    def compose(self) -> ComposeResult:
        """The fixed tree; sizes only show and hide."""
        yield self.line
        yield Columns(self.lists, self.preview, id="board")
        yield from super().compose()
        yield self.hint_line

    def show_all(self, notice: Notice | None, undo: UndoOffer | None, now: int) -> None:
        """An answer that is longer than its line goes on where the hints are."""
        super().show_all(notice, undo, now)
        self.hint_line.lend(self.notice_line.rest)

    def on_mount(self) -> None:
        """Shows the rows, and what the cursor stands on."""
        self.console.board = self
        self._show()
        self._look()
        self.console.tick()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leaves, once however often it is asked for; the console's own cursor counts again, on the conversation that
        was looked at where the queue has it, and it shows what has happened meanwhile."""
        if self.console.board is not self:
            return AwaitComplete()
        looked_at = self.subject_id
        self.console.board = None
        self.console.read_again()
        if self.console.is_in_queue:
            self.console.queue.select(looked_at)
        return super().dismiss(result)

    # Reading from the door

    def store_changed(self) -> None:
        """Something was committed: read at once, or when the agent's hand rests."""
        if not self.is_mounted:
            return
        if self.lists.is_held or self._merging is not None:
            self._is_behind = True
        else:
            self._merging = self.set_timer(MERGE_AFTER, self._merged)
            self.read_again()

    def read_again(self) -> None:
        """Reads everything shown, and paints what differs in a step of its own: a hand is answered between them."""
        self._is_behind = False
        self.view = self.door.board()
        self.call_later(self.show_read)

    def show_read(self) -> None:
        """Paints what differs from what was read."""
        if self.console.board is self:
            self._show()
            self._look()

    def _merged(self) -> None:
        self._merging = None
        self._settle()

    @on(BoardLists.LetGo)
    def _settle(self) -> None:
        if self._is_behind and not self.lists.is_held:
            self.store_changed()

    def _show(self) -> None:
        now = self.door.now()
        self.line.show(self.view, self.door.me, now)
        self.lists.show(matching(self.view, self.filter), self.filter, now)
        self._sleep(now)

    def leave(self) -> None:
        """Gives the screen back to the console, unless a dialog stands over it."""
        if self.is_current:
            self.dismiss(None)

    @property
    def subject_id(self) -> str:
        """The conversation under the cursor; for an agent the one they hold that needs a word next, if there is one."""
        return self.lists.conversation_id

    @property
    def agent_id(self) -> str:
        """The agent under the cursor, or who holds the conversation there; empty when nobody does."""
        if self.lists.agent_id or not self.subject_id:
            return self.lists.agent_id
        return self.door.conversation(self.subject_id).conversation.assignee

    def _look(self) -> None:
        own, now = self.subject_id, self.door.now()
        view = self.door.conversation(own) if own else None
        lines = self.console.transcript_of(own, limit=PREVIEWED) if own else ()
        self.preview.show(view, lines, now)
        self._show_signs(own, view.conversation.messages if view else 0)
        self.hint_line.show(board_hints(self.console))
        self._sleep(now)

    def _show_signs(self, own: str, messages: int) -> None:
        """What speaks for looking at it: looked for again once something was said."""
        if (own, messages) != self._signs_of:
            self._signs_of = own, messages
            self.preview.signs.show(self.door.leads.flags(own) if own else ())

    # Time

    @property
    def _timed(self) -> tuple[Glance, ...]:
        return (self.line, *self.lists.lists, self.preview.title_line)

    def tick(self) -> None:
        """Another now for every clock in sight; then sleeps until a word changes again."""
        now = self.door.now()
        for each in self._timed:
            each.tick(now)
        self._sleep(now)

    def _sleep(self, now: int) -> None:
        self._ticking.set(min(each.changes_at for each in self._timed), now)

    # What the lists and keys say

    @on(BoardLists.Selected)
    def selected(self) -> None:
        """The preview follows the cursor."""
        self._look()

    @on(BoardLists.Opened)
    def opened(self) -> None:
        """Enter: the conversation, in the console."""
        subject = self.subject_id
        if not subject:
            self.console.say(_(HOLDS_NOTHING), is_refusal=True)
        elif self.console.board is self:
            self.dismiss(None)
            self.console.open_conversation(subject)

    def action_pass_down(self, command_id: str) -> None:
        """The console does it, with the conversation under the board's cursor."""
        self.console.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Does what the command's key does, chosen from the palette."""
        getattr(self, f"action_{BY_ID[command_id].action}")()

    def action_pane_close(self) -> None:
        """Back to the console."""
        self.dismiss(None)

    def action_nav_back(self) -> None:
        """Out of the preview, then back to the console."""
        if self.focused is not self.lists:
            self.set_focus(self.lists)
        else:
            self.dismiss(None)

    def action_goto_board(self) -> None:
        """The same key goes back."""
        self.dismiss(None)

    def action_queue_filter(self) -> None:
        """Narrows all lists by words."""
        from agentconsole.tui.dialogs.fields import Form, Line
        from agentconsole.tui.dialogs.form import FormScreen

        words = Line("text", _("Words"), self.filter, hint=_("agent, contact, subject or number"))

        def chosen(answers: object) -> None:
            if isinstance(answers, dict):
                self.filter = answers["text"].strip()
                self._show()
                self._look()

        self.app.push_screen(FormScreen(Form(_("Filter the board"), (words,)), self.console.setting.keymap), chosen)

    def action_queue_clear(self) -> None:
        """Everything again."""
        self.filter = ""
        self._show()
        self._look()

    def action_app_help(self) -> None:
        """The page about leads and the board, its live keys first."""
        from agentconsole.tui.screens.guiding.manual import ManualScreen, Opened

        opened = Opened("leads", "board", board_live(self.console))
        self.app.push_screen(ManualScreen(opened, self.console.setting.keymap))

    def action_app_keys(self) -> None:
        """The same."""
        self.action_app_help()

    def action_app_quit(self) -> None:
        """Leaves the console; it asks first while a contact is there."""
        self.console.run_command("app.quit")

    def on_resize(self, _event: events.Resize) -> None:
        """Another room for the lists."""
        self.call_after_refresh(self.lists.arranged)
