"""The settings' file beside an open console: whoever changes it by hand is told when that holds, or why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from agentconsole.settings import Settings, SettingsError, read_file, settings_in
from agentconsole.sync.watch import Watch
from agentconsole.tongue import _, said


class SettingsBeside:
    """Watches the file from now on, or from its first writing by the console where its folder is not there yet.
    What the console writes there itself is nothing to tell."""

    def __init__(self, file: Path, check: Callable[[Settings], None], tell: Callable[[str], None]) -> None:
        """`check` raises SettingsError for what cannot be used; `tell` is called in a thread of the watch's own."""
        self._file, self._check, self._tell = file, check, tell
        self._lock = Lock()
        self._seen = self._words()
        self._watch: Watch | None = None
        self._begin()

    def write(self, change: Callable[[], None]) -> None:
        """Does the console's own change to the file. Raises what `change` raises."""
        with self._lock:
            change()
            self._seen = self._words()
            self._begin()

    def end(self) -> None:
        """Watches no more."""
        if self._watch is not None:
            self._watch.stop()

    def _begin(self) -> None:
        # Of a folder that is not there the kernel tells nothing, and looking for it would wake an idle console.
        if self._watch is None and self._file.parent.is_dir():
            self._watch = Watch(str(self._file), self._look)
            self._watch.start()

    def _words(self) -> bytes:
        try:
            return self._file.read_bytes()
        except OSError:
            return b""

    def _look(self) -> None:
        with self._lock:
            before, self._seen = self._seen, self._words()
            is_another = self._seen != before
        # A key that the agent changes meanwhile does not wait for the check.
        if is_another:
            self._tell(self._told())

    def _told(self) -> str:
        try:
            self._check(settings_in(read_file(self._file), self._file.name))
        except SettingsError as error:
            return _("The settings in force stay as they are: {why}").format(why=said(str(error)))
        return _("The settings were changed: they hold from the next start on.")
