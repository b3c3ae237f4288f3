"""The agent's drafts: the text on its way to the disk where there is one, else what the disk has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.store.queries import history
from agentconsole.workspace.draft_api import Saving

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk
    from agentconsole.workspace.unsent_texts import UnsentText


class Drafts:
    """The drafts of the agent at this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told, self._shown_in = self._history(), dict[tuple[str, str], str]()

    def text(self, conversation_id: str, visibility: str) -> str:
        """The newest text, wherever it is by now."""
        coming = self._desk.courier.draft_on_its_way(conversation_id, visibility)
        return self._saved(conversation_id, visibility) if coming is None else coming

    def for_editor(self, conversation_id: str, visibility: str) -> str:
        """The same, for an editor that shows it from now on."""
        coming = self._desk.courier.draft_for_editor(conversation_id, visibility)
        self._shown_in[conversation_id, visibility] = self._history()
        return self._shown(conversation_id, visibility) if coming is None else coming

    def followed(self, conversation_id: str, visibility: str, held: str) -> str:
        """What an editor that holds `held` shows from now on."""
        is_held = self._desk.courier.draft_is_held(conversation_id, visibility, held)
        if not is_held:
            return held
        where, now = (conversation_id, visibility), self._history()
        before, self._shown_in[where] = self._shown_in.get(where, now), now
        if self._saved(conversation_id, visibility).strip() == held.strip():
            return held
        if now != before and held.strip():
            # Nobody has sent or deleted it: what was saved is in no store any more, and the editor's is the newest.
            self.save(conversation_id, visibility, held)
            return held
        return self._shown(conversation_id, visibility)

    def was_set_back(self) -> bool:
        """Whether a backup has taken the store's place since this was asked last."""
        before, self._told = self._told, self._history()
        return self._told != before

    def _history(self) -> str:
        """Another one after a backup was restored; a team's drafts are in no backup of its server's."""
        return "" if self._desk.courier.signed().team else history(self._desk.db)

    def take_beside(self, conversation_id: str, visibility: str) -> str:
        """What another console has put into the draft an editor shows, told once."""
        return self._desk.courier.take_beside(conversation_id, visibility)

    def unsent(self) -> tuple[UnsentText, ...]:
        """All of the agent's, the one saved last first; as the disk has them."""
        from agentconsole.workspace.unsent_texts import unsent_texts

        return unsent_texts(self._desk.db, self._desk.server, self._desk.me)

    def save(self, conversation_id: str, visibility: str, body: str) -> None:
        """Hands the text over; it is on disk within half a second."""
        self._desk.courier.save_draft(conversation_id, visibility, body)

    def are_settled(self) -> bool:
        """Whether every text handed over is on disk."""
        return self._desk.courier.drafts_settled()

    def saving(self) -> Saving:
        """How far it has come with the texts handed over."""
        if self.are_settled():
            return Saving.DONE
        return Saving.REFUSED if self._desk.courier.trouble() else Saving.UNDER_WAY

    def _shown(self, conversation_id: str, visibility: str) -> str:
        """The text on disk, which an editor shows from now on."""
        saved = self._saved(conversation_id, visibility)
        self._desk.courier.draft_shown(conversation_id, visibility, saved)
        return saved

    def _saved(self, conversation_id: str, visibility: str) -> str:
        from agentconsole.store.own.drafts import Visibility, load

        saved = load(self._desk.db, self._desk.server, self._desk.me, conversation_id, Visibility(visibility))
        return saved.body if saved else ""
