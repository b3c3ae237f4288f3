"""Every command and every event by its name, over all the modules that define some."""

from __future__ import annotations

from types import ModuleType

from agentconsole.domain import commands, events, lead_commands, lead_events
from agentconsole.domain.commands import Command
from agentconsole.domain.events import Event


def _of(module: ModuleType) -> list[type]:
    return [each for each in vars(module).values() if isinstance(each, type)]


COMMANDS: dict[str, type[Command]] = {
    each.kind: each
    for module in (commands, lead_commands)
    for each in _of(module)
    if issubclass(each, Command) and each.kind
}
"""Every command by its kind."""

EVENTS: dict[str, type[Event]] = {
    each.type: each for module in (events, lead_events) for each in _of(module) if issubclass(each, Event) and each.type
}
"""Every event by its name in the log."""
