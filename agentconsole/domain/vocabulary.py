"""Every command and every event by its name, over all the modules that define some."""

from __future__ import annotations

from types import ModuleType

from agentconsole.domain import commands, events, owing, saved_views
from agentconsole.domain.calls import commands as call_commands
from agentconsole.domain.calls import events as call_events
from agentconsole.domain.commands import Command
from agentconsole.domain.customer import commands as customer_commands
from agentconsole.domain.customer import events as customer_events
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge import (
    article_commands,
    article_events,
    canned_commands,
    canned_events,
    incident_commands,
    incident_events,
    mention_commands,
    mention_events,
)
from agentconsole.domain.leads import commands as lead_commands
from agentconsole.domain.leads import events as lead_events
from agentconsole.domain.team import commands as team_commands
from agentconsole.domain.team import events as team_events


def _of(module: ModuleType) -> list[type]:
    return [each for each in vars(module).values() if isinstance(each, type)]


_COMMANDS = (
    *(commands, call_commands, lead_commands, team_commands, canned_commands, article_commands, incident_commands),
    *(mention_commands, saved_views, customer_commands, owing),
)
_EVENTS = (
    *(events, call_events, lead_events, team_events, canned_events, article_events, incident_events),
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
