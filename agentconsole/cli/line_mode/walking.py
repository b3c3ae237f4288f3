"""The walk from one conversation to another at the prompt: which is open, and what opens the next."""

from __future__ import annotations

from agentconsole.cli.errors import Exit
from agentconsole.cli.line_mode.looking import head_line
from agentconsole.cli.line_mode.talk import Talk
from agentconsole.domain.commands import Claim
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui.screens.finding.trail import Trail
from agentconsole.workspace import api
from agentconsole.workspace.api import Door

LINES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """The conversation it leads to, empty for none; `rings` where that is a call to be answered. `trail` is what was
    open as seen from there, where it was only walked along."""

    number: str
    rings: bool = False
    trail: Trail | None = None


class Walk:
    """One agent's. What cannot be opened is told, and counts as a line that failed."""

    def __init__(self, talk: Talk) -> None:
        self._talk, self._door = talk, talk.door
        self._trail = Trail()

    @property
    def here(self) -> str:
        """The open conversation; empty before the first."""
        return self._trail.here

    def open(self, rest: str) -> None:
        """The conversation of that number, the open one without any: its newest lines are shown."""
        number = rest.strip().removeprefix("#") or self.here
        try:
            view = self._door.conversation(number)
        except api.UnknownConversation:
            if number:
                self._talk.fail(_("There is no conversation #{number}.").format(number=number), Exit.REFUSED)
            else:
                self._talk.fail(_("Which one? Write open and its number."), Exit.USAGE)
            return
        self._trail = self._trail.to(number)
        self._talk.say(head_line(view))
        lines = self._door.transcript(number, limit=LINES)
        for line in lines:
            self._talk.say_line(number, line)
        if lines:
            self._door.mark_seen(number, lines[-1].k)

    def take_next(self) -> None:
        """The chat that waits longest."""
        row = self._door.next_waiting_chat()
        if row is None:
            # What follows in a script is meant for that chat, and would go to another.
            self._talk.fail(_("No chat waits."), Exit.REFUSED)
            return
        self._claim(row.id)

    def due(self) -> None:
        """What breaks first."""
        row = self._door.next_due()
        if row is None:
            self._talk.say(_("Nothing of yours is due."))
        else:
            self.open(row.id)

    def go(self, word: str, rest: str) -> None:
        """To a slot, to the call, or along what was open."""
        to = step(self._door, self._trail, word, rest)
        if to.rings:
            self._claim(to.number)
        elif to.number:
            self.open(to.number)
            self._trail = to.trail or self._trail
        else:
            self._talk.fail(_("There is none."), Exit.REFUSED)

    def _claim(self, number: str) -> None:
        """Takes it, and opens it."""
        if self._talk.perform(Claim(number), f"claim #{number}"):
            self.taken(number)

    def taken(self, number: str) -> None:
        """Opens what the agent has just taken, once it is known what came of that."""
        self._talk.settle(number)
        self.open(number)


def step(door: Door, trail: Trail, word: str, rest: str) -> Step:
    """Where `chat 1`, `phone`, `before`, `back` or `forward` leads from here."""
    match word:
        case "chat":
            held = door.status().chats
            return Step(next((each.conversation_id for each in held if str(each.slot_no) == rest), ""))
        case "phone":
            return _call(door)
        case _:
            moved = trail.moved(1 if word == "forward" else -1)
            return Step(moved.here if moved.here != trail.here else "", trail=moved if word != "before" else None)


def _call(door: Door) -> Step:
    call = door.status().call
    rings = door.ringing_call() if call is None else None
    if rings is not None:
        return Step(rings.id, rings=True)
    return Step(call.conversation_id if call else "")
