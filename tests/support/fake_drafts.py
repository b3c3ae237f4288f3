"""Drafts in memory: at once kept, and changed from elsewhere where a test says so."""

from __future__ import annotations

from agentconsole.workspace.draft_api import Saving
from agentconsole.workspace.unsent_texts import UnsentText


class FakeDrafts(dict[tuple[str, str], str]):
    """The texts by conversation and visibility. `edited` and `beside` are what another console has made of them; a
    full disk takes no more."""

    def __init__(self) -> None:
        super().__init__()
        self.edited: dict[tuple[str, str], str] = {}
        self.beside: dict[tuple[str, str], str] = {}
        self.is_full = False
        self.names: dict[str, str] = {}
        """The contacts of the conversations that are there."""

    def text(self, conversation_id: str, visibility: str) -> str:
        return self.get((conversation_id, visibility), "")

    for_editor = text

    def followed(self, conversation_id: str, visibility: str, held: str) -> str:
        return self.edited.pop((conversation_id, visibility), held)

    def was_set_back(self) -> bool:
        return False

    def take_beside(self, conversation_id: str, visibility: str) -> str:
        return self.beside.pop((conversation_id, visibility), "")

    def unsent(self) -> tuple[UnsentText, ...]:
        found = ((where, body) for where, body in self.items() if body.strip())
        return tuple(
            UnsentText(*where, where[0], self.names.get(where[0], ""), body, 0, where[0] in self.names)
            for where, body in found
        )

    def save(self, conversation_id: str, visibility: str, body: str) -> None:
        self[conversation_id, visibility] = body

    def are_settled(self) -> bool:
        return not self.is_full

    def saving(self) -> Saving:
        return Saving.REFUSED if self.is_full else Saving.DONE
