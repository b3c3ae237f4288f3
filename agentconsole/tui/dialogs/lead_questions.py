"""The questions around team leads: asking for one, whispering, handing back, offering, and words to the team."""

from __future__ import annotations

from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.oversight import REASON_WORDS, EscalationReason
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.domain.team.commands import Broadcast, LimitQueues, ReassignAll, SetRole
from agentconsole.tongue import N_, _, said
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick, worded
from agentconsole.tui.dialogs.question import Asking, Question, form, words_of
from agentconsole.tui.dialogs.questions import where
from agentconsole.workspace.lead_views import RungView

Rungs = tuple[RungView, ...]

ROLES = {Role.AGENT: N_("agent"), Role.LEAD: N_("lead")}
HERE = (Presence.AVAILABLE, Presence.WRAP_UP)
TO = (Pick("agent", N_("whoever had it")), Pick("queue", N_("the queue")))


def escalate(asking: Asking, ladder: Rungs) -> Question:
    """Why, in one line, and to whom: each rung says who is there, what they may grant, and how long it takes."""
    rungs = tuple(Pick(each.rung.id, rung_words(each)) for each in ladder)
    line = Line("line", _("In one line"), hint=_("what they need to know first"))
    reasons = tuple(Pick(reason, said(words)) for reason, words in REASON_WORDS.items())
    fields = (Choice("reason", _("Why"), reasons), line, Choice("rung", _("To"), rungs, rungs[0].value))

    def commands(a: Answers) -> tuple[lead.Escalate, ...]:
        return (lead.Escalate(asking.about.id, EscalationReason(a["reason"]), a["line"], a["rung"]),)

    done = _("a lead is called; it stays yours")
    question = form(_("Ask for a lead, {title}").format(title=asking.title), *fields)
    return Question(question, commands, lambda _answers: done)


def rung_words(each: RungView) -> str:
    """`Team lead: Mo here, may grant 480.00 EUR, usually 5 min`."""
    here = ", ".join(each.on_now) or each.rung.contact
    parts = [_("{names} here").format(names=here) if here else _("nobody here now")]
    parts += [_("may grant {amount}").format(amount=each.may_grant)] if each.may_grant else []
    parts += [_("usually {minutes} min").format(minutes=each.rung.usual_minutes)] if each.rung.usual_minutes else []
    return safe.line(f"{each.rung.name}: {', '.join(parts)}")


def ask_help(asking: Asking) -> Question:
    """What the lead should know; the conversation stays where it is."""
    line = Line("line", _("In one line"), hint=_("what you would like to know"))
    question = form(_("Call a lead to whisper, {title}").format(title=asking.title), line)
    done = _("a lead is called")
    return Question(question, lambda a: (lead.AskForHelp(asking.about.id, a["line"]),), lambda _answers: done)


def pass_on(asking: Asking, ladder: Rungs) -> Question:
    """To the next rung, or to one that is named."""
    rungs = (Pick("", _("the next rung up")), *(Pick(each.rung.id, rung_words(each)) for each in ladder))
    line = Line("line", _("In one line"), hint=_("what they need to know"))
    title, done = _("Pass on {title}").format(title=asking.title), _("passed on")
    question = form(title, Choice("rung", _("To"), rungs, "", needed=False), line)
    return Question(question, lambda a: (lead.PassOn(asking.about.id, a["rung"], a["line"]),), lambda _answers: done)


def whisper(asking: Asking) -> Question:
    """A word to the agent alone."""
    line = Line("body", _("To the agent"), needed=True, hint=_("never seen by the contact"))
    question, done = form(_("Whisper, {title}").format(title=asking.title), line), _("whispered")
    return Question(question, lambda a: (lead.Whisper(asking.about.id, a["body"]),), lambda _answers: done)


def hand_back(asking: Asking, former: Agent | None) -> Question:
    """To whoever had it, or to the queue, with what must be read before anybody writes; the queue comes first while
    they are not on shift."""
    anybody, queue = worded(TO)
    is_away = former is not None and former.presence is Presence.OFFLINE
    there = Pick("agent", _whom(former) if former else anybody.words)
    to = (queue, there) if is_away else (there, queue)
    summary = Line("summary", _("Summary"), needed=True, hint=_("what was agreed; read before anybody writes"))
    whom = Choice("to", _("To"), to, to[0].value)

    def commands(a: Answers) -> tuple[lead.HandBack, ...]:
        return (lead.HandBack(asking.about.id, a["summary"], to_queue=a["to"] == "queue"),)

    question = form(_("Hand back {title}").format(title=asking.title), summary, whom)
    return Question(question, commands, lambda a: _("handed back to {whom}").format(whom=words_of(whom, a)))


def _whom(former: Agent) -> str:
    """Their name, and where they are where that is not here."""
    name = safe.line(former.short_name)
    return name if former.presence in HERE else f"{name} ({where(former.presence)})"


def offer(asking: Asking, choices: tuple[Pick, ...]) -> Question:
    """To whom; each choice says why."""
    question = form(_("Offer {title}").format(title=asking.title), Choice("to", _("To"), choices))
    done = _("offered; they have 45 s")
    return Question(question, lambda a: (lead.Offer(asking.about.id, a["to"]),), lambda _answers: done)


def remind(asking: Asking, holder: str) -> Question:
    """A kind word; without one the house has one."""
    line = Line("body", _("To {name}").format(name=holder), hint=_("leave empty for a kind word of the house"))
    question, done = form(_("Remind, {title}").format(title=asking.title), line), _("reminded")
    return Question(question, lambda a: (lead.Remind(asking.about.id, a["body"]),), lambda _answers: done)


def broadcast(came_back: str) -> Question:
    """A word to everybody; the last one, where it came back and was not sent since."""
    line = Line("body", _("To the team"), came_back, needed=True, hint=_("everybody's console shows it"))
    question, done = form(_("A word to the team"), line), _("told the team")
    return Question(question, lambda a: (Broadcast(a["body"]),), lambda _answers: done)


def reassign_all(team: tuple[Agent, ...], agent_id: str) -> Question:
    """Whose work goes back to the queue, and why."""
    people = tuple(Pick(agent.id, safe.line(agent.full_name)) for agent in team)
    why = Line("reason", _("Why"), needed=True, hint=_("such as: fallen ill"))
    question = form(_("Everything back to the queue"), Choice("agent", _("Of"), people, agent_id), why)
    done = _("it is all back in the queue")
    return Question(question, lambda a: (ReassignAll(a["agent"], a["reason"]),), lambda _answers: done)


def set_role(team: tuple[Agent, ...], agent_id: str) -> Question:
    """Who becomes what."""
    people = tuple(Pick(agent.id, f"{safe.line(agent.full_name)} ({_(ROLES[agent.role])})") for agent in team)
    roles = tuple(Pick(role, _(words)) for role, words in ROLES.items())
    who = Choice("agent", _("Who"), people, agent_id)
    question, done = form(_("Change a role"), who, Choice("role", _("Is from now on"), roles)), _("the role is changed")
    return Question(question, lambda a: (SetRole(a["agent"], Role(a["role"])),), lambda _answers: done)


def limit_queues(team: tuple[Agent, ...], agent_id: str, queues: tuple[str, ...]) -> Question:
    """Who sees which queues from now on: those that are named, of `queues` where anything is, or all of them."""
    people = tuple(
        Pick(each.id, safe.line(_("{name} (sees {queues})").format(name=each.full_name, queues=_seen(each))))
        for each in team
    )
    known = safe.line(", ".join(queues)) or _("no conversation is open")
    only = Line("only", _("Sees only"), hint=_("empty: every queue; else some of: {queues}").format(queues=known))
    question = form(_("Which queues a colleague sees"), Choice("agent", _("Who"), people, agent_id), only)
    return Question(question, lambda a: (LimitQueues(a["agent"], _named(a["only"])),), _now_sees)


def _seen(agent: Agent) -> str:
    return ", ".join(agent.queues) or _("every queue")


def _named(typed: str) -> tuple[str, ...]:
    return tuple(name for each in typed.split(",") if (name := each.strip()))


def _now_sees(answers: Answers) -> str:
    named = safe.line(", ".join(_named(answers["only"])))
    return _("sees {queues} now").format(queues=named) if named else _("sees every queue")
