"""The questions about incidents: a new one, and how it stands."""

from __future__ import annotations

from agentconsole.domain.knowledge.incident import Incident, IncidentState
from agentconsole.domain.knowledge.incident_commands import ChangeIncident, OpenIncident
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick, worded
from agentconsole.tui.dialogs.question import Question, form
from agentconsole.tui.dialogs.when import is_a_past_time, past_instant
from agentconsole.tui.times import clock_time

STATES = (
    Pick(IncidentState.OPEN, N_("open: it is still so")),
    Pick(IncidentState.WATCHING, N_("watching: mended, and looked at")),
    Pick(IncidentState.SOLVED, N_("solved")),
)
STANDS = {
    IncidentState.OPEN: N_("incident {id} is open"),
    IncidentState.WATCHING: N_("incident {id} is watching"),
    IncidentState.SOLVED: N_("incident {id} is solved"),
}


def open_incident(about: str, title: str, now: int, offset: int) -> Question:
    """What fails, where, since when; linked to the conversation it was seen in."""
    fields = (
        Line("title", _("What fails"), title, hint=_("and where, such as: mail is delayed on host 12"), needed=True),
        Line(
            "began",
            _("Since"),
            clock_time(now, offset),
            hint=_("13:40, or 20m for 20 minutes ago"),
            check=is_a_past_time,
        ),
        Line("details", _("Details"), hint=_("what the team should know, what helps meanwhile")),
    )

    def commands(a: Answers) -> tuple[OpenIncident, ...]:
        began = past_instant(a["began"], now, offset) if a["began"].strip() else now
        return (OpenIncident(a["title"], a["details"], min(now, began), about),)

    done = _("written down: {title}")
    question = form(_("A new incident"), *fields)
    return Question(question, commands, lambda a: done.format(title=a["title"].strip()))


def change_incident(it: Incident) -> Question:
    """How it stands, and what is written about it."""
    states = worded(STATES)
    fields = (
        Choice("state", _("It is"), states, it.state),
        Line("title", _("What fails"), it.title, needed=True),
        Line("details", _("Details"), it.details),
    )

    def commands(a: Answers) -> tuple[ChangeIncident, ...]:
        return (ChangeIncident(it.id, IncidentState(a["state"]), a["title"], a["details"]),)

    question = form(_("Incident {id}").format(id=it.id), *fields)
    return Question(question, commands, lambda a: _(STANDS[IncidentState(a["state"])]).format(id=it.id))
