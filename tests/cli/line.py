"""Line commands run in this process as they are typed, on real stores with something in them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentconsole.__main__ import main
from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def run(*arguments: str, stdin: bytes = b"") -> Ran:
    """Runs `agentconsole` with these arguments in this process."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(each) for each in arguments])
    finally:
        sys.stdin = before
    return Ran(int(code), out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Desk:
    """A store, and commands of dana's on it."""

    store: Path

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """A command of dana's."""
        return run("--store", str(self.store), "--as", "dana", *arguments, stdin=stdin)

    def done(self, *arguments: str) -> Any:
        """The document of a command that must succeed."""
        ran = self.run(*arguments, "--json")
        assert ran.code == 0, ran
        return ran.document

    def events(self) -> int:
        """How many events the log holds."""
        with closing(open_store(self.store, read_only=True)) as db:
            return int(db.execute("SELECT count(*) FROM event").fetchone()[0])


def a_desk(path: Path) -> Desk:
    """1001 a ticket, 1002 to 1004 chats, 1005 a ringing call; agents dana and bo, lead lea."""
    with submitting(path) as submit:
        for name in ("dana", "bo"):
            submit("system", AddAgent(name, name.capitalize()))
        submit("system", AddAgent("lea", "Lea", Role.LEAD))
        for n, channel in enumerate(("ticket", "chat", "chat", "chat", "phone"), 1):
            submit(channel, Open(incoming(f"x{n}", channel)))
    return Desk(path)


@contextmanager
def submitting(path: Path) -> Iterator[Any]:
    """`submit(actor, command)`, straight to the engine of the store at `path`."""
    clock, ids = SystemClock(), SystemIds()
    with closing(open_store(path)) as db:
        engine = Engine(db, clock, ids)

        def submit(actor: str, command: Command) -> Any:
            now = clock.now()
            answer = engine.submit(Envelope(ids.command_id(now), actor, "test", command, now))
            assert answer.receipt.is_accepted, answer.receipt.words
            return answer.receipt

        yield submit


def incoming(external_id: str, channel: str = "ticket", body: str = "the mail does not arrive") -> IncomingConversation:
    """A conversation with one message of the contact."""
    at = SystemClock().now() - 1_000
    who = IncomingContact(f"Mara {external_id}", f"{external_id}@kovac.example")
    words = () if channel == "phone" else (IncomingMessage(Author.CONTACT, "reply", at, body),)
    return IncomingConversation("test", external_id, channel, f"about {external_id}", "mail", who, at, "waiting", words)


def jsonl(*external_ids: str, **changes: Any) -> str:
    """Lines of an import file, one ticket each."""
    return "".join(json.dumps(record(each, **changes)) + "\n" for each in external_ids)


def record(external_id: str, **changes: Any) -> dict[str, Any]:
    """One line of an import file."""
    at = "2026-01-02T03:04:05Z"
    plain = {
        "external_id": external_id,
        "channel": "ticket",
        "subject": f"Über {external_id}",
        "category": "dns",
        "contact": {"name": "Mara Kovač", "email": f"{external_id}@kovac.example", "phone": ""},
        "received_at": at,
        "status": "waiting",
        "messages": [{"author": "contact", "kind": "reply", "at": at, "body": "صباح الخير 👋 <b>bold</b>"}],
    }
    return plain | changes
