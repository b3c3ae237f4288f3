"""Searching beside the screens: a thread with a connection of its own, so that no key waits for a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from agentconsole.domain.values import dataclass
from agentconsole.store.errors import StoreError
from agentconsole.store.searching.search import TOP, Place
from agentconsole.store.sqlite import file_of, open_store
from agentconsole.workspace.proofs import find_hits
from agentconsole.workspace.search_views import SearchPage

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk

T = TypeVar("T")

IDLE_SECONDS = 10.0
"""How long the thread and its connection wait for another question."""


@dataclass(frozen=True, slots=True)
class _Question:
    look: Callable[[sqlite3.Connection], Any]
    answer: Future[Any]


class Searching:
    """Answers the newest question; one that a newer overtakes is interrupted, and its answer cancelled."""

    def __init__(self, open_reader: Callable[[], sqlite3.Connection]) -> None:
        """`open_reader` is called in the thread, when it begins."""
        self._open = open_reader
        self._changed = Condition()
        self._next: _Question | None = None
        self._at_work: sqlite3.Connection | None = None
        self._is_running = False

    def ask(self, text: str, limit: int, now: int, after: Place = TOP) -> Future[SearchPage]:
        """The answer to come, set in the searching thread; with the error where the store is the trouble."""
        return self.put(lambda db: find_hits(db, text, limit, now, after))

    def put(self, look: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """The same for anything that can be looked up; `look` is called in the searching thread."""
        question = _Question(look, Future())
        with self._changed:
            if self._next is not None:
                self._next.answer.cancel()
            self._next = question
            if self._at_work is not None:
                self._at_work.interrupt()
            if not self._is_running:
                self._is_running = True
                Thread(target=self._work, name="search", daemon=True).start()
            self._changed.notify()
        return question.answer

    def _work(self) -> None:
        try:
            reader = self._open()
        except StoreError as error:
            with self._changed:
                self._is_running = False
                if self._next is not None:
                    self._next.answer.set_exception(error)
                self._next = None
            return
        with closing(reader) as db:
            while (question := self._take()) is not None:
                self._answer(db, question)

    def _take(self) -> _Question | None:
        with self._changed:
            self._changed.wait_for(lambda: self._next is not None, IDLE_SECONDS)
            question, self._next = self._next, None
            self._is_running = question is not None
            return question

    def _answer(self, db: sqlite3.Connection, question: _Question) -> None:
        with self._changed:
            self._at_work = db
        try:
            found = question.look(db)
        except sqlite3.Error as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                question.answer.set_exception(error)
                return
            found = ()
        finally:
            with self._changed:
                self._at_work = None
                is_overtaken = self._next is not None
        if is_overtaken:
            question.answer.cancel()
        else:
            question.answer.set_result(found)


def beside(desk: Desk) -> Searching:
    """A thread more that reads the desk's store; it may open whatever this console was allowed to."""
    where = file_of(desk.db)
    return Searching(lambda: open_store(where, read_only=True, i_know=True))
