"""The questions behind the keys: a form for each command that needs more than a conversation, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.domain import commands as ask
from agentconsole.domain.customer.called import called
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.call_questions import callback_made, promise
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Asking, Question, answered, at, form, moment_of, time_line, words_of
from agentconsole.tui.dialogs.record_questions import category, fault, identity, link, tags

WHERE = {
    Presence.AVAILABLE: N_("available"),
    Presence.WRAP_UP: N_("wrap_up"),
    Presence.BREAK: N_("break"),
    Presence.OFFLINE: N_("not on shift"),
}


def transfer(asking: Asking) -> Question:
    """To a colleague or back to a queue."""
    own = asking.about.id
    here_first = sorted(asking.colleagues, key=lambda each: each.presence is Presence.OFFLINE)
    people = tuple(Pick(f"agent {a.id}", f"{a.full_name} ({where(a.presence)})") for a in here_first)
    queues = (Pick(f"queue {asking.about.queue}", _("the queue {name}").format(name=asking.about.queue)),)
    fields = (Choice("to", _("To"), (*people, *queues)), Line("note", _("Note"), hint=_("what they need to know")))

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        kind, _, name = a["to"].partition(" ")
        if kind == "agent":
            return (ask.Transfer(own, to_agent=name, note=a["note"]),)
        return (ask.Transfer(own, to_queue=name, note=a["note"]),)

    names = {f"agent {each.id}": each.short_name for each in asking.colleagues}
    question = form(_("Transfer {title}").format(title=asking.title), *fields)
    told = _("handed to {whom}")
    return Question(question, commands, lambda a: told.format(whom=names.get(a["to"], words_of(fields[0], a))))


def where(presence: Presence) -> str:
    """Whether somebody is there, in words."""
    return _(WHERE[presence])


def pend(asking: Asking) -> Question:
    """It waits for the contact, or for somebody who is named."""
    whom = (Pick(WaitsOn.CONTACT, _("the contact")), Pick(WaitsOn.OTHERS, _("somebody else")))
    needs_name = Line("reason", _("Whom, for what"), needed=True, when=answered("on", WaitsOn.OTHERS))
    fields = (Choice("on", _("Waits for"), whom, WaitsOn.CONTACT), needs_name)
    question = form(_("Pend {title}").format(title=asking.title), *fields)
    return Question(
        question,
        lambda a: (ask.Pend(asking.about.id, WaitsOn(a["on"]), a["reason"]),),
        lambda a: _("pending: it waits for {whom}").format(whom=words_of(fields[0], a)),
    )


def snooze(asking: Asking) -> Question:
    """Set aside until a named time."""
    fields = (time_line(asking, "until", _("Until")), Line("reason", _("Why"), hint=_("what to look at then")))
    question = form(_("Follow up on {title}").format(title=asking.title), *fields)
    return Question(
        question,
        lambda a: (ask.Snooze(asking.about.id, at(a["until"], asking), a["reason"]),),
        lambda a: _("set aside until {moment}").format(moment=moment_of(a["until"], asking)),
    )


def progress(asking: Asking) -> Question:
    """How far we are, and the promised next word."""
    said = Line("body", _("To the contact"), needed=True, hint=_("how far we are"))
    title = _("Progress for {title}").format(title=asking.title)
    question = form(title, said, time_line(asking, "by", _("Next word by")))
    return Question(
        question,
        lambda a: (ask.ReportProgress(asking.about.id, a["body"], at(a["by"], asking)),),
        lambda a: _("reported; the next word by {moment}").format(moment=moment_of(a["by"], asking)),
    )


def acknowledge(asking: Asking) -> Question:
    """The words that tell the contact we have read it, ready to send; empty when told another way."""
    hello = f"Hello {called(asking.about.contact_name)}".rstrip()
    words = f"{hello}, we have read your message and are looking at it now."
    title, done = _("Acknowledge {title}").format(title=asking.title), _("acknowledged")
    question = form(title, Line("body", _("To the contact"), words))
    return Question(question, lambda a: (ask.Acknowledge(asking.about.id, a["body"]),), lambda _answers: done)


def blocked(asking: Asking, body: str, seen: int) -> Question:
    """The third update in a row names what blocks, or a lead is called with a note."""
    ways = (Pick("blocks", _("say what blocks")), Pick("lead", _("call a lead")))
    why = Line("why", _("What blocks"), needed=True, hint=_("who or what we are waiting for"))
    own = asking.about.id

    def commands(a: Answers) -> tuple[ask.Command, ...]:
        update = ask.Update(own, body, a["why"], seen)
        return (ask.Note(own, f"Lead, please look: {a['why']}"), update) if a["way"] == "lead" else (update,)

    title = _("The third update in a row for {title}").format(title=asking.title)
    return Question(form(title, Choice("way", _("And now"), ways, "blocks"), why), commands)


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
