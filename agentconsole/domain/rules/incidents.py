"""Rules of incidents: everybody writes them down and links to them; what contacts are told each agent sends."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import Reply
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.incident import LONGEST_DETAILS, Incident, bad_title, bad_update
from agentconsole.domain.knowledge.incident_commands import (
    ChangeIncident,
    DraftUpdate,
    Inform,
    LinkIncident,
    OpenIncident,
    UnlinkIncident,
)
from agentconsole.domain.knowledge.incident_events import (
    IncidentChanged,
    IncidentLinked,
    IncidentOpened,
    IncidentUnlinked,
    Informed,
    UpdateDrafted,
)
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, not_held, rule, subject
from agentconsole.domain.rules.talking import reply
from agentconsole.domain.view import Context, Decision, View


@rule(OpenIncident)
def open_incident(view: View, command: OpenIncident, context: Context) -> Decision:
    """Under the next free number, and linked to the conversation it was seen in."""
    began = context.now if command.began_at is None else command.began_at
    details = command.details.strip()
    refusal = first(_untitled(command.title.strip()), _unlikely(details, began, context.now))
    if command.about and view.conversation is None:
        refusal = Refusal(Code.UNKNOWN_CONVERSATION, f"There is no conversation #{command.about}.")
    if refusal:
        return refusal
    incident = Incident(view.next_incident, command.title.strip(), began, details=details, opened_by=context.actor)
    return (IncidentOpened(incident), *(_linked(view, incident) if command.about else ()))


@rule(ChangeIncident)
def change_incident(view: View, command: ChangeIncident, context: Context) -> Decision:
    """The same again changes nothing."""
    known = view.incident
    if known is None:
        return _unknown(command.incident_id)
    changed = replace(
        known,
        state=command.state or known.state,
        title=command.title.strip() or known.title,
        details=command.details.strip() or known.details,
        began_at=known.began_at if command.began_at is None else command.began_at,
    )
    refusal = first(_untitled(changed.title), _unlikely(changed.details, changed.began_at, context.now))
    if refusal or changed == known:
        return refusal or ()
    return (IncidentChanged(known.id, changed.state, changed.title, changed.details, changed.began_at),)


@rule(DraftUpdate)
def draft_update(view: View, command: DraftUpdate, context: Context) -> Decision:
    """A later one takes the place of the one before: nobody is told what is no longer so."""
    known, body = view.incident, command.body.strip()
    if known is None:
        return _unknown(command.incident_id)
    if fault := bad_update(body):
        return Refusal(Code.UNSUPPORTED, fault)
    if body == known.update:
        return ()
    return (UpdateDrafted(known.id, known.updates + 1, body, author=context.actor),)


@rule(LinkIncident)
def link_incident(view: View, command: LinkIncident, context: Context) -> Decision:
    """One incident at a time; linking twice changes nothing."""
    if view.incident is None:
        return _unknown(command.incident_id)
    return () if subject(view).incident == command.incident_id else _linked(view, view.incident)


def _linked(view: View, incident: Incident) -> tuple[Event, ...]:
    c = subject(view)
    return (IncidentLinked(c.id, incident.id, incident.title, was=c.incident),)


@rule(UnlinkIncident)
def unlink_incident(view: View, command: UnlinkIncident, context: Context) -> Decision:
    """Where none is linked nothing changes."""
    c = subject(view)
    return (IncidentUnlinked(c.id, was=c.incident),) if c.incident else ()


@rule(Inform)
def inform(view: View, command: Inform, context: Context) -> Decision:
    """An answer like any other, by the rule of answers; what it was about is on record in the same step. That the
    contact knows without it, whoever holds it has to say: words that are missing may have been forgotten."""
    c, known = subject(view), view.incident
    if known is None or not known.updates:
        return Refusal(Code.UNKNOWN_ENTRY, f"There is no update for #{c.id}: write a reply instead.")
    number = min(known.updates, known.updates if command.update is None else command.update)
    told = (Informed(c.id, known.id, number),) if c.informed < number else ()
    if not command.body.strip():
        return not_held(view, context) or (told if command.knows else _wordless(c.id))
    said = reply(view, Reply(c.id, command.body, command.seen), context)
    return said if isinstance(said, Refusal) else (*said, *told)


def _unknown(incident_id: str) -> Refusal:
    words = f"There is no incident {incident_id}; `agentconsole incident list` names all."
    return Refusal(Code.UNKNOWN_ENTRY, words)


def _wordless(conversation_id: str) -> Refusal:
    words = f"The update is empty; nothing was sent. If #{conversation_id} has heard it another way, add --knows."
    return Refusal(Code.EMPTY, words)


def _untitled(title: str) -> Refusal | None:
    fault = bad_title(title)
    return Refusal(Code.UNSUPPORTED, fault) if fault else None


def _unlikely(details: str, began: int, now: int) -> Refusal | None:
    if len(details) > LONGEST_DETAILS:
        return Refusal(Code.TOO_LONG, f"The details may have {LONGEST_DETAILS:,} characters.")
    if not 0 < began <= now:
        return Refusal(Code.BAD_TIME, "It began some time before now: name an instant that has passed.")
    return None
