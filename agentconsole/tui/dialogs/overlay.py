"""What stands over the console and still shows what is urgent: the last line of each is the console's notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, ScreenResultType

from agentconsole.tongue import _
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.own_keys import OwnKey
from agentconsole.tui.picture import Picture
from agentconsole.tui.widgets.notice_line import REMINDS, Notice, NoticeLine
from agentconsole.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from agentconsole.workspace.views import UndoOffer

PASSED_ON = frozenset({"goto.phone", "goto.chat1", "goto.chat2", "reminder.update"})
"""Commands whose keys close what only is read: somebody waits."""


@runtime_checkable
class Beneath(Protocol):
    """The console under it."""

    def run_command(self, command_id: str) -> None:
        """Does what the command's key does."""
        ...


class Overlay(ModalScreen[ScreenResultType]):
    """A screen over the console that holds answers: urgent things are shown, and wait until it is left."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        each for each in bindings(Scope.EVERYWHERE) if isinstance(each, Binding) and each.id == "app.help"
    ]
    DEFAULT_CSS: ClassVar[str] = """
    Overlay { align: left bottom; background: $background 0%; }
    Overlay > .-sheet { width: 100%; max-height: 100%; background: $panel; }
    """
    help_page = ""
    """The page of the manual about this, `#` and an English heading of it behind; empty where that of the place
    beneath is the right one."""
    own_keys: tuple[OwnKey, ...] = ()
    """The keys of the screen itself; none where it has those of a question."""
    shows_answers = False
    """Whether what the console answers to keys is shown here as well."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Picture()
        self.notice_line = NoticeLine()

    def compose(self) -> ComposeResult:
        """The line; what it stands under comes from the subclass."""
        yield self.notice_line

    def sheet(self, view: Painted, lines: int | None = None) -> Painted:
        """The view as a sheet over the console's foot: what it asks about stays in sight above it. Without a number of
        lines it gives itself the room it takes."""
        view.add_class("-sheet")
        if lines is not None:
            view.styles.height = lines
        return view

    def show_urgent(self, notice: Notice | None, now: int) -> None:
        """Shows the most urgent thing as it is at `now`, or an answer while nothing is urgent."""
        if notice is not None and notice.tone in REMINDS:
            notice = self.worded(notice)
        self.notice_line.show(notice, None, now)

    def show_all(self, notice: Notice | None, undo: UndoOffer | None, now: int) -> None:
        """Shows what the console's own notice line shows."""
        self.notice_line.show(notice, undo, now)

    def action_app_help(self) -> None:
        """The manual, opened by whoever lies beneath."""
        beneath = next(each for each in reversed(self.app.screen_stack) if isinstance(each, Beneath))
        beneath.run_command("app.help")

    def worded(self, notice: Notice) -> Notice:
        """The notice with what has to be done first."""
        return replace(notice, words=_("{words} (Esc first)").format(words=notice.words))


class Page(Overlay[ScreenResultType]):
    """A screen over the console that is only read: the keys for whoever waits close it and do what they do."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        each for each in bindings(Scope.EVERYWHERE) if isinstance(each, Binding) and each.id in PASSED_ON
    ]

    def worded(self, notice: Notice) -> Notice:
        """The notice as it is where its key works here."""
        return notice if notice.is_passed_on else super().worded(notice)

    def _pass_on(self, command_id: str) -> None:
        # Within the key itself, so that the next key of a fast hand finds the console where this one takes it.
        self.dismiss(None)
        match self.app.screen:
            case Beneath() as console:
                console.run_command(command_id)
            case Page() as page:
                page._pass_on(command_id)
            case _:
                pass

    def action_goto_phone(self) -> None:
        """To the call, or answers the one that rings."""
        self._pass_on("goto.phone")

    def action_goto_chat1(self) -> None:
        """To the first chat."""
        self._pass_on("goto.chat1")

    def action_goto_chat2(self) -> None:
        """To the second chat."""
        self._pass_on("goto.chat2")

    def action_reminder_update(self) -> None:
        """To whoever waits longest for a word."""
        self._pass_on("reminder.update")
