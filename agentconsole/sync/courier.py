"""The courier as the screens know it: it takes things over at once, and a thread of its own works them off."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from agentconsole.sync.jobs import AnswerQuestions, Deliver, Job, LookAgain, MarkSeen, Posted, SaveDraft, Stop
from agentconsole.sync.tray import Tray, Where
from agentconsole.tongue import _
from agentconsole.workspace.signed import NotRenewed, Signed

if TYPE_CHECKING:
    from agentconsole.wire import Envelope
    from agentconsole.workspace.carried import Carried
    from agentconsole.workspace.views import RefusalView


class LocalCourier:
    """Delivers to the engine in this process. Everything public may be called from the screens' thread."""

    def __init__(self, posted: Posted) -> None:
        self._posted = posted
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._tray = Tray()
        self._listeners: list[Callable[[], None]] = []
        self._thread = Thread(target=self._work, name="courier", daemon=True)

    def start(self) -> None:
        """Begins to work, with what was left over from before."""
        self._jobs.put(LookAgain())
        self._thread.start()

    @property
    def is_started(self) -> bool:
        """Whether it has begun to work; what is handed over before waits for that."""
        return self._thread.ident is not None

    def stop(self, timeout: float = 5.0) -> bool:
        """Works off what was handed over, then ends; False when that took longer than `timeout` seconds."""
        if not self.is_started:
            self.start()
        self._jobs.put(Stop())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        # The engine and its rules cost as much as half of Textual, and are loaded while the screens work already.
        from agentconsole.sync.delivery import Delivering

        Delivering(self._posted, self._tray, self._jobs, self._notify).work()

    def hand_over(self, envelope: Envelope) -> None:
        """Carries a command."""
        from agentconsole.sync.ledger import draft_of

        self._tray.put(envelope, draft_of(envelope))
        self._jobs.put(Deliver(envelope))

    def carried(self) -> tuple[Carried, ...]:
        """Commands without a receipt yet."""
        return self._tray.carried()

    def returned(self) -> tuple[RefusalView, ...]:
        """What came back refused."""
        return self._tray.returned()

    def forget_returned(self, command_id: str) -> None:
        """The agent has seen it."""
        self._tray.forget_returned(command_id)

    def save_draft(self, conversation_id: str, visibility: str, body: str) -> None:
        """Saves the newest text; one that is overtaken before its turn is never written."""
        if self._tray.put_draft((conversation_id, visibility), body):
            self._jobs.put(SaveDraft(conversation_id, visibility))

    def unsent_touched_at(self, conversation_id: str) -> Future[int]:  # noqa: ARG002 - whoever has a server asks it
        """Whatever was typed on this store is in its drafts; nobody else knows of any."""
        answer = Future[int]()
        answer.set_result(0)
        return answer

    def draft_on_its_way(self, conversation_id: str, visibility: str) -> str | None:
        """The text not yet on disk."""
        return self._tray.draft_on_its_way((conversation_id, visibility))

    def draft_for_editor(self, conversation_id: str, visibility: str) -> str | None:
        """The same, for an editor that is about to show it."""
        return self._tray.draft_for_editor((conversation_id, visibility))

    def draft_shown(self, conversation_id: str, visibility: str, saved: str) -> None:
        """An editor shows it as the disk has it."""
        self._tray.shown((conversation_id, visibility), saved)

    def draft_is_held(self, conversation_id: str, visibility: str, held: str) -> bool:
        """Whether an editor has nothing that is newer than the disk's."""
        return self._tray.is_held((conversation_id, visibility), held)

    def drafts_beside(self, db: sqlite3.Connection) -> frozenset[tuple[Where, str]]:
        """Drafts that another console on the file has changed since an editor here showed them, as they are now."""
        from agentconsole.store.own.drafts import of_actor

        kept = of_actor(db, self._posted.server, self._posted.actor)
        return self._tray.changed_beside({(each.conversation_id, each.visibility.value): each.body for each in kept})

    def take_beside(self, conversation_id: str, visibility: str) -> str:
        """What another console on the file has put into it."""
        return self._tray.take_beside((conversation_id, visibility))

    def drafts_settled(self) -> bool:
        """Whether every text is on disk."""
        return self._tray.drafts_settled()

    def mark_seen(self, conversation_id: str, k: int) -> None:
        """Remembers what was shown."""
        self._jobs.put(MarkSeen(conversation_id, k))

    def looks_at(self, conversation_id: str) -> None:
        """In this process everything is here at once."""

    def answer(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """What the agent decided about commands that waited for them."""
        self._jobs.put(AnswerQuestions(command_ids, is_sent))

    def look_again(self) -> None:
        """Somebody else has written to the store: something may be due, and the screens should look."""
        self._jobs.put(LookAgain())

    def trouble(self) -> str:
        """What keeps it from its work."""
        return self._tray.trouble()

    def is_reachable(self) -> bool:
        """The engine in this process always is."""
        return True

    def knows_where_it_stands(self) -> bool:
        """Whether it has everything there is to know, or knows that it cannot have it."""
        return True

    def standing(self, now: int, to_send: int) -> str:  # noqa: ARG002 - how long it lasts matters to a line only
        """Nothing stands between us and the engine but the disk."""
        return _("{count} to save").format(count=to_send) if to_send else ""

    def signed(self) -> Signed:
        """Nobody signs in to their own disk."""
        return Signed()

    def renew(self, password: str) -> Future[str]:  # noqa: ARG002 - nobody asks for it
        """There is nothing to sign in to."""
        answer = Future[str]()
        answer.set_exception(NotRenewed(_("This console works on a store of its own: there is nothing to sign in to.")))
        return answer

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener after each commit that is news."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _notify(self) -> None:
        for listener in list(self._listeners):
            listener()
