"""The questions behind the keys: a form for each command that needs more than a conversation, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agentconsole.domain import commands as ask
from agentconsole.domain.agent import Agent, Presence
from agentconsole.domain.conversation import Channel, Conversation, Identity, WaitsOn
from agentconsole.tui.dialogs.choices import Choices
from agentconsole.tui.dialogs.fields import Answers, Choice, Field, Form, Line, Pick
from agentconsole.tui.dialogs.when import EXAMPLES, instant, is_a_time, past_instant
from agentconsole.tui.times import moment

Asked = Callable[[Answers], tuple[ask.Command, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """A form, and the commands its answers mean, in the order to perform them."""

    form: Form
    commands: Asked
    done: Callable[[Answers], str] = lambda _: ""
    """What is said once it is done; nothing where the screen shows it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What questions are asked about and with: the conversation, the team's choices, the time and its offset."""

    about: Conversation
    choices: Choices
    colleagues: tuple[Agent, ...]
    now: int
    offset: int

    @property
    def title(self) -> str:
        """The conversation as a title names it."""
        return f"#{self.about.id} {self.about.contact_name}"


YES_NO = (Pick("no", "no"), Pick("yes", "yes"))
RESULTS = (
    Pick(Identity.PASSED, "passed"),
    Pick(Identity.FAILED, "failed"),
    Pick(Identity.ACCEPTED, "another proof accepted"),
)
HOW = (
    Pick("security questions", "security questions"),
    Pick("phone password", "phone password"),
    Pick("code by mail", "code by mail to the address on file"),
    Pick("call back", "call back to the number on file"),
    Pick("document", "document"),
)


def form(title: str, *fields: Field) -> Form:
    """A form with these fields."""
    return Form(title, fields)


def wrap_up(asking: Asking) -> Question:
    """How it ended. The usual case is one digit and Enter; the category is there already."""
    own = asking.about.id
    fields = (
        Choice("disposition", "Ended", asking.choices.dispositions),
        Choice("category", "About", asking.choices.categories, asking.about.category, needed=False),
        Choice("fault", "Our fault", YES_NO, "no"),
        Line("cause", "Cause", needed=True, hint="what went wrong on our side", when=_is("fault", "yes")),
        Line("compensation", "Compensation", hint="what they get for it", when=_is("fault", "yes")),
        Choice("identity", "Identity", (Pick("", "no check today"), *RESULTS), "", needed=False),
        Choice("how", "Checked by", HOW, HOW[0].value, when=lambda a: bool(a.get("identity"))),
        Line("why", "Why", needed=True, when=lambda a: a.get("identity") in (Identity.FAILED, Identity.ACCEPTED)),
        Line("note", "Note", hint="for the team"),
    )

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        first: list[ask.Command] = []
        if a["identity"]:
            first.append(ask.CheckIdentity(own, a["how"], Identity(a["identity"]), a["why"]))
        if a["fault"] == "yes":
            first.append(ask.AdmitFault(own, a["cause"], compensation=a["compensation"]))
        return (*first, ask.WrapUp(own, a["disposition"], a["category"], a["note"]))

    ended = fields[0]
    return Question(form(f"Wrap up {asking.title}", *fields), commands, lambda a: f"wrapped up: {_words(ended, a)}")


def transfer(asking: Asking) -> Question:
    """To a colleague or back to a queue."""
    own = asking.about.id
    here_first = sorted(asking.colleagues, key=lambda each: each.presence is Presence.OFFLINE)
    people = tuple(Pick(f"agent {a.id}", f"{a.full_name} ({_where(a.presence)})") for a in here_first)
    queues = (Pick(f"queue {asking.about.queue}", f"the queue {asking.about.queue}"),)
    fields = (Choice("to", "To", (*people, *queues)), Line("note", "Note", hint="what they need to know"))

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        kind, _, name = a["to"].partition(" ")
        if kind == "agent":
            return (ask.Transfer(own, to_agent=name, note=a["note"]),)
        return (ask.Transfer(own, to_queue=name, note=a["note"]),)

    names = {f"agent {each.id}": each.short_name for each in asking.colleagues}
    handed = form(f"Transfer {asking.title}", *fields)
    return Question(handed, commands, lambda a: f"handed to {names.get(a['to'], _words(fields[0], a))}")


def _where(presence: Presence) -> str:
    return "not on shift" if presence is Presence.OFFLINE else str(presence)


def pend(asking: Asking) -> Question:
    """It waits for the contact, or for somebody who is named."""
    whom = (Pick(WaitsOn.CONTACT, "the contact"), Pick(WaitsOn.OTHERS, "somebody else"))
    needs_name = Line("reason", "Whom, for what", needed=True, when=_is("on", WaitsOn.OTHERS))
    fields = (Choice("on", "Waits for", whom, WaitsOn.CONTACT), needs_name)
    question = form(f"Pend {asking.title}", *fields)
    return Question(
        question,
        lambda a: (ask.Pend(asking.about.id, WaitsOn(a["on"]), a["reason"]),),
        lambda a: f"pending: it waits for {_words(fields[0], a)}",
    )


def snooze(asking: Asking) -> Question:
    """Set aside until a named time."""
    fields = (_time("until", "Until"), Line("reason", "Why", hint="what to look at then"))
    question = form(f"Follow up on {asking.title}", *fields)
    return Question(
        question,
        lambda a: (ask.Snooze(asking.about.id, _at(a["until"], asking), a["reason"]),),
        lambda a: f"set aside until {_moment(a['until'], asking)}",
    )


def progress(asking: Asking) -> Question:
    """How far we are, and the promised next word."""
    said = Line("body", "To the contact", needed=True, hint="how far we are")
    question = form(f"Progress for {asking.title}", said, _time("by", "Next word by"))
    return Question(
        question,
        lambda a: (ask.ReportProgress(asking.about.id, a["body"], _at(a["by"], asking)),),
        lambda a: f"reported; the next word by {_moment(a['by'], asking)}",
    )


def acknowledge(asking: Asking) -> Question:
    """The words that tell the contact we have read it, ready to send; empty when told another way."""
    words = f"Hello {asking.about.contact_name}, we have read your message and are looking at it now."
    question = form(f"Acknowledge {asking.title}", Line("body", "To the contact", words))
    return Question(question, lambda a: (ask.Acknowledge(asking.about.id, a["body"]),), lambda _: "acknowledged")


def promise(asking: Asking) -> Question:
    """A callback at a named time."""
    question = form(f"Promise {asking.title} a callback", _time("at", "We ring at"))
    return Question(question, lambda a: (ask.PromiseCallback(asking.about.id, _at(a["at"], asking)),))


def callback_made(asking: Asking) -> Question:
    """Whether anybody answered, how long ago it began, and when we try again."""
    reached = (Pick("yes", "reached"), Pick("no", "nobody answered"))
    again = _time("again", "Next try", when=_is("reached", "no"))
    fields = (Choice("reached", "Call", reached), Line("began", "Began", "2m", needed=True, check=is_a_time), again)

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        began = past_instant(a["began"], asking.now, asking.offset)
        again_at = _at(a["again"], asking) if a["reached"] == "no" else None
        return (ask.CompleteCallback(asking.about.id, a["reached"] == "yes", began, asking.now, again_at),)

    return Question(form(f"Callback to {asking.title}", *fields), commands)


def identity(asking: Asking) -> Question:
    """How the identity was checked and how that ended."""
    why = Line("why", "Why", needed=True, when=lambda a: a.get("result") in (Identity.FAILED, Identity.ACCEPTED))
    fields = (Choice("result", "Result", RESULTS), Choice("how", "Checked by", HOW, HOW[0].value), why)
    question = form(f"Identity of {asking.title}", *fields)
    return Question(
        question, lambda a: (ask.CheckIdentity(asking.about.id, a["how"], Identity(a["result"]), a["why"]),)
    )


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
    held = ", ".join(asking.about.tags) or "none yet"
    line = Line("tags", "Tags", needed=True, hint=f"refund -billing   (now: {held})")

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        words = a["tags"].replace(",", " ").split()
        gone = tuple(word[1:] for word in words if word.startswith("-"))
        return (ask.Tag(asking.about.id, tuple(w for w in words if not w.startswith("-")), gone),)

    return Question(form(f"Tags of {asking.title}", line), commands)


def blocked(asking: Asking, body: str, seen: int) -> Question:
    """The third update in a row names what blocks, or a lead is called with a note."""
    ways = (Pick("blocks", "say what blocks"), Pick("lead", "call a lead"))
    why = Line("why", "What blocks", needed=True, hint="who or what we are waiting for")
    own = asking.about.id

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        update = ask.Update(own, body, a["why"], seen)
        return (ask.Note(own, f"Lead, please look: {a['why']}"), update) if a["way"] == "lead" else (update,)

    title = f"The third update in a row for {asking.title}"
    return Question(form(title, Choice("way", "And now", ways, "blocks"), why), commands)


def log_call(now: int, offset: int) -> Question:
    """A call that happened outside the console."""
    ways = (Pick("incoming", "they rang us"), Pick("outgoing", "we rang them"))
    fields = (
        Choice("direction", "Call", ways, "incoming"),
        Line("name", "Name", needed=True),
        Line("phone", "Number"),
        Line("began", "Began", needed=True, hint="5m ago is 5m; or 14:30", check=is_a_time),
        Line("minutes", "Minutes", "1", needed=True, check=_is_number),
        Line("subject", "About"),
        Line("note", "Note", hint="what was agreed"),
    )

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        began = past_instant(a["began"], now, offset)
        ended = min(now, began + int(a["minutes"]) * 60_000)
        return (ask.LogCall(a["direction"], a["name"], a["phone"], began, ended, a["subject"], a["note"]),)

    return Question(form("Log a call", *fields), commands)


def by_command(channel: Channel) -> dict[str, Callable[[Asking], Question]]:
    """The question of each command id; a callback on the phone, a progress report on tickets, all else everywhere."""
    phone = {"callback.promise": promise, "callback.complete": callback_made} if channel is Channel.PHONE else {}
    return {
        "conversation.wrap_up": wrap_up,
        "conversation.transfer": transfer,
        "conversation.pend": pend,
        "conversation.snooze": snooze,
        "conversation.progress": progress,
        "conversation.acknowledge": acknowledge,
        "conversation.identity": identity,
        "conversation.fault": fault,
        "conversation.link": link,
        "conversation.categorise": category,
        "conversation.tag": tags,
        **phone,
    }


def _time(name: str, label: str, when: Callable[[Answers], bool] = lambda _: True) -> Line:
    return Line(name, label, needed=True, hint=EXAMPLES, check=is_a_time, when=when)


def _at(words: str, asking: Asking) -> int:
    return instant(words, asking.now, asking.offset)


def _moment(words: str, asking: Asking) -> str:
    return moment(_at(words, asking), asking.now, asking.offset)


def _words(field: Field, answers: Answers) -> str:
    return field.words(answers[field.name]) if isinstance(field, Choice) else answers[field.name]


def _is(name: str, value: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) == value


def _is_number(words: str) -> str:
    return "" if words.strip().isdigit() and int(words) < 10_000 else "Minutes: a number, such as 5."
