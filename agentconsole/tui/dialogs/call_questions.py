"""The questions about calls: promised, made, and those outside the console."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.calls.commands import CompleteCallback, LogCall, PromiseCallback
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.tongue import _
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Asking, Question, answered, at, form, moment_of, time_line
from agentconsole.tui.dialogs.when import is_a_past_time, past_instant


def promise(asking: Asking) -> Question:
    """A callback at a named time."""
    question = form(
        _("Promise {title} a callback").format(title=asking.title), time_line(asking, "at", _("We ring at"))
    )
    return Question(
        question,
        lambda a: (PromiseCallback(asking.about.id, at(a["at"], asking)),),
        lambda a: _("callback promised for {moment}").format(moment=moment_of(a["at"], asking)),
    )


def callback_made(asking: Asking) -> Question:
    """Whether anybody answered, how long ago it began, and when we try again."""
    reached = (Pick("yes", _("reached")), Pick("no", _("nobody answered")))
    again = time_line(asking, "again", _("Next try"), when=answered("reached", "no"))
    began = Line("began", _("Began"), "2m", needed=True, check=is_a_past_time)

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        began = past_instant(a["began"], asking.now, asking.offset)
        again_at = at(a["again"], asking) if a["reached"] == "no" else None
        return (CompleteCallback(asking.about.id, a["reached"] == "yes", began, asking.now, again_at),)

    def done(a: Answers) -> str:
        if a["reached"] == "yes":
            return _("on record: we rang and reached them")
        return _("on record: nobody answered; next try {moment}").format(moment=moment_of(a["again"], asking))

    title = _("Callback to {title}").format(title=asking.title)
    return Question(form(title, Choice("reached", _("Call"), reached), began, again), commands, done)


def log_call(now: int, offset: int) -> Question:
    """A call that happened outside the console."""
    ways = (Pick("incoming", _("they rang us")), Pick("outgoing", _("we rang them")))
    fields = (
        Choice("direction", _("Call"), ways, "incoming"),
        Line("name", _("Name"), hint=_("who it was"), needed=True),
        Line("phone", _("Number"), hint=_("such as +44 20 7946 0018; or leave it empty")),
        Line("began", _("Began"), needed=True, hint=_("5m ago is 5m; or 14:30"), check=is_a_past_time),
        Line("minutes", _("Minutes"), "1", needed=True, check=_is_number),
        Line("subject", _("About"), hint=_("in a few words, such as: cannot log in")),
        Line("note", _("Note"), hint=_("what was agreed")),
    )

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        began = past_instant(a["began"], now, offset)
        ended = min(now, began + int(a["minutes"]) * MINUTE)
        return (LogCall(a["direction"], a["name"], a["phone"], began, ended, a["subject"], a["note"]),)

    return Question(form(_("Log a call"), *fields), commands)


def _is_number(words: str) -> str:
    return "" if words.strip().isdigit() and int(words) < 10_000 else _("Minutes: a number, such as 5.")
