"""What has to be so before a command's key can show what it does: a door, and the keys that lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agentconsole.domain import commands as ask
from agentconsole.domain.saved_views import SavedView
from agentconsole.tui.commands import Command, Scope
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor


@dataclass(frozen=True)
class Prepared:
    """A door, the keys to press first, and whether nothing may be seen of the command at all."""

    keys: tuple[str, ...] = ()
    door: Callable[[], FakeDoor] = a_shift
    is_seen: bool = True


def letters(text: str) -> tuple[str, ...]:
    """The keys that type a text."""
    return tuple("space" if each == " " else each for each in text)


def a_long_talk() -> FakeDoor:
    """A chat of dana's that fills several screens, its last message longer than is drawn at once."""
    door = a_shift()
    number = door.status().chats[0].conversation_id
    for n in range(40):
        door.writes(number, f"line {n} of a long talk")
    door.writes(number, "\n".join(f"word {n} of a very long message" for n in range(600)))
    return door


def a_lead() -> FakeDoor:
    """A team lead with colleagues at work: two of them hold something, one calls."""
    door = FakeDoor("mo")
    for n in range(30):
        door.arrives("ticket", f"Contact {n}", f"subject {n}", "Hello.")
        door.later(5)
    for agent, number in zip(("dana", "bo", "dana"), list(door.rows_of), strict=False):
        door.does(agent, ask.Claim(number))
    door.later(3_000)
    return door


def a_long_queue() -> FakeDoor:
    """More rows than a screen has room for."""
    door = FakeDoor()
    for n in range(60):
        door.arrives("ticket", f"Contact {n}", f"subject {n}", "Hello.")
    return door


def with_views() -> FakeDoor:
    """A shift with a view that was kept."""
    door = a_shift()
    door.kept_views = (SavedView("tickets", "channel:ticket", "dana"),)
    return door


TWO_OPENED = ("enter", "escape", "j", "enter", "escape")
WRITING = ("f2", *letters("one two three"), "ctrl+j", *letters("four five six"), "up", "left", "left", "left")
IN_TRANSCRIPT = ("f2", "escape", "pageup", "pageup")

PLACES = {
    Scope.EVERYWHERE: Prepared(),
    Scope.READING: Prepared(),
    Scope.QUEUE: Prepared(("pagedown", "j"), a_long_queue),
    Scope.TRANSCRIPT: Prepared(IN_TRANSCRIPT, a_long_talk),
    Scope.COMPOSER: Prepared(WRITING),
    Scope.BOARD: Prepared(("f7", "tab", "j"), a_lead),
    Scope.GOTO: Prepared(("g",)),
    Scope.DIALOG: Prepared(("f2", "escape", "t")),
}
"""Where the keys of a scope are tried unless the command wants more."""

OWN = {
    "nav.back": Prepared(("enter",)),
    "pane.close": Prepared(("enter",)),
    "pane.next": Prepared(("f2", "escape")),
    "pane.previous": Prepared(("f2", "escape")),
    "presence.available": Prepared(("Z",)),
    "dialog.page_up": Prepared(("f2", "escape", "t", "tab")),
    "app.redraw": Prepared(is_seen=False),
    "goto.previous": Prepared(TWO_OPENED),
    "goto.back": Prepared(TWO_OPENED),
    "goto.forward": Prepared((*TWO_OPENED, "left_square_bracket", "left_square_bracket")),
    "goto.views": Prepared(door=with_views),
    "view.remove": Prepared(door=with_views),
    "queue.clear": Prepared(("g", "T")),
    "queue.bottom": Prepared(("home",), a_long_queue),
    "transcript.all": Prepared(("f2", "escape", "end"), a_long_talk),
    "composer.send": Prepared(("f2", *letters("hello"))),
    "composer.enter": Prepared(("f2", *letters("hello"))),
    "composer.up": Prepared((*WRITING, "down")),
    "composer.select_up": Prepared((*WRITING, "down")),
    "composer.copy": Prepared((*WRITING, "shift+home")),
    "composer.cut": Prepared((*WRITING, "shift+home")),
    "composer.paste": Prepared((*WRITING, "shift+home", "ctrl+x")),
    "composer.redo": Prepared((*WRITING, "ctrl+z")),
    "composer.next_blank": Prepared(("f2", *letters("{{?when}} at the latest"), "home")),
    "board.up": Prepared(("f7", "tab", "j", "j"), a_lead),
    "dialog.up": Prepared(("f2", "escape", "t", "down", "down")),
}
"""Commands that want something else."""


def prepared(command: Command) -> Prepared:
    """What the command is tried with."""
    return OWN.get(command.id, PLACES[command.scope])


def keys_to(command: Command) -> Iterable[str]:
    """The keys that give the command: its own first one, or the palette's line where it has none."""
    return command.keys[:1] or ("ctrl+p", *letters(command.id), "enter")
