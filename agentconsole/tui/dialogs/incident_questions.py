"""The questions about known faults: a new one, how it stands, and the one update for everybody concerned."""

from __future__ import annotations

from agentconsole.domain.canned import VARIABLES
from agentconsole.domain.incident import Incident, IncidentState
from agentconsole.domain.incident_commands import ChangeIncident, DraftUpdate, OpenIncident
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Question, form
from agentconsole.tui.dialogs.when import is_a_time, past_instant
from agentconsole.tui.times import clock_time

STATES = (
    Pick(IncidentState.OPEN, "open: it is still so"),
    Pick(IncidentState.WATCHING, "watching: mended, and looked at"),
    Pick(IncidentState.SOLVED, "solved"),
)


def open_incident(about: str, title: str, now: int, offset: int) -> Question:
    """What fails, where, since when; linked to the conversation it was seen in."""
    fields = (
        Line("title", "What fails", title, hint="and where, such as: mail is delayed on host 12", needed=True),
        Line("began", "Since", clock_time(now, offset), hint="13:40, or 20m for 20 minutes ago", check=is_a_time),
        Line("details", "Details", hint="what the team should know, what helps meanwhile"),
    )

    def commands(a: Answers) -> tuple[OpenIncident, ...]:
        began = past_instant(a["began"], now, offset) if a["began"].strip() else now
        return (OpenIncident(a["title"], a["details"], min(now, began), about),)

    return Question(form("A new known fault", *fields), commands, lambda a: f"written down: {a['title'].strip()}")


def change_incident(it: Incident) -> Question:
    """How it stands, and what is written about it."""
    fields = (
        Choice("state", "It is", STATES, it.state),
        Line("title", "What fails", it.title, needed=True),
        Line("details", "Details", it.details),
    )

    def commands(a: Answers) -> tuple[ChangeIncident, ...]:
        return (ChangeIncident(it.id, IncidentState(a["state"]), a["title"], a["details"]),)

    return Question(form(f"Incident {it.id}", *fields), commands, lambda a: f"incident {it.id} is {a['state']}")


def draft_update(it: Incident, linked: int) -> Question:
    """The words for everybody concerned. Nobody is told before an agent sends it."""
    about = f"filled in for each: {', '.join(f'{{{{{each}}}}}' for each in VARIABLES)}"
    begun = it.update or "Hello {{first}}, "
    question = form(
        f"One update for {linked} conversation{'' if linked == 1 else 's'} about: {it.title}",
        Line("body", "To each contact", begun, hint=about, needed=True),
    )
    done = "drafted: whoever holds one has it ready in the reply, and sends it"
    return Question(question, lambda a: (DraftUpdate(it.id, a["body"]),), lambda _: done)
