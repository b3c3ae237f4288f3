"""What an agent changes while the console runs, keys, theme and layout, and that it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from agentconsole.cli.starting.setting import keymap_of, manners, shape
from agentconsole.cli.starting.settings_beside import SettingsBeside
from agentconsole.settings import Settings, SettingsError, read_file, settings_in
from agentconsole.sync.watch import Watch

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from agentconsole.tui.keymap import Keymap
    from agentconsole.tui.theme import Theme

KEPT = "Kept for the next start."


class Tastes:
    """What one console's agent likes, and where that is kept. `begin` belongs to the screens' thread."""

    def __init__(self, settings: Settings, file: Path, folders: Sequence[Traversable]) -> None:
        self._settings, self._file, self._folders = settings, file, folders
        self._changed: dict[str, str] = {}
        self._watch: Watch | None = None
        self._beside: SettingsBeside | None = None
        self._writing = Lock()
        self._show: Callable[[Theme], None] = lambda _: None
        self._tell: Callable[[str], None] = lambda _: None

    def read_keys(self, changes: Mapping[str, str]) -> Keymap:
        """The keymap with these changes over everything changed before."""
        return keymap_of(self._settings, {**self._changed, **changes})

    def keep_key(self, command_id: str, key: str) -> str:
        """Writes the key into the settings, beside whatever stands there; what to tell the agent."""
        self._changed[command_id] = key
        return self._keep("keymap", command_id, key)

    def theme_names(self) -> tuple[str, ...]:
        """The themes there are."""
        from agentconsole.tui.theme import theme_names

        return theme_names(self._folders)

    def theme(self, name: str) -> Theme:
        """The theme of that name, which is looked after from now on. Raises BadTheme."""
        from agentconsole.tui.theme import theme_of

        found = theme_of(self._folders, name)
        self.look_after(name)
        return found

    def keep_theme(self, name: str) -> str:
        """Writes the choice into the settings; what to tell the agent."""
        return self._keep("", "theme", name)

    def keep_layout(self, changes: Mapping[str, str | int]) -> None:
        """Writes it into the settings in a thread of its own: no key waits for a disk. What goes wrong is told."""

        def write() -> None:
            with self._writing:
                for name, value in changes.items():
                    told = self._keep("layout", name, value)
                    if told != KEPT:
                        self._tell(told)

        Thread(target=write, name="layout", daemon=True).start()

    def begin(self, show: Callable[[Theme], None], tell: Callable[[str], None], name: str) -> None:
        """`show` gets the theme in force whenever its file was changed, `tell` what is wrong with it, and that the
        settings were changed by hand; any thread."""
        self._show, self._tell = show, tell
        self._beside = SettingsBeside(self._file, _check, tell)
        self.look_after(name)

    def look_after(self, name: str) -> None:
        """Watches the file of a theme of the agent's own; ours do not change."""
        self._leave_theme()
        own = self._folders[0]
        if isinstance(own, Path) and (own / f"{name}.toml").is_file():
            self._watch = Watch(str(own / f"{name}.toml"), lambda: self._read_again(name))
            self._watch.start()

    def end(self) -> None:
        """Watches nothing any more."""
        self._leave_theme()
        if self._beside is not None:
            self._beside.end()
            self._beside = None

    def _leave_theme(self) -> None:
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def _read_again(self, name: str) -> None:
        from agentconsole.tui.theme import BadTheme, theme_of

        try:
            self._show(theme_of(self._folders, name))
        except BadTheme as error:
            self._tell(f"The theme {name} stays as it was: what was saved {error}.")

    def _keep(self, table: str, name: str, value: str | int) -> str:
        write = self._beside.write if self._beside is not None else _at_once
        try:
            write(lambda: keep(self._file, table, name, value))
        except (OSError, SettingsError) as error:
            return f"It could not be kept for the next start: {error}"
        return KEPT


def _at_once(change: Callable[[], None]) -> None:
    change()


def _check(settings: Settings) -> None:
    """Raises SettingsError for what the screens could not use."""
    manners(settings, {})
    shape(settings)
    for problem in keymap_of(settings).problems:
        raise SettingsError(f"keymap: {problem}.")


def keep(file: Path, table: str, name: str, value: str | int) -> None:
    """Puts a setting into the file, under its table (none when empty), comments and order kept; the file is replaced
    whole or not at all.

    Raises OSError, and SettingsError when what stands there cannot be used.
    """
    import tomlkit

    settings_in(read_file(file), str(file))
    document = tomlkit.parse(file.read_text("utf-8") if file.exists() else "")
    inner = document.setdefault(table, tomlkit.table()) if table else document
    inner[name] = value
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(tomlkit.dumps(document), "utf-8")
    os.replace(beside, file)
