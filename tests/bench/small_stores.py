"""Stores of one moment, made by the engine itself: a screen full of running clocks, and a desk with nothing to do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.bench.made_up import TEAM

EMPTY_TITLE = "QUEUE mine+waiting"
CLOCKS = 60


def team_store(path: Path) -> Path:
    """A store with the team and no conversation."""
    _write(path, [], SystemClock().now())
    return path


def ticking_store(path: Path) -> Path:
    """A store with CLOCKS tickets that were due for acknowledgement half a minute ago: each counts seconds."""
    since = SystemClock().now() - 21 * MINUTE // 2
    _write(path, [_ticket(number, since) for number in range(CLOCKS)], since)
    return path


def _ticket(number: int, at: int) -> Open:
    words = (IncomingMessage(Author.CONTACT, "reply", at, "the site is down since this morning", f"m{number}"),)
    who = IncomingContact(f"Contact {number}", f"c{number}@shop.example")
    subject = f"the site of shop {number} is down"
    return Open(IncomingConversation("bench", str(number), "ticket", subject, "dns", who, at, "waiting", words))


def _write(path: Path, openings: list[Open], now: int) -> None:
    clock, ids = ManualClock(now), SystemIds()
    team = [AddAgent(each.id, each.full_name, each.role) for each in TEAM]
    with closing(open_store(path)) as db:
        engine = Engine(db, clock, ids)

        def wrapped(actor: str, command: Command) -> Envelope:
            return Envelope(ids.command_id(now), actor, "bench", command, now)

        answers = engine.submit_together([wrapped("system", each) for each in team])
        answers.append(engine.submit(wrapped(TEAM[0].id, SetPresence(Presence.AVAILABLE))))
        answers += engine.submit_together([wrapped("chat", each) for each in openings])
    refused = [answer.receipt.words for answer in answers if not answer.receipt.is_accepted]
    if refused:
        raise AssertionError(refused[0])
