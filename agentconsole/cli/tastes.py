"""The agent's settings as the screens take them: their keys, how they are called, and a changed key written down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agentconsole.settings import Settings, SettingsError, read_file, settings_in

if TYPE_CHECKING:
    from agentconsole.tui.calling import Manners
    from agentconsole.tui.keymap import Keymap


def manners(settings: Settings, environment: Mapping[str, str]) -> Manners:
    """How this agent is called in this terminal. Raises SettingsError for a span of the day that is none."""
    from agentconsole.tui.calling import BadSpan, Manners, minutes_of, way_of

    told = settings.notify
    try:
        minutes_of(told.quiet)
    except BadSpan as error:
        raise SettingsError(f"notify.quiet: {error}") from error
    way, is_in_tmux = way_of(environment, told.desktop, tmux_passthrough=told.tmux_passthrough)
    return Manners(settings.bell, way, is_in_tmux, told.command, told.detail == "name", told.quiet)


def keymap_of(settings: Settings, changes: Mapping[str, str] | None = None) -> Keymap:
    """The agent's keys over those of their preset, with `changes` over them."""
    from agentconsole.tui.keymap import read_keymap

    own = {**settings.keymap, **(changes or {})}
    return read_keymap(own, settings.keys.preset, letters=settings.keys.letters)


@dataclass
class OwnKeys:
    """The keys of one console, and the file they are kept in."""

    settings: Settings
    file: Path
    changed: dict[str, str] = field(default_factory=dict)
    """What was changed since the console began."""

    def read(self, changes: Mapping[str, str]) -> Keymap:
        """The keymap with these changes over everything before."""
        return keymap_of(self.settings, {**self.changed, **changes})

    def keep(self, command_id: str, key: str) -> str:
        """Writes the key into the file, beside whatever stands there; what to tell the agent."""
        self.changed[command_id] = key
        try:
            keep_key(self.file, command_id, key)
        except (OSError, SettingsError) as error:
            return f"It could not be kept for the next start: {error}"
        return "Kept for the next start."


def keep_key(file: Path, command_id: str, key: str) -> None:
    """Puts the key under [keymap], comments and order kept; the file is replaced whole or not at all.

    Raises OSError, and SettingsError when what stands there cannot be used.
    """
    import tomlkit

    settings_in(read_file(file), str(file))
    document = tomlkit.parse(file.read_text("utf-8") if file.exists() else "")
    document.setdefault("keymap", tomlkit.table())[command_id] = key
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(tomlkit.dumps(document), "utf-8")
    os.replace(beside, file)
