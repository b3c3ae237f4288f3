"""Where a scripted day is played: one store that all consoles share, or a team's server they are signed in to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Protocol

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from agentconsole.tui.stray_letters import AT_ONCE
from agentconsole.wire import Envelope
from tests.support.team_server import PASSWORD, Team, a_team
from tests.support.terminal import Terminal, plain_environment

ROOT = Path(__file__).parents[2]
LEADS = ("mo", "lea")
SIZE = (110, 30)


class Place(Protocol):
    """What a day needs."""

    def console(self, name: str) -> Terminal:
        """That colleague's console, not started yet."""
        ...

    def db(self) -> AbstractContextManager[Connection]:
        """The authority's store."""
        ...


def does(place: Place, actor: str, command: Command) -> str:
    """Something that happens beside the consoles; the conversation's id."""
    now = SystemClock().now()
    with place.db() as db:
        receipt = Engine(db, SystemClock(), SystemIds()).submit(
            Envelope(SystemIds().command_id(now), actor, "day", command, now)
        )
    assert receipt.receipt.is_accepted, receipt.receipt.words
    return receipt.receipt.conversation


def chat(place: Place, name: str, words: str) -> str:
    """A contact starts a chat."""
    now = SystemClock().now()
    said = IncomingMessage(Author.CONTACT, "reply", now, words)
    return does(
        place,
        "chat",
        Open(IncomingConversation("", "", "chat", words, "", IncomingContact(name), now, "waiting", (said,))),
    )


class Shared:
    """One store on one machine."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self._folder = folder
        self._store = folder / "store.db"
        with closing(open_store(self._store)):
            pass
        for name in names:
            does(self, SYSTEM, AddAgent(name, f"{name.title()} Sommer", Role.LEAD if name in LEADS else Role.AGENT))
            does(self, name, SetPresence(Presence.AVAILABLE))

    def console(self, name: str) -> Terminal:
        command = [sys.executable, "-m", "agentconsole", "--store", self._store, "--as", name]
        return Terminal(command, size=SIZE, env={"HOME": str(self._folder / name)}, cwd=ROOT)

    @contextmanager
    def db(self) -> Iterator[Connection]:
        with closing(open_store(self._store)) as db:
            yield db


class Served:
    """A team's server, and everybody at their own computer."""

    def __init__(self, folder: Path, team: Team, names: tuple[str, ...]) -> None:
        self._folder, self._team = folder, team
        codes = team.hires(*(name for name in names if name != LEADS[0]), lead=LEADS[0])
        for name in names:
            self._sign_in(name, codes[name])
            does(self, name, SetPresence(Presence.AVAILABLE))

    def _environment(self, name: str) -> dict[str, str]:
        home = self._folder / name
        home.mkdir(exist_ok=True)
        return {"HOME": str(home), "AGENTCONSOLE_TOKEN_FILE": str(home / "token"), "XDG_RUNTIME_DIR": ""}

    def _sign_in(self, name: str, code: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "agentconsole", "--as", name, "login", "--new", self._team.url],
            input=f"{code}\n{PASSWORD}\n{PASSWORD}\n",
            text=True,
            capture_output=True,
            env=plain_environment() | self._environment(name),
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr + done.stdout

    def console(self, name: str) -> Terminal:
        command = [sys.executable, "-m", "agentconsole"]
        return Terminal(command, size=SIZE, env=self._environment(name), cwd=ROOT)

    def db(self) -> AbstractContextManager[Connection]:
        return self._team.db()


@contextmanager
def shared(folder: Path, names: tuple[str, ...]) -> Iterator[Place]:
    """Everybody on one store."""
    yield Shared(folder, names)


@contextmanager
def served(folder: Path, names: tuple[str, ...], opens: Callable[[], Connection] | None = None) -> Iterator[Place]:
    """Everybody on a server; on PostgreSQL where `opens` opens that. The second lead is made one by the first."""
    from agentconsole.domain.team.commands import SetRole

    with a_team(folder, opens) as team:
        place = Served(folder, team, names)
        does(place, LEADS[0], SetRole(LEADS[1], Role.LEAD))
        yield place


class Desk:
    """One colleague's console as the script plays it."""

    def __init__(self, name: str, terminal: Terminal) -> None:
        self.name, self.terminal = name, terminal

    def presses(self, *keys: str) -> None:
        """One key after the other; a lone Esc gets its time, or it makes an Alt of the next."""
        for key in keys:
            self.terminal.press(key)
            sleep(0.4 if key == "escape" else 0.08)

    def types(self, words: str) -> None:
        """Words, without Enter, which comes once they are there: an Enter on their heels would belong to a paste."""
        self.types_unseen(words)
        self.sees(words.split()[-1])
        sleep(0.1)

    def types_unseen(self, words: str) -> None:
        """The same where nothing is to come of it."""
        self.terminal.send(words)
        sleep(0.15)

    def reads(self, words: str) -> None:
        """Sees it and takes the time to: words that come sooner are taken for a sentence the key was part of."""
        self.sees(words)
        sleep(AT_ONCE)

    def sees(self, words: str, timeout: float = 60) -> None:
        """Waits until the words are on the screen."""
        self.terminal.wait_for(words, timeout=timeout)

    def is_showing(self, words: str) -> bool:
        """Whether they are right now."""
        return words in self.terminal.text()
