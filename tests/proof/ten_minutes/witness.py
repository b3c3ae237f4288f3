"""Whether a typed text ever stood in a composer, and what became of it: what the screen showed, and the store held."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store

LOOK_SECONDS = 0.05
RULES = (" reply PUBLIC to ", " NOTE internal, ")
"""What the rule over a composer says."""
COMPOSER_ROWS = 3
_TAG = re.compile(r"(?:ana|bo|lea) says \d+[.]")
_TEXTS = (
    "SELECT 'draft of #' || conv_id || ', ' || visibility, body FROM draft UNION ALL "
    "SELECT 'outbox of #' || lane || ', ' || state, wire FROM outbox"
)


def tags_in(text: str) -> list[str]:
    """What players have said, as it stands in a text, whatever stands before it."""
    return _TAG.findall(text)


def composer_text(rows: list[str]) -> str:
    """What stands beneath the rule of the composer on a screen with one of them; empty where there is none."""
    for n, row in enumerate(rows):
        if any(rule in row for rule in RULES):
            return "\n".join(rows[n + 1 : n + 1 + COMPOSER_ROWS])
    return ""


@dataclass(slots=True)
class Typed:
    """A text that was seen on the screen and sent `at`; `shown` is that screen, `after` the one a moment later."""

    at: float
    shown: list[str]
    after: list[str]

    def stood_in_composer(self, tag: str) -> bool:
        """Whether the composer held it, and not a field of something that stood over the console."""
        return tag in composer_text(self.shown)

    def picture(self) -> str:
        """Both screens, without what is blank."""
        told = ["as typed:", *self.shown, "a moment later:", *self.after]
        return "\n".join(f"    {row.rstrip()}" for row in told if row.strip())


class Witness:
    """Looks into a console's store whenever it has changed, and keeps where each text stood, and since when."""

    def __init__(self, store: Callable[[], Path]) -> None:
        self._store = store
        self._stop = Event()
        self._thread = Thread(target=self._look, daemon=True, name="witness")
        self.seen: dict[str, list[tuple[float, str]]] = {}
        """By text: the instants at which it was first seen at another place, and the place; empty for nowhere."""

    def begin(self) -> None:
        """Once the console has opened, so that there is a store."""
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def story(self, tag: str, since: float) -> str:
        """Where the text stood, in seconds since an instant."""
        return "; ".join(f"{at - since:+.2f} s {place or 'nowhere'}" for at, place in self.seen.get(tag, ())) or "never"

    def _look(self) -> None:
        while not self._stop.is_set():
            try:
                with closing(open_store(self._store(), read_only=True)) as db:
                    self._follow(db)
            except (StoreError, sqlite3.Error):
                # The console was killed in the middle of a write, and its next life has not rolled that back yet.
                sleep(LOOK_SECONDS)

    def _follow(self, db: sqlite3.Connection) -> None:
        before = -1
        while not self._stop.wait(LOOK_SECONDS):
            (version,) = db.execute("PRAGMA data_version").fetchone()
            if version != before:
                before = version
                self._note(db.execute(_TEXTS).fetchall())

    def _note(self, rows: list[tuple[str, str]]) -> None:
        places: dict[str, list[str]] = {}
        for place, text in rows:
            for tag in tags_in(text):
                places.setdefault(tag, []).append(place)
        now = monotonic()
        for tag in {*places, *self.seen}:
            here, told = " and ".join(sorted(places.get(tag, ()))), self.seen.setdefault(tag, [])
            if not told or told[-1][1] != here:
                told.append((now, here))
