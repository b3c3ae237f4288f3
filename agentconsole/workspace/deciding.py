"""What waits for the agent's decision: words held back, and what a restored server has lost."""

from __future__ import annotations

import time
from collections.abc import Mapping

from agentconsole.store.own import questions
from agentconsole.store.own.questions import Question, Why
from agentconsole.tongue import _, n_, said
from agentconsole.wire import UNREADABLE, WireError, from_outbox
from agentconsole.workspace.carried import subject_of_command, text_of_command
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.views import QuestionView


def open_questions(desk: Desk) -> tuple[QuestionView, ...]:
    """The agent's open questions, in the order their keys were pressed."""
    found = questions.open_questions(desk.db, desk.server, desk.me)
    return tuple(view_of(each, desk.clock.now()) for each in found)


def view_of(question: Question, now: int) -> QuestionView:
    """The question as the page and the line commands show it."""
    try:
        envelope = from_outbox(question.wire, question.command_id, question.actor)
    except WireError:
        return _unreadable(question)
    is_over = envelope.is_over(now)
    return QuestionView(
        question.command_id,
        subject_of_command(envelope.command),
        envelope.command.kind,
        question.why.value,
        _("It was meant for that minute only, and cannot be sent any more.") if is_over else _why(question),
        text_of_command(envelope.command),
        envelope.client_ms,
        not is_over,
    )


def _why(question: Question) -> str:
    """Why the agent is asked, now that it can be read."""
    if question.why is Why.UNREADABLE:
        return _("Another version of the console could not read it. Still send it?")
    return said(question.words)


def _unreadable(question: Question) -> QuestionView:
    """One that can only be put away: everything that is kept of it, for whoever looks for their words in it."""
    here = question.lane if question.lane.isdecimal() else ""
    text = question.wire.encode(errors="surrogateescape").decode(errors="replace")
    what = (question.command_id, here, UNREADABLE, question.why.value, said(question.words))
    return QuestionView(*what, text, question.created_at, can_send=False)


def ask_words(desk: Desk, counts: Mapping[Why, int]) -> str:
    """What the agent is asked to decide, in one sentence, from how many questions there are of each kind."""
    lost, unreadable = counts.get(Why.LOST, 0), counts.get(Why.UNREADABLE, 0)
    held = sum(counts.values()) - lost - unreadable
    if lost:
        row = desk.db.execute(
            "SELECT to_ms FROM rewound WHERE server = ? AND actor = ?", (desk.server, desk.me)
        ).fetchone()
        return lost_words(int(row[0]) if row else 0, lost)
    if not held:
        words = n_(
            "1 saved update cannot be read, and is not sent.",
            "{count} saved updates cannot be read, and are not sent.",
            unreadable,
        )
        return words.format(count=unreadable)
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
