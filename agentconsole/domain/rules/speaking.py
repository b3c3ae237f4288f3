"""Who may speak in public: the holder who has read what they have to, and a lead who has joined."""

from __future__ import annotations

from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import not_held, subject
from agentconsole.domain.terms import Mode
from agentconsole.domain.view import Context, View


def may_not_speak(view: View, context: Context) -> Refusal | None:
    """The refusal of whoever neither holds it nor has joined."""
    if subject(view).oversight.mode_of(context.actor) is not Mode.JOINED:
        refusal = not_held(view, context)
        if refusal:
            return refusal
    return unread_summary(view, context)


def unread_summary(view: View, context: Context) -> Refusal | None:
    """The refusal of public words before the holder has read the summary of a hand-back; its author knows it. A lead
    who joins waits for that, too: two answers to what only one of them knows would be worse than a minute."""
    c = subject(view)
    summary = c.oversight.summary
    if summary is None or summary.by == context.actor:
        return None
    words = f"{view.name_of(summary.by)} left a summary on #{c.id}: read it, then write."
    return Refusal(Code.SUMMARY_UNSEEN, words)
