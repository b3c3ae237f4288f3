"""What every part of the console screen leans on: the door, the setting, and who is being talked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from textual.screen import Screen

from agentconsole.tongue import N_, _, said
from agentconsole.tui.commands import BY_ID
from agentconsole.tui.endings import in_words
from agentconsole.tui.picture import Picture
from agentconsole.tui.punctual import Punctual
from agentconsole.tui.screens.finding.trail import Trail
from agentconsole.tui.stray_letters import HELD, SAID
from agentconsole.workspace.api import Refused, UnknownConversation

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.screens.setting import Setting
    from agentconsole.tui.widgets.queue_view import QueueView
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.queue_views import QueueFilter
    from agentconsole.workspace.views import ConversationView, TranscriptLine, UndoOffer

NOTHING_SELECTED = N_("No conversation is selected.")
NEWEST = 60
"""Lines of a transcript that are read at once."""


class Pointing(Protocol):
    """A screen over the console with a cursor of its own: what it points at is what is being talked about."""

    @property
    def subject_id(self) -> str:
        """The conversation under the cursor; empty when there is none."""
        ...

    @property
    def agent_id(self) -> str:
        """The agent under the cursor, or who holds the conversation there; empty where that is nobody."""
        ...

    def leave(self) -> None:
        """Gives the screen back to the console, unless something else stands over it."""
        ...


class ConsoleBase(Punctual, Screen[None]):
    """The common ground of the console's mixins; the console itself fills the gaps."""

    def __init_subclass__(cls, *, is_whole: bool = False, **inherits: bool) -> None:
        """Textual looks through all that a screen inherits. Only the whole of the parts is ever one: to do so for each
        part as well would be a quarter of loading them."""
        if is_whole:
            super().__init_subclass__(**inherits)

    _is_curtain_down = False
    """Whether the first picture is still to come; it waits for nothing that is not on it."""

    def __init__(self, door: Door, setting: Setting) -> None:
        super().__init__()
        self._compositor = Picture()
        self.door, self.setting = door, setting
        self.current = ""
        """The opened conversation; empty while only the queue is looked at."""
        self.before = ""
        """The one that was open before it."""
        self.trail = Trail()
        """All that were open, to walk back and forward."""
        self.refused = ""
        """The words of the last refusal."""
        self.performed: tuple[str, ...] = ()
        """The ids of the last commands."""
        self.taken_on: tuple[ask.Command, ...] = ()
        """What of the last commands was taken on before one of them was refused."""
        self.needs_password = False
        """Whether the session has ended, or soon will."""
        self.board: Pointing | None = None
        """The board, while it stands over the console: its cursor says what is being talked about."""
        self._is_typing_told = False

    queue: QueueView
    chosen: QueueFilter
    """The view of the queue in force."""
    is_view_new = False
    """Whether its rows have not been seen yet."""
    has_room = True
    """Whether the agent may take another chat, as it was read last."""
    is_away = False
    """Whether the agent is on a break or off shift, as it was read last: nothing new is given to them."""
    rings_or_talks = False
    """Whether there is a call to go to, or one that rings, as it was read last."""
    slots: frozenset[int] = frozenset()
    """The slots that hold a chat of the agent's, as they were read last."""

    @property
    def is_typing(self) -> bool:
        """Whether a composer has the focus."""
        raise NotImplementedError

    @property
    def enter_sends(self) -> bool:
        """Whether Enter sends what is being typed."""
        raise NotImplementedError

    @property
    def is_noting(self) -> bool:
        """Whether what is being typed is a note."""
        raise NotImplementedError

    def show_hints(self) -> None:
        """Shows the keys of the place the agent is in."""
        raise NotImplementedError

    @property
    def is_in_queue(self) -> bool:
        """Whether the queue has the focus."""
        raise NotImplementedError

    @property
    def selected_id(self) -> str:
        """The conversation under the queue's cursor; empty when there is none."""
        raise NotImplementedError

    @property
    def is_held(self) -> bool:
        """Whether somebody holds the conversation under the queue's cursor."""
        raise NotImplementedError

    @property
    def is_own(self) -> bool:
        """Whether the agent holds the conversation under the queue's cursor."""
        raise NotImplementedError

    @property
    def marked_ids(self) -> tuple[str, ...]:
        """What an action is done to instead of the subject."""
        raise NotImplementedError

    @property
    def is_seen(self) -> bool:
        """Whether the console can be seen. Behind the board it is not drawn: Textual would paint the board whole for
        each word that changes beneath it."""
        return self.board is None

    @property
    def subject_id(self) -> str:
        """The conversation a letter is about: the row under the cursor, else the opened one."""
        if self.board is not None:
            return self.board.subject_id
        under = self.selected_id if self.is_in_queue or not self.current else ""
        return under or self.current

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done on the subject now; empty when it can."""
        raise NotImplementedError

    @property
    def pane(self) -> ConversationPane:
        """The pane the opened conversation stands in."""
        raise NotImplementedError

    def open_conversation(self, conversation_id: str, *, into: str = "transcript") -> None:
        """Opens it and puts the focus on its `transcript` or its `composer`."""
        raise NotImplementedError

    def open_to_type(self, conversation_id: str) -> None:
        """Opens it with the focus on its reply, or on a note that stands there begun, whose words are not for the
        contact. Says once that letters are words now, where they are."""
        self.open_conversation(conversation_id, into="composer")
        self.pane.leave_empty_note()
        if self._is_typing_told or self.pane.is_locked:
            # What was refused elsewhere is no word about this place.
            self.say("")
        else:
            self._is_typing_told = True
            self.say(_("Type your words; {key} gives the letters back to the keys.").format(key=self.key("nav.back")))

    def back_to_queue(self) -> None:
        """Puts the focus on the queue."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Reads everything shown from the door and paints what differs."""
        raise NotImplementedError

    def meet_the_open(self) -> None:
        """The rows of a new view are there: the cursor and the open conversation agree, or it is said."""
        raise NotImplementedError

    def say(self, words: str, *, is_refusal: bool = False, holds: Callable[[], bool] | None = None) -> None:
        """Puts words on the notice line, for as long as `holds` says that they are true. A refusal is about the
        subject as it stands."""
        raise NotImplementedError

    def refuse_text(self, words: str, *, guards_text: bool = False) -> None:
        """Says why a key opens no text and no question, and keeps the letters that were meant for it from acting as
        keys; in a composer they are words of the text that is open, as before. Where it is guarded from them, they wait
        there to be read: Enter does not send them on before the hand has rested."""
        if self.is_typing and guards_text and self.enter_sends:
            self.say(f"{words} {_(HELD)}", is_refusal=True)
            self.setting.stray.hold()
            return
        if self.is_typing:
            self.say(words, is_refusal=True)
            return
        self.say(f"{words} {_(SAID)}", is_refusal=True)
        self.setting.stray.begin()

    def tick(self) -> None:
        """Another now: every clock in sight, the notice, the bell."""
        raise NotImplementedError

    def carried_out(self, command_id: str) -> None:
        """A command was carried out that leaves no receipt."""
        raise NotImplementedError

    def say_done(self, words: str) -> None:
        """Puts on the notice line what has been done on this computer alone; empty words leave it as it is."""
        raise NotImplementedError

    def say_performed(self, words: str) -> None:
        """Puts on the notice line what the last commands do, and how far they have come; empty words leave it as it
        is."""
        raise NotImplementedError

    has_offer = False
    """Whether something could be taken back when the lines below were shown last."""

    def offer(self) -> UndoOffer | None:
        """What can be taken back right now."""
        raise NotImplementedError

    def while_it_stands(self) -> Callable[[], bool]:
        """Whether the subject is the same one in the same hands and state as now."""
        before = self._standing()
        return lambda: self._standing() == before

    def _standing(self) -> tuple[str, ...]:
        if not self.subject_id:
            return ()
        it = self.door.conversation(self.subject_id).conversation
        return it.id, it.status, it.assignee

    def is_here(self, conversation_id: str) -> bool:
        """Whether the agent sees the conversation: it may have gone to a queue that is not theirs."""
        try:
            self.door.conversation(conversation_id)
        except UnknownConversation:
            return False
        return True

    def choices(self) -> Choices:
        """How a contact may end with this team, and what it may be about."""
        from agentconsole.tui.dialogs.choices import choices_of

        return choices_of(self.door.knowledge.dispositions(), self.setting.choices)

    def transcript_of(
        self, conversation_id: str, before_k: int | None = None, limit: int = NEWEST
    ) -> tuple[TranscriptLine, ...]:
        """What the door has of the transcript, with endings in the team's words."""
        return in_words(self.door.transcript(conversation_id, before_k, limit), self.choices)

    def subject(self) -> ConversationView | None:
        """The conversation a letter is about; says so when there is none."""
        if not self.subject_id:
            self.say(_(NOTHING_SELECTED), is_refusal=True)
            return None
        return self.door.conversation(self.subject_id)

    def do(self, *commands: ask.Command) -> bool:
        """Performs commands in their order until one is refused; says why. Whether all were taken on."""
        self.performed = ()
        for taken, command in enumerate(commands):
            self.taken_on = commands[:taken]
            try:
                self.performed = (*self.performed, self.door.perform(command))
            except Refused as refused:
                self.refused = said(refused.refusal.words)
                self.say(self.refused, is_refusal=True)
                self.read_again()
                return False
        self.say("")
        self.read_again()
        return True

    def refused_again(self) -> str:
        """The last refusal, for a form that asks again and says it: the line where it stood is free for what is
        urgent."""
        self.say("")
        return self.refused

    def run_command(self, command_id: str) -> None:
        """Does what the command's key does."""
        getattr(self, f"action_{BY_ID[command_id].action}")()

    def key(self, command_id: str) -> str:
        """The key of a command in words, for hints."""
        return self.setting.keymap.shown(command_id)

    def reached(self, command_id: str) -> str:
        """The keys for a command from where the agent is: `Esc g` while they type."""
        return self.setting.keymap.shown_while_typing(command_id) if self.is_typing else self.key(command_id)
