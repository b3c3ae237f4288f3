"""Who may speak in public: the holder who has read what they have to, and a lead who has joined."""

from __future__ import annotations

from agentconsole.domain.oversight import Mode
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import not_held, subject
from agentconsole.domain.view import Context, View


def may_not_speak(view: View, context: Context) -> Refusal | None:
    """The refusal of whoever neither holds it nor has joined."""
    if subject(view).oversight.mode_of(context.actor) is Mode.JOINED:
        return None
    return not_held(view, context) or unread_summary(view, context)


def unread_summary(view: View, context: Context) -> Refusal | None:
    """The refusal of public words before the summary of a hand-back was read; its author knows it."""
    c = subject(view)
    summary = c.oversight.summary
    if summary is None or summary.by == context.actor:
        return None
    words = f"{view.name_of(summary.by)} left a summary on #{c.id}: read it, then write."
    return Refusal(Code.SUMMARY_UNSEEN, words)
