"""What the agent's answer to a question leads to: sent, to the byte, or left; each in one unit, and only once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from agentconsole.store.own import drafts, outbox, questions
from agentconsole.store.own.outbox import State
from agentconsole.store.own.questions import Question, Reply, Why
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync.ledger import lane_of, words_of
from agentconsole.sync.rewinding import send_again
from agentconsole.wire import WireError, from_outbox, from_wire


def answer(db: sqlite3.Connection, server: str, actor: str, ids: Iterable[str], reply: Reply, now: int) -> list[str]:
    """Answers the agent's open questions about these commands; the ids of those it was the first to answer."""
    done = []
    for command_id in ids:
        with unit_of_work(db):
            question = questions.find(db, server, actor, command_id)
            if question is None or (reply is Reply.SEND and not _may_go(question, now)):
                continue
            if questions.close(db, command_id, reply, now):
                _follow(db, question, reply, now)
                done.append(command_id)
    return done


def _may_go(question: Question, now: int) -> bool:
    """Whether it is still a command, and not meant for a time that is past."""
    try:
        return not from_outbox(question.wire, question.command_id, question.actor).is_over(now)
    except WireError:
        return False


def _follow(db: sqlite3.Connection, question: Question, reply: Reply, now: int) -> None:
    if question.why is Why.LOST:
        if reply is Reply.SEND:
            send_again(db, question.command_id, now)
        return
    # The text is in the draft meanwhile: it is sent, or it stays there.
    if reply is Reply.SEND:
        outbox.mark(db, question.command_id, State.READY, now)
        _drop_draft(db, question)
    else:
        outbox.mark(db, question.command_id, State.EXPIRED)


def _drop_draft(db: sqlite3.Connection, question: Question) -> None:
    envelope = from_wire(question.wire)
    typed = words_of(envelope)
    if typed is None:
        return
    body, visibility = typed
    lane = lane_of(envelope)
    saved = drafts.load(db, question.server, question.actor, lane, visibility)
    if saved and saved.body.strip() == body.strip():
        drafts.discard(db, question.server, question.actor, lane, visibility)
