"""`agentconsole incident …`: incidents, the conversations about them, and who has been told."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.lines import times
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.incident_commands import ChangeIncident, DraftUpdate, OpenIncident
from agentconsole.domain.terms import ENDED
from agentconsole.store.knowing.incidents import find_incident, incidents, linked_counts, linked_to
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import _, said
from agentconsole.workspace.knowledge_reader import linked_views
from agentconsole.workspace.knowledge_views import LinkedView

MOST = 1_000


@noun("incident")
def command() -> None:
    """Incidents that trouble many contacts: list, show, open, change, update."""


@line_command("list", example="incident list")
def show_all(session: Session) -> None:
    """The incidents, what is not solved first, and how many conversations are about each."""
    with own_record(session) as own:
        found, counts = incidents(own.db, MOST), linked_counts(own.db)
    rows = [
        output.row(
            [
                (e.id, 4),
                (said(e.state.value), 8),
                (times.told(e.began_at)[:16], 16),
                (str(counts.get(e.id, 0)), 4),
                (e.title, 0),
            ]
        )
        for e in found
    ]
    session.answer(
        [_fields(e) | {"linked": counts.get(e.id, 0)} for e in found], "\n".join(rows) or said("No incidents.")
    )


@line_command("show", example="incident show 3")
@click.argument("incident_id", metavar="INCIDENT")
def show(session: Session, incident_id: str) -> None:
    """One incident, the newest update on it, and who has been told and who has not."""
    with own_record(session) as own:
        it = find_incident(own.db, incident_id)
        if it is None:
            raise InvalidData(f"There is no incident {incident_id}; `agentconsole incident list` names all.")
        team = find_agents(own.db)
        linked = linked_views(linked_to(own.db, it.id), it, team, own.actor)
    head = _("Incident {id}, {state}, since {time}: {title}")
    since = times.told(it.began_at)[:16]
    parts = [head.format(id=it.id, state=said(it.state.value), time=since, title=it.title), it.details]
    if it.updates:
        words = _("Update {number} by {who}, {time}:")
        words = words.format(number=it.updates, who=it.updated_by, time=times.told(it.updated_at))
        parts.append(f"{words}\n{it.update}")
    parts.append("\n".join(_row(each, it) for each in linked) or _("No conversation is linked to it."))
    fields = [
        {"id": e.conversation_id, "contact_name": e.contact_name, "holder": e.holder, "is_told": e.is_told}
        for e in linked
    ]
    session.answer(_fields(it) | {"linked": fields}, "\n\n".join(part for part in parts if part))


def told_word(each: LinkedView, it: Incident) -> str:
    """Whether they have been told, in a word."""
    if each.is_told:
        return _("told")
    if each.status in ENDED:
        return _("ended")
    return _("not told") if it.updates else _("no update")


def _row(each: LinkedView, it: Incident) -> str:
    who = each.holder or _("nobody")
    return output.row(
        [
            (told_word(each, it), max(9, len(told_word(each, it)))),
            (f"#{each.conversation_id}", 7),
            (each.contact_name, 24),
            (who, 12),
            (each.subject, 0),
        ]
    )


def _fields(it: Incident) -> dict[str, object]:
    return {
        "id": it.id,
        "title": it.title,
        "state": it.state.value,
        "began_ms": it.began_at,
        "details": it.details,
        "opened_by": it.opened_by,
        "updates": it.updates,
        "update": it.update,
        "updated_by": it.updated_by,
        "updated_ms": it.updated_at or None,
    }


for _each in (show_all, show):
    command.add_command(_each)
for _kind, _example in (
    (OpenIncident, "incident open 'Mail is delayed on host 12' --began-at 13:40"),
    (ChangeIncident, "incident change 3 --state watching"),
    (DraftUpdate, "incident update 3 'Hello {{first}}, your mail is on its way again.'"),
):
    command.add_command(from_domain(_kind, _example))
