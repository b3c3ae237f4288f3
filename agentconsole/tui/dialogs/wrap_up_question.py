"""The question how a conversation ended, and by when what that promises is done."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.dispositions import Keeper
from agentconsole.domain.owing import is_kept, keeping
from agentconsole.domain.terms import Channel
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick, worded
from agentconsole.tui.dialogs.question import Asking, Question, answered, at, form, moment_of, time_line, words_of
from agentconsole.tui.dialogs.record_questions import RESULTS, proof, proof_fields

YES_NO = (Pick("no", N_("no")), Pick("yes", N_("yes")))


def wrap_up(asking: Asking) -> Question:
    """How it ended. The usual case is one digit and Enter; the category is there already, and only an ending that
    promises something asks by when."""
    yes_no = worded(YES_NO)
    as_it_stands = Pick("", asking.checked or _("not checked"))
    ended = Choice("disposition", _("Ended"), _endings(asking))
    fields = (
        ended,
        time_line(asking, "by", _("By when"), lambda a: _keeper(asking, a) is not None),
        Choice("category", _("About"), asking.choices.categories, asking.about.category, needed=False),
        Choice("fault", _("Our fault"), yes_no, "no"),
        Line("cause", _("Cause"), needed=True, hint=_("what went wrong on our side"), when=answered("fault", "yes")),
        Line("compensation", _("Compensation"), hint=_("what they get for it"), when=answered("fault", "yes")),
        Choice("identity", _("Identity"), (as_it_stands, *worded(RESULTS)), "", needed=False),
        *proof_fields(asking, "identity"),
        Line("note", _("Note"), hint=_("for the team")),
        Choice("article", _("Make an article"), yes_no, "no"),
    )
    question = form(_("Wrap up {title}").format(title=asking.title), *fields)
    return Question(question, lambda a: _commands(asking, ended, a), lambda a: _done(asking, ended, a))


def _endings(asking: Asking) -> tuple[Pick, ...]:
    """All but those that go on in a ticket, where it is the ticket itself that ends: only setting it aside would keep
    such a promise, which is another key's."""
    every, owing = asking.choices.dispositions, asking.choices.owing
    is_ticket = asking.about.channel is Channel.TICKET
    return tuple(each for each in every if not (is_ticket and owing.get(each.value) is Keeper.TICKET))


def _owes(asking: Asking, a: Answers) -> bool:
    return a["disposition"] in asking.choices.owing


def _keeper(asking: Asking, a: Answers) -> Keeper | None:
    """What is to keep the promise of the ending chosen; None where it makes none, or one that is kept already."""
    keeper = asking.choices.owing.get(a["disposition"])
    return None if keeper is None or is_kept(asking.about, keeper) else keeper


def _commands(asking: Asking, ended: Choice, a: Answers) -> tuple[ask.Command, ...]:
    own = asking.about.id
    first: list[ask.Command] = []
    if a["identity"]:
        first.append(proof(own, "identity", a))
    if a["fault"] == "yes":
        first.append(ask.AdmitFault(own, a["cause"], compensation=a["compensation"]))
    if keeper := _keeper(asking, a):
        kept = keeping(asking.about, at(a["by"], asking), words_of(ended, a), a["note"].strip(), keeper)
        if isinstance(kept, ask.Snooze):
            # A ticket that owes something has not ended: it is set aside until then.
            return (*first, *_categorised(asking, a), kept)
        first.append(kept)
    return (*first, ask.WrapUp(own, a["disposition"], a["category"], a["note"], owes=_owes(asking, a)))


def _categorised(asking: Asking, a: Answers) -> tuple[ask.Command, ...]:
    is_new = a["category"] not in ("", asking.about.category)
    return (ask.Categorise(asking.about.id, a["category"]),) if is_new else ()


def _done(asking: Asking, ended: Choice, a: Answers) -> str:
    if _keeper(asking, a) is None:
        return _("wrapped up: {how}").format(how=words_of(ended, a))
    when = moment_of(a["by"], asking)
    if asking.about.channel is Channel.TICKET:
        return _("set aside until {moment}").format(moment=when)
    return _("wrapped up: {how}; due {moment}").format(how=words_of(ended, a), moment=when)
