"""The questions about what is put on record beside the talk: identity, our faults, duplicates, subject matter."""

from __future__ import annotations

from functools import partial

from agentconsole.domain import commands as ask
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.identity import Identity
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import Answers, Choice, Field, Line, Pick, worded
from agentconsole.tui.dialogs.question import Asking, Question, form

RESULTS = (
    Pick(Identity.PASSED, N_("passed")),
    Pick(Identity.FAILED, N_("failed")),
    Pick(Identity.ACCEPTED, N_("another proof accepted")),
)
GREY = (Identity.FAILED, Identity.ACCEPTED)
DONE_HINT = N_("such as: said it at once. Never type the PIN or the answer itself")


def proof_fields(asking: Asking, result: str) -> tuple[Field, ...]:
    """By which way it was checked, and what was done: a grey case asks for the words. `result` is the field that says
    how it ended; while it is empty nothing was checked."""
    ways = (*(Pick(each.name, each.name) for each in asking.policy.offered), Pick("another proof", _("another proof")))
    return (
        Choice("how", _("Checked by"), ways, ways[0].value, when=lambda a: bool(a.get(result))),
        Line("why", _("What was done"), hint=_(DONE_HINT), needed=True, when=lambda a: a.get(result) in GREY),
        Line("words", _("What was done"), hint=_(DONE_HINT), when=lambda a: a.get(result) == Identity.PASSED),
    )


def proof(own: str, result: str, a: Answers) -> ask.CheckIdentity:
    """The check the answers mean."""
    return ask.CheckIdentity(own, a["how"], Identity(a[result]), a["why"] if a[result] in GREY else a["words"])


def identity(asking: Asking) -> Question:
    """How the identity was checked and how that ended."""
    title, result = _("Identity of {title}").format(title=asking.title), Choice("result", _("Result"), worded(RESULTS))
    question = form(title, result, *proof_fields(asking, "result"), help_page="contact")
    return Question(question, lambda a: (proof(asking.about.id, "result", a),))


def fault(asking: Asking) -> Question:
    """What went wrong on our side, which clause it touches, what they get for it."""
    fields = (
        Line("cause", _("Cause"), needed=True, hint=_("what went wrong on our side")),
        Line("clause", _("Clause"), hint=_("of the contract")),
        Line("compensation", _("Compensation"), hint=_("what they get for it")),
    )
    question = form(_("Our fault, {title}").format(title=asking.title), *fields)
    return Question(question, lambda a: (ask.AdmitFault(asking.about.id, a["cause"], a["clause"], a["compensation"]),))


def link(asking: Asking) -> Question:
    """The two belong together, or this one ends and goes on in the other. Whose the other is stands under its number,
    and into another contact's nothing goes without a digit. Many never end so at once."""
    kinds: tuple[Pick, ...] = (Pick("link", _("the two belong together")),)
    if asking.count == 1:
        kinds += (Pick("merge", _("this one is a duplicate and ends here")),)
    own = asking.about.id

    def stranger(a: Answers) -> Conversation | None:
        other = asking.find(_number(a.get("other", "")))
        return other if other is not None and other.contact_id != asking.about.contact_id else None

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        together: type[ask.Merge] | type[ask.Link] = ask.Merge if a["kind"] == "merge" else ask.Link
        return (together(own, _number(a["other"])),)

    fields = (
        Line("other", _("Other number"), needed=True, hint=_("such as 4711"), means=partial(_whose, asking)),
        Choice("kind", _("How"), kinds, "link"),
        Choice(
            "all_the_same",
            _("Somebody else's"),
            (Pick("yes", _("it goes on there all the same")),),
            when=lambda a: a.get("kind") == "merge" and stranger(a) is not None,
        ),
    )
    return Question(form(_("Link {title}").format(title=asking.title), *fields), commands)


def _number(typed: str) -> str:
    return typed.strip().lstrip("#")


def _whose(asking: Asking, typed: str) -> str:
    """Whose conversation the number is, and what it is about."""
    other = asking.find(_number(typed)) if typed.strip() else None
    return f"= {safe.name(other.contact_name)}, {safe.line(other.subject)}" if other is not None else ""


def category(asking: Asking) -> Question:
    """What it is about."""
    field = Choice("category", _("About"), asking.choices.categories, asking.about.category)
    return Question(
        form(_("Category of {title}").format(title=asking.title), field),
        lambda a: (ask.Categorise(asking.about.id, a["category"]),),
        is_quiet=True,
    )


def tags(asking: Asking) -> Question:
    """Tags with spaces between them; `-name` takes one off."""
    held = _("refund -billing   (now: {tags})").format(tags=", ".join(asking.about.tags) or _("none yet"))
    line = Line("tags", _("Tags"), needed=True, hint=held if asking.count == 1 else _("refund -billing"))

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        words = a["tags"].replace(",", " ").split()
        gone = tuple(word[1:] for word in words if word.startswith("-"))
        return (ask.Tag(asking.about.id, tuple(w for w in words if not w.startswith("-")), gone),)

    return Question(
        form(_("Tags of {title}").format(title=asking.title), line),
        commands,
        lambda _any: _("tags changed"),
        is_quiet=True,
    )
