"""Who carries what the agent does to the disk and to the authority: the screens' thread only hands it over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.wire import Envelope
    from agentconsole.workspace.carried import Carried
    from agentconsole.workspace.signed import Signed
    from agentconsole.workspace.views import RefusalView


class Courier(Protocol):
    """Takes things over at once and works them off elsewhere, in order."""

    def hand_over(self, envelope: Envelope) -> None:
        """Carries a command; the draft it was written in goes with it."""
        ...

    def carried(self) -> tuple[Carried, ...]:
        """Commands without a receipt yet, in the order they were handed over."""
        ...

    def returned(self) -> tuple[RefusalView, ...]:
        """What came back refused and has not been looked at yet."""
        ...

    def answer(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """What the agent decided about commands that waited for them."""
        ...

    def forget_returned(self, command_id: str) -> None: ...
    def save_draft(self, conversation_id: str, visibility: str, body: str) -> None: ...
    def unsent_touched_at(self, conversation_id: str) -> Future[int]:
        """When a console elsewhere last touched its holder's unsent reply, as far as whoever decides has heard; 0
        when none is known."""
        ...

    def draft_on_its_way(self, conversation_id: str, visibility: str) -> str | None:
        """The text not yet on disk, with what came back to it; None when the disk has the newest."""
        ...

    def draft_for_editor(self, conversation_id: str, visibility: str) -> str | None:
        """The same, for an editor that shows it from now on: what it deletes of that stays deleted."""
        ...

    def draft_shown(self, conversation_id: str, visibility: str, saved: str) -> None:
        """An editor shows it as the disk has it: what is typed there takes the place of that, and of nothing else."""
        ...

    def draft_is_held(self, conversation_id: str, visibility: str, held: str) -> bool:
        """Whether an editor that holds `held` has nothing that is newer than what the disk had, or not yet seen."""
        ...

    def take_beside(self, conversation_id: str, visibility: str) -> str:
        """What somebody else has put into a draft since an editor here showed it, told once; empty when nobody has."""
        ...

    def drafts_settled(self) -> bool: ...
    def mark_seen(self, conversation_id: str, k: int) -> None: ...
    def looks_at(self, conversation_id: str) -> None:
        """The agent has it open, whoever holds it."""
        ...

    def trouble(self) -> str:
        """What keeps it from its work, in one sentence; empty when nothing does."""
        ...

    def is_reachable(self) -> bool:
        """Whether whoever decides can be asked right now."""
        ...

    def knows_where_it_stands(self) -> bool:
        """Whether it has everything there is to know, or knows that it cannot have it."""
        ...

    def standing(self, now: int, to_send: int) -> str:
        """How it stands with whoever decides, in a few words; empty when all is well and nothing waits."""
        ...

    def signed(self) -> Signed:
        """How it is signed in to whoever decides."""
        ...

    def renew(self, password: str) -> Future[str]:
        """Has the session go on, or begin anew where it has ended, in a thread of its own: what was done, in words,
        or NotRenewed."""
        ...

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]: ...
