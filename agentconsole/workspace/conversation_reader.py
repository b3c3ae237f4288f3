"""One conversation as its pane shows it: the row, the transcript with what is on its way, and the contact."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import next_promise
from agentconsole.domain.queue import why
from agentconsole.domain.terms import Channel, Status
from agentconsole.store import queries
from agentconsole.store.contacts import find_contact
from agentconsole.store.strange import of_conversation
from agentconsole.typed import converted
from agentconsole.workspace.carried import subject_of
from agentconsole.workspace.elsewhere import offered
from agentconsole.workspace.stored import stored
from agentconsole.workspace.transcript_rows import strange_line, transcript_line
from agentconsole.workspace.views import ContactView, ConversationView, EarlierConversation, TranscriptLine

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk

EARLIER_SHOWN = 12


class ConversationReader:
    """Reads single conversations for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def view(self, conversation_id: str) -> ConversationView:
        """What the pane's title and composer need. Raises UnknownConversation."""
        desk = self._desk
        conversation, team = stored(self._desk.db, conversation_id), desk.team()
        slots = {h.conversation_id: h.slot_no for h in desk.chats()}
        seen = desk.seen([conversation_id])[conversation_id]
        is_ending = conversation_id in desk.ending()
        return ConversationView(
            conversation=conversation,
            assignee_name=desk.short_name(conversation.assignee, team),
            former_assignee_name=desk.short_name(conversation.assignee_before, team),
            clock=None if is_ending else next_promise(conversation, desk.levels()),
            slot=slots.get(conversation_id, 0),
            unread=queries.unread_count(desk.db, conversation_id, seen),
            seen_k=seen,
            is_mine=conversation.assignee == desk.me,
            elsewhere=offered(desk, conversation_id),
            is_ending=is_ending,
        )

    def transcript(self, conversation_id: str, before_k: int | None, limit: int) -> tuple[TranscriptLine, ...]:
        """The newest lines, oldest first, with the agent's own words that are still on their way at the end."""
        desk = self._desk
        team = desk.team()
        stored = queries.transcript_page(desk.db, conversation_id, limit, before_k)
        lines = self._with_promises(conversation_id, tuple(transcript_line(row, desk.me, team) for row in stored))
        lines = self._with_steps(conversation_id, lines)
        if before_k is not None:
            return lines
        return self._with_strange(conversation_id, lines) + self._on_their_way(conversation_id, lines)

    def _with_promises(self, conversation_id: str, lines: tuple[TranscriptLine, ...]) -> tuple[TranscriptLine, ...]:
        """What was said with a time for the next word has that time beside it."""
        found = queries.promised_in(self._desk.db, conversation_id, lines[0].receipt) if lines else {}
        if not found:
            return lines
        return tuple(replace(each, next_word_at=found.get(each.receipt, 0)) for each in lines)

    def _with_steps(self, conversation_id: str, lines: tuple[TranscriptLine, ...]) -> tuple[TranscriptLine, ...]:
        """A remark that something was taken back says what."""
        found = queries.taken_back_in(self._desk.db, conversation_id, lines[0].receipt) if lines else {}
        if not found:
            return lines
        # Imported with the first step that was taken back.
        from agentconsole.domain.taken_back import remark_of

        told = {seq: remark_of(actor, undone) for seq, (actor, undone) in found.items()}
        return tuple(replace(each, body=told.get(each.receipt) or each.body) for each in lines)

    def _with_strange(self, conversation_id: str, lines: tuple[TranscriptLine, ...]) -> tuple[TranscriptLine, ...]:
        """One neutral line for each event of a version to come, where it happened."""
        since = lines[0].receipt if lines else 0
        found = of_conversation(self._desk.db, conversation_id, since)
        if not found:
            return lines
        neutral = [strange_line(each, max([0, *(it.k for it in lines if it.receipt <= each.seq)])) for each in found]
        return tuple(sorted((*lines, *neutral), key=lambda line: line.receipt))

    def _on_their_way(self, conversation_id: str, lines: tuple[TranscriptLine, ...]) -> tuple[TranscriptLine, ...]:
        desk = self._desk
        about = [carried for carried in desk.carried() if subject_of(carried) == conversation_id]
        if not about:
            return ()
        # With a command on its way the commands are loaded.
        from agentconsole.workspace.on_their_way import carried_line

        k, me = (lines[-1].k + 1 if lines else 0), desk.team()[desk.me]
        coming: list[TranscriptLine] = []
        for carried in about:
            line = carried_line(carried, k + len(coming), me)
            coming += [line] if line else []
        return tuple(coming)

    def contact(self, contact_id: str, besides: str) -> ContactView:
        """Who it is and what went on `besides` this one. Raises LookupError for an unknown contact."""
        return contact_view(self._desk.db, contact_id, besides)

    def why(self, conversation_id: str) -> str:
        """Why it stands where it stands in the queue. Raises UnknownConversation."""
        desk = self._desk
        conversation = stored(self._desk.db, conversation_id)
        former = desk.short_name(conversation.assignee_before, desk.team())
        return why(conversation, desk.levels(), desk.clock.now(), former)


def contact_view(db: sqlite3.Connection, contact_id: str, besides: str) -> ContactView:
    """Who the contact is and what went on `besides` this one. Raises LookupError for an unknown contact."""
    contact = find_contact(db, contact_id)
    if contact is None:
        raise LookupError(contact_id)
    rows = queries.earlier_conversations(db, contact_id, EARLIER_SHOWN, besides)
    earlier = tuple(
        EarlierConversation(i, Channel(channel), Status(status), subject, at)
        for i, channel, status, subject, at in converted(rows, list[tuple[str, str, str, str, int]])
    )
    total = queries.count_earlier(db, contact_id, besides)
    return ContactView(contact.id, contact.name, contact.email, contact.phone, earlier, total)
