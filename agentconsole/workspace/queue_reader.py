"""Pages of the one order as this agent sees them, narrowed but never reordered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import SPOKEN_TO, Channel, Status
from agentconsole.store import queries
from agentconsole.store.queries import QueueEntry
from agentconsole.store.queue_rows import NO_MORE, Key, More, Narrow
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.carried import ended_by, pending_on
from agentconsole.workspace.numbers import number_in
from agentconsole.workspace.queue_views import Position, QueueFilter, QueuePage, QueueRow, Scope
from agentconsole.workspace.rows import queue_row

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk
    from agentconsole.workspace.filtered_queue import FilteredQueue, Found

AT_RISK_WITHIN = 2 * MINUTE
"""How close to breaking a promise has to be to count as at risk: the time from the nudge to the breach."""

LOOKED_THROUGH = 50
"""Waiting rows of a channel among which the next is looked for: overdue callbacks may stand in front of a call."""


class QueueReader:
    """Reads queue rows for one desk."""

    def __init__(self, desk: Desk, filtered: Callable[[], FilteredQueue]) -> None:
        """`filtered` finds the pages of views that no index has an answer to."""
        self._desk, self._filtered = desk, filtered

    def page(self, chosen: QueueFilter, after: Position | None, limit: int) -> QueuePage:
        """From the top, or behind `after`."""
        narrow = self._narrow(chosen)
        if _needs_a_look(narrow):
            found = self._found(chosen, narrow, limit + 1, after=after)
            if found is None:
                return QueuePage((), 0, total_is_exact=False, has_more=False, is_looked_for=True)
            rows = self.rows(list(found.entries[:limit]))
            return QueuePage(rows, found.total, found.total_is_exact, len(found.entries) > limit)
        entries = queries.queue_page(self._desk.db, narrow, limit + 1, after=_key(after) if after else None)
        total, is_exact = self._total(chosen, narrow)
        return QueuePage(self.rows(entries[:limit]), total, is_exact, len(entries) > limit)

    def before(self, chosen: QueueFilter, before: Position, limit: int) -> tuple[QueueRow, ...]:
        """The rows in front of `before`."""
        narrow = self._narrow(chosen)
        if _needs_a_look(narrow):
            found = self._found(chosen, narrow, limit, before=before)
            return self.rows(list(found.entries)) if found else ()
        return self.rows(queries.queue_page(self._desk.db, narrow, limit, before=_key(before)))

    def _found(
        self,
        chosen: QueueFilter,
        narrow: Narrow,
        limit: int,
        after: Position | None = None,
        before: Position | None = None,
    ) -> Found | None:
        # Imported with the first view that is narrowed.
        from agentconsole.workspace.filtered_queue import Asked

        asked = Asked(chosen, limit, _key(after) if after else None, _key(before) if before else None)
        version = int(self._desk.db.execute("PRAGMA data_version").fetchone()[0])
        return self._filtered().page(asked, narrow, version, self._desk.clock.now())

    def row(self, conversation_id: str) -> QueueRow:
        """One conversation, open or not. Raises UnknownConversation."""
        entry = queries.queue_entry(self._desk.db, conversation_id)
        if entry is None:
            raise UnknownConversation(conversation_id)
        return self.rows([entry])[0]

    def next_due(self, *, in_writing: bool = False) -> QueueRow | None:
        """The agent's own conversation whose promise breaks first."""
        ending = self._desk.ending()
        limit = LOOKED_THROUGH if in_writing or ending else 1
        mine = queries.queue_page(self._desk.db, Narrow(assignees=(self._desk.me,)), limit)
        mine = [each for each in mine if each.id not in ending]
        rows = self.rows([each for each in mine if not (in_writing and each.status in SPOKEN_TO)][:1])
        return rows[0] if rows and rows[0].clock else None

    def next_waiting_chat(self) -> QueueRow | None:
        """The waiting chat that stands first."""
        return next(self._waiting(Channel.CHAT, Status.WAITING), None)

    def ringing_call(self) -> QueueRow | None:
        """The call that has to be answered first; missed ones ring no more."""
        return next(self._waiting(Channel.PHONE, Status.RINGING), None)

    def _waiting(self, channel: Channel, status: Status) -> Iterator[QueueRow]:
        first = queries.queue_page(self._desk.db, Narrow(assignees=("",), channel=channel.value), LOOKED_THROUGH)
        return iter(self.rows([entry for entry in first if entry.status == status][:1]))

    def rows(self, entries: list[QueueEntry]) -> tuple[QueueRow, ...]:
        """Stored rows with what is this agent's own about them: slot, unread, pending."""
        if not entries:
            return ()
        desk = self._desk
        carried = desk.carried()
        pending, ending = pending_on(carried), ended_by(carried)
        me, db, team, levels = desk.me, desk.db, desk.team(), desk.levels()
        slots = {h.conversation_id: h.slot_no for h in desk.chats()}
        seen = desk.seen(e.id for e in entries if e.assignee == me)
        return tuple(
            queue_row(
                entry,
                levels,
                me,
                slots.get(entry.id, 0),
                queries.unread_count(db, entry.id, seen[entry.id]) if entry.id in seen else 0,
                entry.id in pending,
                desk.short_name(entry.former or "", team),
                is_ending=entry.id in ending,
            )
            for entry in entries
        )

    def _narrow(self, chosen: QueueFilter) -> Narrow:
        return narrow(chosen, self._desk.me, self._desk.clock.now())

    def _total(self, chosen: QueueFilter, narrow: Narrow) -> tuple[int, bool]:
        """From the tallies where one is kept; counted up to the cap where not."""
        if replace(chosen, name="") == QueueFilter(scope=chosen.scope):
            kept = queries.tallies(self._desk.db)
            mine, waiting = kept.get(f"held:{self._desk.me}", 0), kept.get("waiting", 0)
            totals = {
                Scope.MINE_AND_WAITING: mine + waiting,
                Scope.MINE: mine,
                Scope.WAITING: waiting,
                Scope.ALL: kept.get("open", 0),
            }
            return totals[chosen.scope], True
        counted = queries.count_rows(self._desk.db, narrow)
        return counted, counted < queries.COUNT_CAP


def _needs_a_look(narrow: Narrow) -> bool:
    """Whether no index surely has the answer: it has one to whose it is, to what breaks soon, and to a number."""
    return not narrow.number and bool(
        narrow.channel or narrow.category or narrow.contact_id or narrow.text_match or narrow.more[0]
    )


def narrow(chosen: QueueFilter, me: str, now: int) -> Narrow:
    """What the view means to the store for this agent at this instant."""
    words, more = _asked(chosen.text, now)
    number = number_in(words)
    whose = {
        Scope.MINE_AND_WAITING: (me, ""),
        Scope.MINE: (me,),
        Scope.WAITING: ("",),
        Scope.ALL: None,
    }
    return Narrow(
        assignees=whose[chosen.scope],
        channel=chosen.channel.value if chosen.channel else "",
        category=chosen.category,
        contact_id=chosen.contact_id,
        place_before=now + AT_RISK_WITHIN if chosen.at_risk else None,
        text_match="" if number or not words else _expression(words),
        number=number,
        more=more,
    )


def _asked(text: str, now: int) -> tuple[str, More]:
    """The words that are looked for, and the filters among them. Imported with the first that are typed."""
    if not text:
        return "", NO_MORE
    from agentconsole.store.searching.filters import conditions
    from agentconsole.workspace.queue_text import asked_for

    asked = asked_for(text, now)
    if not asked.filters.narrows:
        return asked.words, NO_MORE
    sql, values = conditions(asked.filters, "c.received_ms")
    return asked.words, (sql, tuple(values))


def _expression(text: str) -> str:
    # Searching is imported with the first words to search for.
    from agentconsole.store.searching.words import expression

    return expression(text)


def _key(position: Position) -> Key:
    return (position.place_at, position.waiting_since, position.id)
