"""What is done to all that are marked: a command each, one after the other, and one `z` for the whole of it."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _, said
from agentconsole.tui import safe
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.api import Refused, UnknownConversation

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.views import UndoOffer

Commands = Callable[[str], "tuple[Command, ...] | str"]
"""What is done to a conversation, by its id; or in words why it is not done."""
AT_ONCE = 0.006
"""Seconds the commands of a bulk keep the keys waiting, before the rest goes on a moment later."""
BETWEEN = 0.001
TAKEN_BACK_FOR = 20 * SECOND
ON_ITS_WAY = N_("What was done to it is still on its way; in a moment it can be taken back.")
GONE = N_("You do not see it any more.")
DONE = {
    "conversation.claim": N_("taken"),
    "conversation.release": N_("given back"),
    "conversation.start": N_("work begun"),
    "conversation.resolve": N_("resolved"),
    "conversation.resolve_stay": N_("resolved"),
    "conversation.reopen": N_("reopened"),
    "conversation.close_request": N_("asked to be closed"),
    "conversation.transfer": N_("handed on"),
    "conversation.pend": N_("pended"),
    "conversation.snooze": N_("set aside"),
    "conversation.categorise": N_("category set"),
    "conversation.tag": N_("tagged"),
    "conversation.link": N_("linked"),
}
"""What can be done to many at once, and how that is told. Whatever a contact hears is said to each alone."""


FINAL = frozenset({"handed on", "linked", "work begun", "asked to be closed"})
"""What the rules take back for nobody."""


@dataclass(slots=True)
class Bulk:
    """A bulk while it is done: what it is called, what is left, and how it went so far."""

    title: str
    left: list[str]
    commands: Commands
    is_undo: bool = False
    done: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the commands by conversation."""
    refused: dict[str, str] = field(default_factory=dict)
    """Why not, by conversation."""

    @property
    def name(self) -> str:
        """What it is called where it is told."""
        return _("taken back, {what}").format(what=_(self.title)) if self.is_undo else _(self.title)

    @property
    def words(self) -> str:
        """How it went, in one line."""
        done = len(self.done)
        if not self.refused:
            final = self.title in FINAL and not self.is_undo
            told = _("{what}: {done}, which cannot be taken back") if final else _("{what}: {done}")
            return told.format(what=self.name, done=done)
        number, why = next(iter(self.refused.items()))
        more = len(self.refused) - 1
        told = _("{what}: {done} of {all}. #{id}: {why}")
        told = told.format(what=self.name, done=done, all=done + more + 1, id=number, why=why)
        return _("{told} (and {more} more)").format(told=told, more=more) if more else told


@dataclass(frozen=True, slots=True)
class Undoable:
    """A bulk that was done, and until when its whole can be taken back."""

    title: str
    commands: dict[str, str]
    """The command to take back, by conversation."""
    since: int
    until: int

    @property
    def words(self) -> str:
        """What would be taken back."""
        return f"{_(self.title)} ({len(self.commands)})"


class InBulk(ConsoleBase):
    """Does commands to the marked conversations. Each is a command of its own, with its receipt."""

    _bulk: Bulk | None = None
    _undoable: Undoable | None = None

    @property
    def marked_ids(self) -> tuple[str, ...]:
        """What an action is done to instead of the subject; nothing outside the queue."""
        return self.queue.acted_on if self.is_in_queue and self.is_seen else ()

    def in_bulk(self, command_id: str, commands: Commands) -> None:
        """Does the commands to everything marked, and tells how it went."""
        self._begin(Bulk(DONE[command_id], list(self.marked_ids), commands))

    def _begin(self, bulk: Bulk) -> None:
        if self._bulk is not None:
            self.say(_("{what} is not done yet; a moment, please.").format(what=self._bulk.name), is_refusal=True)
            return
        self._bulk = bulk
        self._go_on()

    def _go_on(self) -> None:
        """As many as the keys may wait for, then the rest a moment later."""
        bulk = self._bulk
        assert bulk is not None
        until = get_running_loop().time() + AT_ONCE
        while bulk.left and get_running_loop().time() < until:
            self._one(bulk, bulk.left.pop(0))
        if bulk.left:
            self.set_timer(BETWEEN, self._go_on)
        else:
            self._bulk = None
            self._done(bulk)

    def _one(self, bulk: Bulk, conversation_id: str) -> None:
        try:
            commands = bulk.commands(conversation_id)
            if isinstance(commands, str):
                bulk.refused[conversation_id] = commands
            else:
                bulk.done[conversation_id] = tuple(self.door.perform(each) for each in commands)
        except Refused as refused:
            bulk.refused[conversation_id] = said(refused.refusal.words)
        except UnknownConversation:
            bulk.refused[conversation_id] = _(GONE)

    def _done(self, bulk: Bulk) -> None:
        if bulk.is_undo:
            self._undoable = self._still_undoable(bulk)
        else:
            self.queue.set_marks(self.queue.marks.without(bulk.done))
            self._remember(bulk)
        self.read_again()
        if not bulk.refused:
            self.performed = tuple(each for ids in bulk.done.values() for each in ids)
            self.say_performed(bulk.words)
            return
        self.say(bulk.words, is_refusal=True, holds=lambda: True)
        if len(bulk.refused) > 1 and self.app.screen is self and self.is_in_queue:
            self._list_refused(bulk)

    def _list_refused(self, bulk: Bulk) -> None:
        from agentconsole.tui.screens.page import PageScreen

        names = {row.id: safe.name(row.contact_name) for row in self.queue.window.rows}
        told = _("{what}: {done} done, these {left} not")
        title = told.format(what=bulk.name, done=len(bulk.done), left=len(bulk.refused))
        self.app.push_screen(PageScreen(title.upper(), refused_page(bulk, names)))

    # Taking it back

    def _remember(self, bulk: Bulk) -> None:
        now = self.door.now()
        last = {number: ids[-1] for number, ids in bulk.done.items() if ids}
        until = now + int(TAKEN_BACK_FOR * self.setting.speed)
        self._undoable = Undoable(bulk.title, last, now, until) if len(last) > 1 and bulk.title not in FINAL else None

    def _still_undoable(self, undone: Bulk) -> Undoable | None:
        before = self._undoable
        coming = {number for number, why in undone.refused.items() if why == _(ON_ITS_WAY)}
        if before is None or not coming:
            return None
        left = {number: command for number, command in before.commands.items() if number in coming}
        return Undoable(before.title, left, self.door.now(), before.until)

    def offer(self) -> UndoOffer | None:
        """What `z` takes back: the whole of a bulk, unless something was done since."""
        bulk = self._undoable
        if bulk is None or not self._is_newest(bulk):
            return self.door.undo_offer()
        from agentconsole.workspace.views import UndoOffer

        number, command_id = next(iter(bulk.commands.items()))
        return UndoOffer(command_id, number, bulk.words, bulk.until)

    def _is_newest(self, bulk: Undoable) -> bool:
        from agentconsole.tui.screens.acting.taking_back import last_step

        if self.door.now() >= bulk.until:
            self._undoable = None
            return False
        newest = last_step(self.door)
        is_other = newest is not None and newest.command_id not in bulk.commands.values()
        if is_other and newest is not None and newest.pressed_at > bulk.since:
            self._undoable = None
            return False
        return True

    def take_back_bulk(self) -> bool:
        """Takes the last bulk back, the last of it first; whether there was one."""
        from agentconsole.domain.commands import Undo

        bulk = self._undoable
        if bulk is None or not self._is_newest(bulk):
            return False

        def back(conversation_id: str) -> tuple[Command, ...] | str:
            if self.door.row(conversation_id).is_pending:
                return _(ON_ITS_WAY)
            return (Undo(conversation_id, bulk.commands[conversation_id]),)

        self._begin(Bulk(bulk.title, list(reversed(bulk.commands)), back, is_undo=True))
        return True


def refused_page(bulk: Bulk, names: dict[str, str]) -> tuple[Line, ...]:
    """One line a conversation that was left as it was, and why."""
    lines: list[Line] = [
        (
            (f" #{safe.cells(safe.line(number), 7)}", Ink.STRONG),
            (safe.cells(safe.line(names.get(number, "")), 22), Ink.TEXT),
            (safe.line(why), Ink.TEXT),
        )
        for number, why in bulk.refused.items()
    ]
    left = _("They stay as they are.") if bulk.is_undo else _("They stay marked. Nothing of them was changed.")
    return (*lines, (), ((f" {left}", Ink.DIM),))
