"""The questions behind the keys: a form for each command that needs more than a conversation, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.domain import commands as ask
from agentconsole.domain.agent import Presence
from agentconsole.domain.conversation import Channel, WaitsOn
from agentconsole.tui.dialogs.call_questions import callback_made, promise
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Asking, Question, answered, at, form, moment_of, time_line, words_of
from agentconsole.tui.dialogs.record_questions import (
    RESULTS,
    category,
    fault,
    identity,
    link,
    proof,
    proof_fields,
    tags,
)

YES_NO = (Pick("no", "no"), Pick("yes", "yes"))


def wrap_up(asking: Asking) -> Question:
    """How it ended. The usual case is one digit and Enter; the category is there already."""
    own = asking.about.id
    fields = (
        Choice("disposition", "Ended", asking.choices.dispositions),
        Choice("category", "About", asking.choices.categories, asking.about.category, needed=False),
        Choice("fault", "Our fault", YES_NO, "no"),
        Line("cause", "Cause", needed=True, hint="what went wrong on our side", when=answered("fault", "yes")),
        Line("compensation", "Compensation", hint="what they get for it", when=answered("fault", "yes")),
        Choice("identity", "Identity", (Pick("", "no check today"), *RESULTS), "", needed=False),
        *proof_fields(asking, "identity"),
        Line("note", "Note", hint="for the team"),
        Choice("article", "Make an article", YES_NO, "no"),
    )

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        first: list[ask.Command] = []
        if a["identity"]:
            first.append(proof(own, "identity", a))
        if a["fault"] == "yes":
            first.append(ask.AdmitFault(own, a["cause"], compensation=a["compensation"]))
        return (*first, ask.WrapUp(own, a["disposition"], a["category"], a["note"]))

    ended = fields[0]
    return Question(form(f"Wrap up {asking.title}", *fields), commands, lambda a: f"wrapped up: {words_of(ended, a)}")


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
    return Question(handed, commands, lambda a: f"handed to {names.get(a['to'], words_of(fields[0], a))}")


def _where(presence: Presence) -> str:
    return "not on shift" if presence is Presence.OFFLINE else str(presence)


def pend(asking: Asking) -> Question:
    """It waits for the contact, or for somebody who is named."""
    whom = (Pick(WaitsOn.CONTACT, "the contact"), Pick(WaitsOn.OTHERS, "somebody else"))
    needs_name = Line("reason", "Whom, for what", needed=True, when=answered("on", WaitsOn.OTHERS))
    fields = (Choice("on", "Waits for", whom, WaitsOn.CONTACT), needs_name)
    question = form(f"Pend {asking.title}", *fields)
    return Question(
        question,
        lambda a: (ask.Pend(asking.about.id, WaitsOn(a["on"]), a["reason"]),),
        lambda a: f"pending: it waits for {words_of(fields[0], a)}",
    )


def snooze(asking: Asking) -> Question:
    """Set aside until a named time."""
    fields = (time_line("until", "Until"), Line("reason", "Why", hint="what to look at then"))
    question = form(f"Follow up on {asking.title}", *fields)
    return Question(
        question,
        lambda a: (ask.Snooze(asking.about.id, at(a["until"], asking), a["reason"]),),
        lambda a: f"set aside until {moment_of(a['until'], asking)}",
    )


def progress(asking: Asking) -> Question:
    """How far we are, and the promised next word."""
    said = Line("body", "To the contact", needed=True, hint="how far we are")
    question = form(f"Progress for {asking.title}", said, time_line("by", "Next word by"))
    return Question(
        question,
        lambda a: (ask.ReportProgress(asking.about.id, a["body"], at(a["by"], asking)),),
        lambda a: f"reported; the next word by {moment_of(a['by'], asking)}",
    )


def acknowledge(asking: Asking) -> Question:
    """The words that tell the contact we have read it, ready to send; empty when told another way."""
    words = f"Hello {asking.about.contact_name}, we have read your message and are looking at it now."
    question = form(f"Acknowledge {asking.title}", Line("body", "To the contact", words))
    return Question(question, lambda a: (ask.Acknowledge(asking.about.id, a["body"]),), lambda _: "acknowledged")


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


def by_command(channel: Channel) -> dict[str, Callable[[Asking], Question]]:
    """The question of each command id; a callback on the phone, a progress report on tickets, all else everywhere."""
    phone = {"callback.promise": promise, "callback.complete": callback_made} if channel is Channel.PHONE else {}
    return {
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
