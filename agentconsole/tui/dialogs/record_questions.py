"""The questions about what is put on record beside the talk: identity, our faults, duplicates, subject matter."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.identity import Identity
from agentconsole.tui.dialogs.fields import Answers, Choice, Field, Line, Pick
from agentconsole.tui.dialogs.question import Asking, Question, form

RESULTS = (
    Pick(Identity.PASSED, "passed"),
    Pick(Identity.FAILED, "failed"),
    Pick(Identity.ACCEPTED, "another proof accepted"),
)
GREY = (Identity.FAILED, Identity.ACCEPTED)
DONE_HINT = "such as: said it at once. Never type the PIN or the answer itself"


def proof_fields(asking: Asking, result: str) -> tuple[Field, ...]:
    """By which way it was checked, and what was done: a grey case asks for the words. `result` is the field that says
    how it ended; while it is empty nothing was checked."""
    ways = (*(Pick(each.name, each.name) for each in asking.policy.offered), Pick("another proof", "another proof"))
    return (
        Choice("how", "Checked by", ways, ways[0].value, when=lambda a: bool(a.get(result))),
        Line("why", "What was done", hint=DONE_HINT, needed=True, when=lambda a: a.get(result) in GREY),
        Line("words", "What was done", hint=DONE_HINT, when=lambda a: a.get(result) == Identity.PASSED),
    )


def proof(own: str, result: str, a: Answers) -> ask.CheckIdentity:
    """The check the answers mean."""
    return ask.CheckIdentity(own, a["how"], Identity(a[result]), a["why"] if a[result] in GREY else a["words"])


def identity(asking: Asking) -> Question:
    """How the identity was checked and how that ended."""
    question = form(f"Identity of {asking.title}", Choice("result", "Result", RESULTS), *proof_fields(asking, "result"))
    return Question(question, lambda a: (proof(asking.about.id, "result", a),))


def fault(asking: Asking) -> Question:
    """What went wrong on our side, which clause it touches, what they get for it."""
    fields = (
        Line("cause", "Cause", needed=True, hint="what went wrong on our side"),
        Line("clause", "Clause", hint="of the contract"),
        Line("compensation", "Compensation", hint="what they get for it"),
    )
    question = form(f"Our fault, {asking.title}", *fields)
    return Question(question, lambda a: (ask.AdmitFault(asking.about.id, a["cause"], a["clause"], a["compensation"]),))


def link(asking: Asking) -> Question:
    """The two belong together, or this one ends and goes on in the other."""
    kinds = (Pick("link", "the two belong together"), Pick("merge", "this one is a duplicate and ends here"))
    other = Line("other", "Other number", needed=True, hint="such as 4711")
    own = asking.about.id

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        number = a["other"].strip().lstrip("#")
        together: type[ask.Merge] | type[ask.Link] = ask.Merge if a["kind"] == "merge" else ask.Link
        return (together(own, number),)

    return Question(form(f"Link {asking.title}", other, Choice("kind", "How", kinds, "link")), commands)


def category(asking: Asking) -> Question:
    """What it is about."""
    field = Choice("category", "About", asking.choices.categories, asking.about.category)
    return Question(
        form(f"Category of {asking.title}", field), lambda a: (ask.Categorise(asking.about.id, a["category"]),)
    )


def tags(asking: Asking) -> Question:
    """Tags with spaces between them; `-name` takes one off."""
    held = f"   (now: {', '.join(asking.about.tags) or 'none yet'})" if asking.count == 1 else ""
    line = Line("tags", "Tags", needed=True, hint=f"refund -billing{held}")

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        words = a["tags"].replace(",", " ").split()
        gone = tuple(word[1:] for word in words if word.startswith("-"))
        return (ask.Tag(asking.about.id, tuple(w for w in words if not w.startswith("-")), gone),)

    return Question(form(f"Tags of {asking.title}", line), commands)
