"""Somebody at a console in a pty: takes chats, writes, ends them, is killed in the middle of it, and comes back."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from agentconsole.store.sqlite import open_store
from tests.proof.ten_minutes.house import ROOT, command
from tests.proof.ten_minutes.witness import Typed, Witness
from tests.support.terminal import NotShown, Terminal, plain_environment

PASSWORD = "four words for testing"
NEVER_LOST_AFTER = 1.0
"""Seconds after the last key in which a killed console may not have the words yet, with room for a slow disk."""
ESCAPED = 0.15
"""Seconds after Escape: a key that comes sooner is taken for the rest of a sequence that began with it."""


@dataclass
class Player:
    """One agent with their computer: its home, its console, and everything they have sent."""

    name: str
    home: Path
    url: str
    seed: int
    kills: int = 0
    starts: int = 0
    typed: dict[str, Typed] = field(default_factory=dict)
    """What was typed and sent."""
    killed_at: list[float] = field(default_factory=list)
    deeds: dict[str, int] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._luck = random.Random(f"{self.seed}/{self.name}")
        self._said = 0
        self._stop = Event()
        self._terminal: Terminal | None = None
        self._thread = Thread(target=self._work, daemon=True, name=self.name)
        self._idle = Event()
        self._leave = Event()
        self.witness = Witness(lambda: self.store)
        self.home.mkdir(parents=True)

    @property
    def environment(self) -> dict[str, str]:
        return {"HOME": str(self.home), "AGENTCONSOLE_TOKEN_FILE": str(self.home / "token"), "XDG_RUNTIME_DIR": ""}

    def signs_in(self, code: str) -> None:
        """Once, with the one-time code."""
        done = subprocess.run(
            command("--as", self.name, "login", "--new", self.url),
            input=f"{code}\n{PASSWORD}\n{PASSWORD}\n",
            text=True,
            capture_output=True,
            env=plain_environment() | self.environment,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr + done.stdout

    @property
    def store(self) -> Path:
        return next(self.home.rglob(f"{self.name}.db"))

    @contextmanager
    def db(self) -> Iterator[sqlite3.Connection]:
        with closing(open_store(self.store, read_only=True)) as db:
            yield db

    def begin(self) -> None:
        self._thread.start()

    def kill(self) -> None:
        """SIGKILL, whatever it is doing; it starts again by itself."""
        terminal = self._terminal
        if terminal is not None and terminal.is_running:
            self.killed_at.append(monotonic())
            with suppress(ProcessLookupError):
                os.kill(terminal.pid, 9)
                self.kills += 1

    def rest(self) -> None:
        """No key any more; the console stays open. Waits until the last deed is done."""
        self._stop.set()
        assert self._idle.wait(60), f"{self.name} does not come to rest"

    def leave(self) -> None:
        """Closes the console."""
        self._leave.set()
        self._thread.join(30)
        assert not self._thread.is_alive(), f"{self.name} does not leave"
        self.witness.end()

    def story(self, tag: str) -> str:
        """What became of a text: where it stood in the store, when the console was killed, and what it showed."""
        if (typed := self.typed.get(tag)) is None:
            return "never sent"
        kills = ", ".join(f"{killed - typed.at:.1f} s" for killed in self.killed_at if -5 < killed - typed.at < 60)
        seen = self.witness.story(tag, typed.at)
        return f"in the store {seen}; kills after {kills or 'none'}\n{typed.picture()}"

    def screen(self) -> str:
        return self._terminal.text() if self._terminal else ""

    # What the thread does

    def _work(self) -> None:
        while not self._leave.is_set():
            with Terminal(command(), env=self.environment, cwd=ROOT, size=(120, 36)) as terminal:
                self._terminal = terminal
                self.starts += 1
                self._one_life(terminal)
                if not terminal.is_running and terminal.wait_exit() not in (-9, 0):
                    self.crashes.append(terminal.text())
                    sleep(1)
        self._idle.set()

    def _one_life(self, terminal: Terminal) -> None:
        with suppress(NotShown, OSError):
            terminal.wait_for("QUEUE", timeout=60)
        while terminal.is_running and not self._leave.is_set():
            if self._stop.is_set():
                self._idle.set()
                sleep(0.2)
                continue
            with suppress(NotShown, OSError):
                self._deed(terminal)
        if self._leave.is_set() and terminal.is_running:
            self._quit(terminal)

    def _quit(self, terminal: Terminal) -> None:
        with suppress(NotShown, OSError):
            for key in ("escape", "escape", "ctrl+q"):
                terminal.press(key)
                sleep(0.1)
            sleep(0.3)
            if terminal.is_running:
                terminal.press("down", "enter")
            terminal.wait_exit(15)
        if terminal.is_running:
            self.crashes.append(f"it does not end:\n{terminal.text()}")

    def _deed(self, terminal: Terminal) -> None:
        name = self._luck.choices(
            ("take", "reply", "note", "note_anywhere", "end", "give_back", "presence", "update"),
            (20, 30, 14, 14, 10, 3, 3, 6),
        )[0]
        terminal.press("escape")
        sleep(ESCAPED)
        terminal.press("escape")
        sleep(ESCAPED)
        getattr(self, f"_{name}")(terminal)
        self.deeds[name] = self.deeds.get(name, 0) + 1
        sleep(self._luck.uniform(0.05, 0.4))

    def _take(self, terminal: Terminal) -> None:
        terminal.press("c")
        sleep(0.3)

    def _reply(self, terminal: Terminal) -> None:
        terminal.press(self._luck.choice(("f2", "f3")))
        terminal.wait_for("PUBLIC to", timeout=1)
        self._say(terminal)

    def _note(self, terminal: Terminal) -> None:
        terminal.press(self._luck.choice(("f2", "f3")))
        terminal.wait_for("PUBLIC to", timeout=1)
        terminal.press("ctrl+n")
        terminal.wait_for("NOTE", timeout=1)
        self._say(terminal)

    def _note_anywhere(self, terminal: Terminal) -> None:
        """On some open conversation, whoever holds it."""
        terminal.press("g", "a")
        sleep(0.1)
        terminal.press(*["j"] * self._luck.randrange(4), "enter")
        sleep(0.1)
        terminal.press("i")
        terminal.wait_for("NOTE", timeout=1)
        self._say(terminal)

    def _say(self, terminal: Terminal) -> None:
        self._said += 1
        words = f"{self.name} says {self._said}."
        terminal.send(words)
        terminal.wait_for(words, timeout=3)
        typed = self.typed[words] = Typed(monotonic(), terminal.screen(), [])
        terminal.press("ctrl+s")
        sleep(0.1)
        typed.after = terminal.screen()

    def _end(self, terminal: Terminal) -> None:
        terminal.press(self._luck.choice(("f2", "f3")))
        sleep(0.1)
        terminal.press("escape")
        sleep(ESCAPED)
        terminal.press("e")
        asked = ("Wrap up #", "is not sent (#")
        terminal.wait_until(lambda shown: any(words in each for each in shown for words in asked), timeout=1)
        if asked[1] in terminal.text():
            terminal.press("y")
            terminal.wait_for(asked[0], timeout=1)
        terminal.press("1", "enter")
        sleep(0.1)

    def _give_back(self, terminal: Terminal) -> None:
        terminal.press("f2")
        sleep(0.1)
        terminal.press("escape")
        sleep(ESCAPED)
        terminal.press("Q")
        sleep(0.1)

    def _presence(self, terminal: Terminal) -> None:
        terminal.press(self._luck.choice(("o", "Z", "o")))
        sleep(0.1)

    def _update(self, terminal: Terminal) -> None:
        terminal.press("f5")
        sleep(0.2)
        terminal.press("ctrl+s")
        sleep(0.1)
