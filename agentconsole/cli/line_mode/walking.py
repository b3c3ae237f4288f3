"""Where `chat 1`, `phone`, `before`, `back` and `forward` lead at the prompt."""

from __future__ import annotations

from dataclasses import dataclass

from agentconsole.tui.screens.trail import Trail
from agentconsole.workspace.api import Door


@dataclass(frozen=True, slots=True)
class Way:
    """The conversation it leads to, empty for none; `rings` where that is a call to be answered. `trail` is what was
    open as seen from there, where it was only walked along."""

    number: str
    rings: bool = False
    trail: Trail | None = None


def way(door: Door, trail: Trail, word: str, rest: str) -> Way:
    """Where the word leads from here."""
    match word:
        case "chat":
            held = door.status().chats
            return Way(next((each.conversation_id for each in held if str(each.slot_no) == rest), ""))
        case "phone":
            return _call(door)
        case _:
            moved = trail.moved(1 if word == "forward" else -1)
            return Way(moved.here if moved.here != trail.here else "", trail=moved if word != "before" else None)


def _call(door: Door) -> Way:
    call = door.status().call
    rings = door.ringing_call() if call is None else None
    if rings is not None:
        return Way(rings.id, rings=True)
    return Way(call.conversation_id if call else "")
