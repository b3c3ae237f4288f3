"""The questions around team leads: asking for one, whispering, handing back, offering, and words to the team."""

from __future__ import annotations

from agentconsole.domain import lead_commands as lead
from agentconsole.domain.agent import Agent, Role
from agentconsole.domain.oversight import REASON_WORDS, EscalationReason
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Asking, Question, form, words_of
from agentconsole.workspace.lead_views import RungView

Rungs = tuple[RungView, ...]

REASONS = tuple(Pick(reason, words) for reason, words in REASON_WORDS.items())
TO = (Pick("agent", "whoever had it"), Pick("queue", "the queue"))


def escalate(asking: Asking, ladder: Rungs) -> Question:
    """Why, in one line, and to whom: each rung says who is there, what they may grant, and how long it takes."""
    rungs = tuple(Pick(each.rung.id, rung_words(each)) for each in ladder)
    line = Line("line", "In one line", hint="what they need to know first")
    fields = (Choice("reason", "Why", REASONS), line, Choice("rung", "To", rungs, rungs[0].value))

    def commands(a: Answers) -> tuple[lead.Escalate, ...]:
        return (lead.Escalate(asking.about.id, EscalationReason(a["reason"]), a["line"], a["rung"]),)

    said = "a lead is called; it stays yours"
    return Question(form(f"Ask for a lead, {asking.title}", *fields), commands, lambda _: said)


def rung_words(each: RungView) -> str:
    """`Team lead: Mo here, may grant 480.00 EUR, usually 5 min`."""
    here = ", ".join(each.on_now) or each.rung.contact
    parts = [f"{here} here" if here else "nobody here now"]
    parts += [f"may grant {each.may_grant}"] if each.may_grant else []
    parts += [f"usually {each.rung.usual_minutes} min"] if each.rung.usual_minutes else []
    return safe.line(f"{each.rung.name}: {', '.join(parts)}")


def ask_help(asking: Asking) -> Question:
    """What the lead should know; the conversation stays where it is."""
    line = Line("line", "In one line", hint="what you would like to know")
    question = form(f"Call a lead to whisper, {asking.title}", line)
    return Question(question, lambda a: (lead.AskForHelp(asking.about.id, a["line"]),), lambda _: "a lead is called")


def pass_on(asking: Asking, ladder: Rungs) -> Question:
    """To the next rung, or to one that is named."""
    rungs = (Pick("", "the next rung up"), *(Pick(each.rung.id, rung_words(each)) for each in ladder))
    fields = (Choice("rung", "To", rungs, "", needed=False), Line("line", "In one line", hint="what they need to know"))
    question = form(f"Pass on {asking.title}", *fields)
    return Question(question, lambda a: (lead.PassOn(asking.about.id, a["rung"], a["line"]),), lambda _: "passed on")


def whisper(asking: Asking) -> Question:
    """A word to the agent alone."""
    line = Line("body", "To the agent", needed=True, hint="never seen by the contact")
    question = form(f"Whisper, {asking.title}", line)
    return Question(question, lambda a: (lead.Whisper(asking.about.id, a["body"]),), lambda _: "whispered")


def hand_back(asking: Asking, former: str) -> Question:
    """To whoever had it, or to the queue, with what must be read before anybody writes."""
    to = (Pick("agent", former or TO[0].words), TO[1])
    summary = Line("summary", "Summary", needed=True, hint="what was agreed; read before anybody writes")
    whom = Choice("to", "To", to, "agent")

    def commands(a: Answers) -> tuple[lead.HandBack, ...]:
        return (lead.HandBack(asking.about.id, a["summary"], to_queue=a["to"] == "queue"),)

    question = form(f"Hand back {asking.title}", summary, whom)
    return Question(question, commands, lambda a: f"handed back to {words_of(whom, a)}")


def offer(asking: Asking, choices: tuple[Pick, ...]) -> Question:
    """To whom; each choice says why."""
    fields = (Choice("to", "To", choices),)
    question = form(f"Offer {asking.title}", *fields)
    return Question(question, lambda a: (lead.Offer(asking.about.id, a["to"]),), lambda _: "offered; they have 45 s")


def remind(asking: Asking, holder: str) -> Question:
    """A kind word; without one the house has one."""
    line = Line("body", f"To {holder}", hint="leave empty for a kind word of the house")
    question = form(f"Remind, {asking.title}", line)
    return Question(question, lambda a: (lead.Remind(asking.about.id, a["body"]),), lambda _: "reminded")


def broadcast() -> Question:
    """A word to everybody."""
    line = Line("body", "To the team", needed=True, hint="everybody's console shows it")
    return Question(form("A word to the team", line), lambda a: (lead.Broadcast(a["body"]),), lambda _: "told the team")


def reassign_all(team: tuple[Agent, ...], agent_id: str) -> Question:
    """Whose work goes back to the queue, and why."""
    people = tuple(Pick(agent.id, safe.line(agent.full_name)) for agent in team)
    fields = (Choice("agent", "Of", people, agent_id), Line("reason", "Why", needed=True, hint="such as: fallen ill"))
    question = form("Everything back to the queue", *fields)
    return Question(
        question, lambda a: (lead.ReassignAll(a["agent"], a["reason"]),), lambda _: "it is all back in the queue"
    )


def set_role(team: tuple[Agent, ...], agent_id: str) -> Question:
    """Who becomes what."""
    people = tuple(Pick(agent.id, f"{safe.line(agent.full_name)} ({agent.role})") for agent in team)
    roles = tuple(Pick(role, str(role)) for role in Role)
    fields = (Choice("agent", "Who", people, agent_id), Choice("role", "Is from now on", roles))
    question = form("Change a role", *fields)
    return Question(question, lambda a: (lead.SetRole(a["agent"], Role(a["role"])),), lambda _: "the role is changed")


def limit_queues(team: tuple[Agent, ...], agent_id: str, queues: tuple[str, ...]) -> Question:
    """Who sees which queues from now on: those that are named, of `queues` where anything is, or all of them."""
    people = tuple(Pick(each.id, safe.line(f"{each.full_name} (sees {_seen(each)})")) for each in team)
    known = safe.line(", ".join(queues)) or "no conversation is open"
    only = Line("only", "Sees only", hint=f"empty: every queue; else some of: {known}")
    question = form("Which queues a colleague sees", Choice("agent", "Who", people, agent_id), only)
    return Question(question, lambda a: (lead.LimitQueues(a["agent"], _named(a["only"])),), _now_sees)


def _seen(agent: Agent) -> str:
    return ", ".join(agent.queues) or "every queue"


def _named(typed: str) -> tuple[str, ...]:
    return tuple(name for each in typed.split(",") if (name := each.strip()))


def _now_sees(answers: Answers) -> str:
    return (
        f"sees {safe.line(', '.join(_named(answers['only'])))} now" if _named(answers["only"]) else "sees every queue"
    )
