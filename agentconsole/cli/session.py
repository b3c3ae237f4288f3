"""One run of a line command: which store it works on, for whom, and in which shape it answers."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from agentconsole import paths, tongue
from agentconsole.cli.errors import Misused, Refused
from agentconsole.clock import Clock, SystemClock
from agentconsole.domain.values import dataclass
from agentconsole.ids import Ids, SystemIds
from agentconsole.settings import Settings, SettingsError, read_settings
from agentconsole.store.errors import StoreReadOnly, StoreUnavailable
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.engine.receipts import Answer
    from agentconsole.store.connection import Connection
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.wire import Envelope


TERMINAL = "cli"
HELD_IN_MEMORY = 16_000_000
"""Bytes of a long document that are kept before a file nobody else can see takes them."""


@dataclass
class Session:
    """What the options in front of the command said. `i_know` accepts a store on a network file system,
    `is_plain` asks for lines in place of screens.

    `has_answered` is set when the one JSON document is on stdout; whatever fails after that must not print another.

    The console begins here too, and shows its first frame without the engine and its rules: a command imports them.
    What a command does goes another way in a shell than at the prompt: each has its own kind of session.
    """

    store_option: str = ""
    agent_option: str = ""
    is_json: bool = False
    has_answered: bool = False
    i_know: bool = False
    is_plain: bool = False
    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=SystemIds)
    choices: Choices | None = None
    """How the team's conversations may end; None for the usual ways."""

    @cached_property
    def settings(self) -> Settings:
        """The user's settings. Raises SettingsError."""
        file = paths.config_file()
        try:
            return read_settings(file, os.environ)
        except SettingsError as error:
            if not str(error).startswith(str(file)):
                raise
            raise SettingsError(f"{error} See `agentconsole config edit`, or move the file away.") from error

    def speak(self) -> None:
        """From here on in the user's language; settings that cannot be read are told by whatever needs them."""
        with suppress(SettingsError):
            tongue.speak(self.settings.display.language, os.environ)

    @cached_property
    def store(self) -> str:
        """The store's path: the option, else the setting, else the default place."""
        return self.store_option or os.path.expanduser(self.settings.store) or str(paths.default_store())

    @property
    def now(self) -> int:
        """Epoch milliseconds, UTC."""
        return self.clock.now()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The store for reading. Raises StoreError, and Misused when `--as` names nobody."""
        self._must_be_there()
        try:
            db = open_store(self.store, read_only=True, i_know=self.i_know)
        except StoreReadOnly:
            # A journal a crash left behind is played back, and an older store updated, by an opening for writing.
            open_store(self.store, i_know=self.i_know).close()
            db = open_store(self.store, read_only=True, i_know=self.i_know)
        with closing(db):
            if self.agent_option:
                self.known_agent(db)
            yield db

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        """The store for writing; a missing one is made only when `create` is set. Raises StoreError."""
        if not create:
            self._must_be_there()
        with closing(open_store(self.store, i_know=self.i_know)) as db:
            yield db

    def _must_be_there(self) -> None:
        if not os.path.lexists(self.store):
            from agentconsole.cli.team.team_place import current, how_to_return, left

            team, before = (None, None) if self.store_option else (current(), left())
            todo = "Begin one with `agentconsole agent add NAME`, or check the path given with --store."
            if before is not None:
                todo = how_to_return(before)
            if team is not None:
                todo = f"On the team at {team.url} work with `agentconsole`, or in lines with `agentconsole --plain`."
            raise StoreUnavailable(self.store, "there is no store", todo)

    def me(self, db: sqlite3.Connection) -> str:
        """Whose command it is: `--as`, AGENTCONSOLE_AS, the setting, the user's own name, or the store's only agent.
        Raises Misused."""
        named = self.agent_option or self.settings.agent
        if named:
            return named
        own, agents = user_name(), find_agents(db)
        if own in agents:
            return own
        if len(agents) == 1:
            return next(iter(agents))
        raise Misused("Say who you are with --as AGENT, or set AGENTCONSOLE_AS; `agentconsole agent list` names all.")

    def known_agent(self, db: sqlite3.Connection) -> str:
        """As `me`, for commands that only read. Raises Misused when nobody is called so."""
        me = self.me(db)
        if me not in find_agents(db):
            raise Misused(f"No agent is called {me}; `agentconsole agent list` names all.")
        return me

    def envelope(self, command: Command, actor: str) -> Envelope:
        """The command as it is handed to the engine, pressed now."""
        from agentconsole.wire import Envelope

        now = self.now
        return Envelope(self.ids.command_id(now), actor, TERMINAL, command, now)

    def submit(self, db: Connection, command: Command, actor: str) -> Answer:
        """The engine's answer, durable when this returns. Raises StoreError."""
        raise NotImplementedError

    def perform(self, command: Command) -> None:
        """Runs a command of the agent and prints its receipt. Raises Refused after it when a rule said no."""
        raise NotImplementedError

    def set_up(self, command: Command, *, create: bool = False) -> None:
        """As `perform`; on a store of one's own whoever may write the file may do it, and only somebody named with
        --as is asked for their role. A store that is not there is begun when `create` is set."""
        raise NotImplementedError

    def receipt(self, answer: Answer) -> None:
        """Prints the receipt. Raises Refused, with the rule's words, when it is a refusal."""
        from agentconsole.cli import output

        receipt = answer.receipt
        if self.is_json:
            import json

            self.document(json.loads(answer.text))
        elif receipt.is_accepted:
            subject = f" #{receipt.conversation}" if receipt.conversation else ""
            words = _("{what}: done (event {number}, receipt {id})")
            if receipt.code != "":
                words = _("{what}: nothing to change (event {number}, receipt {id})")
            output.show(words.format(what=f"{receipt.kind}{subject}", number=receipt.seq, id=receipt.id))
        if not receipt.is_accepted:
            raise Refused(receipt.words)

    def document(self, value: object) -> None:
        """Prints the one JSON document."""
        from agentconsole.cli import output

        words = output.document(value)
        self.has_answered = True
        sys.stdout.write(words)

    def documents(self, values: Iterable[object]) -> None:
        """Prints the one JSON document, an array that may be too long for the memory, once all of it is there: a store
        that breaks midway must not leave half a document."""
        import shutil
        import tempfile

        from agentconsole.cli import output

        with tempfile.SpooledTemporaryFile(HELD_IN_MEMORY, "w+", encoding="ascii", newline="") as held:
            held.writelines(output.array(values))
            held.seek(0)
            self.has_answered = True
            shutil.copyfileobj(held, sys.stdout)

    def answer(self, value: object, words: str) -> None:
        """Prints the document with --json, the words without."""
        from agentconsole.cli import output

        if self.is_json:
            self.document(value)
        else:
            output.show(words)

    def tell(self, value: object, sentences: str) -> None:
        """As `answer`, for sentences: they break between words where the terminal ends."""
        from agentconsole.cli.line_mode.breaking import tell

        if self.is_json:
            self.document(value)
        else:
            tell(sentences)


def user_name() -> str:
    """What this computer calls the person at the keyboard; empty where it has no name for them."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
