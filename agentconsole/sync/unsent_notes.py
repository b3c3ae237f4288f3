"""What the line tells of unsent text, that it is there and when it was touched, and what it asks for a lead."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Lock

from agentconsole.backends.api import Unsent
from agentconsole.backends.base import BackendRejected
from agentconsole.backends.rest import RestBackend

TOLD_EVERY = 10_000
"""Milliseconds between two words about a text that is being typed: a lead's look is as old as that at most."""


class UnsentNotes:
    """Everything but `exchange` may be called from any thread. Nothing here outlives the moment: what cannot be told at
    once is not told, and what cannot be answered is answered with 0."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told: dict[str, int] = {}
        self._due: dict[str, bool] = {}
        self._asked: list[tuple[str, Future[int]]] = []

    def touched(self, conversation_id: str, now: int, *, is_there: bool) -> bool:
        """The reply is being typed, or is none any more; whether that is worth a word to the server."""
        with self._lock:
            told = self._told.get(conversation_id)
            if is_there and told is not None and 0 <= now - told < TOLD_EVERY:
                return False
            if not is_there and told is None:
                return False
            self._due[conversation_id] = is_there
            if is_there:
                self._told[conversation_id] = now
            else:
                del self._told[conversation_id]
        return True

    def ask(self, conversation_id: str) -> Future[int]:
        """When the holder's unsent reply was touched last; 0 when that cannot be found out."""
        answer = Future[int]()
        with self._lock:
            self._asked.append((conversation_id, answer))
        return answer

    def exchange(self, backend: RestBackend) -> None:
        """Tells and asks. Belongs to the line's thread. Raises BackendError; a server too old to be told is left be."""
        with self._lock:
            due, self._due = self._due, {}
            asked, self._asked = self._asked, []
        try:
            for conversation_id, is_there in due.items():
                backend.tell_unsent(Unsent(conversation_id, is_there))
            for conversation_id, answer in asked:
                _settle(answer, backend.unsent_touched_at(conversation_id))
        except BackendRejected:
            pass
        finally:
            for _, answer in asked:
                _settle(answer, 0)


def _settle(answer: Future[int], at: int) -> None:
    if not answer.done():
        answer.set_result(at)
