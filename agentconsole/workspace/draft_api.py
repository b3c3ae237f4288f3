"""The drafts' part of the door, as a protocol: what the editors ask for, and hand over with every key."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from agentconsole.tongue import N_

if TYPE_CHECKING:
    from agentconsole.workspace.unsent_texts import UnsentText

SET_BACK = N_("A backup was put in this store's place: you see what it holds. What you are typing is kept.")
"""What a console says that was open over it."""


class Saving(Enum):
    """Where the texts handed over are by now."""

    DONE = "on disk"
    UNDER_WAY = "on their way"
    REFUSED = "not taken by the disk"


class DraftDoor(Protocol):
    """One text for each conversation and `visibility`, which is `public` or `internal`."""

    def text(self, conversation_id: str, visibility: str) -> str:
        """The newest text, wherever it is by now; empty when there is none."""
        ...

    def for_editor(self, conversation_id: str, visibility: str) -> str:
        """The same, for an editor that shows it from now on."""
        ...

    def followed(self, conversation_id: str, visibility: str, held: str) -> str:
        """What an editor that holds `held` shows from now on: where another console has typed on, or sent it, what is
        there now, unless something newer was typed here, or a backup took the store's place: what is typed stays then.
        Blanks around it are no news."""
        ...

    def was_set_back(self) -> bool:
        """Whether a backup has taken the place of the store these are in, told once."""
        ...

    def take_beside(self, conversation_id: str, visibility: str) -> str:
        """What another console has put into the draft an editor shows, told once; empty when none has."""
        ...

    def unsent(self) -> tuple[UnsentText, ...]:
        """Every text that is kept and not sent, the one saved last first, also of conversations that are not here."""
        ...

    def save(self, conversation_id: str, visibility: str, body: str) -> None:
        """Durable within 500 ms; an empty body forgets the draft."""
        ...

    def are_settled(self) -> bool:
        """Whether every text handed over is on disk."""
        ...

    def saving(self) -> Saving:
        """How far it has come; refused as long as there is a text that the disk does not take."""
        ...
