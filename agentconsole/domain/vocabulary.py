"""Every command and every event by its name, over all the modules that define some."""

from __future__ import annotations

from types import ModuleType

from agentconsole.domain import (
    article_commands,
    article_events,
    call_commands,
    call_events,
    commands,
    customer_commands,
    customer_events,
    events,
    incident_commands,
    incident_events,
    knowledge_commands,
    knowledge_events,
    lead_commands,
    lead_events,
    mention_commands,
    mention_events,
    saved_views,
    team_commands,
    team_events,
)
from agentconsole.domain.commands import Command
from agentconsole.domain.events import Event


def _of(module: ModuleType) -> list[type]:
    return [each for each in vars(module).values() if isinstance(each, type)]


_COMMANDS = (
    *(commands, call_commands, lead_commands, team_commands, knowledge_commands, article_commands, incident_commands),
    *(mention_commands, saved_views, customer_commands),
)
_EVENTS = (
    *(events, call_events, lead_events, team_events, knowledge_events, article_events, incident_events),
    *(mention_events, saved_views, customer_events),
)

COMMANDS: dict[str, type[Command]] = {
    each.kind: each for module in _COMMANDS for each in _of(module) if issubclass(each, Command) and each.kind
}
"""Every command by its kind."""

EVENTS: dict[str, type[Event]] = {
    each.type: each for module in _EVENTS for each in _of(module) if issubclass(each, Event) and each.type
}
"""Every event by its name in the log."""
