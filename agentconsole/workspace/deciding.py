"""What waits for the agent's decision: words held back, and what a restored server has lost."""

from __future__ import annotations

import time
from collections.abc import Mapping

from agentconsole.store.own import questions
from agentconsole.store.own.questions import Question, Why
from agentconsole.tongue import _, n_, said
from agentconsole.wire import from_wire
from agentconsole.workspace.carried import subject_of_command, text_of_command
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.views import QuestionView


def open_questions(desk: Desk) -> tuple[QuestionView, ...]:
    """The agent's open questions, in the order their keys were pressed."""
    found = questions.open_questions(desk.db, desk.server, desk.me)
    return tuple(view_of(each, desk.clock.now()) for each in found)


def view_of(question: Question, now: int) -> QuestionView:
    """The question as the page and the line commands show it."""
    envelope = from_wire(question.wire)
    is_over = envelope.is_over(now)
    return QuestionView(
        question.command_id,
        subject_of_command(envelope.command),
        envelope.command.kind,
        question.why.value,
        _("It was meant for that minute only, and cannot be sent any more.") if is_over else said(question.words),
        text_of_command(envelope.command),
        envelope.client_ms,
        not is_over,
    )


def ask_words(desk: Desk, counts: Mapping[Why, int]) -> str:
    """What the agent is asked to decide, in one sentence, from how many questions there are of each kind."""
    lost, held = counts.get(Why.LOST, 0), sum(counts.values()) - counts.get(Why.LOST, 0)
    if lost:
        row = desk.db.execute(
            "SELECT to_ms FROM rewound WHERE server = ? AND actor = ?", (desk.server, desk.me)
        ).fetchone()
        return lost_words(int(row[0]) if row else 0, lost)
    words = n_("1 message was held back. Still send it?", "{count} were held back. Still send them?", held)
    return words.format(count=held)


def lost_words(to_ms: int, count: int) -> str:
    """The server was restored: up to when it knows everything, in local time, and how much it lacks."""
    at = time.strftime("%H:%M", time.localtime(to_ms / 1_000))
    when = _("to {time}").format(time=at) if to_ms else _("from a backup")
    words = n_(
        "The server was restored {when}; 1 of your accepted updates is missing. Send it again?",
        "The server was restored {when}; {count} of your accepted updates are missing. Send them again?",
        count,
    )
    return words.format(when=when, count=count)
