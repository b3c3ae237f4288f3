"""A store of one busy moment, made by the engine itself: two hundred agents with two thousand live conversations."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.commands import Claim, Command, Open, Reply
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author, WaitsOn
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope

AGENTS = 200
EACH = ("chat", "chat", "phone", *["ticket"] * 7)
"""What everybody holds: ten conversations, as many as two hundred agents need for two thousand."""
LATE_SINCE = 15 * MINUTE
"""How long ago a quarter of it came: their promises are broken, while the others keep theirs and wait for contacts."""
LEAD = "agent0"


def busy_team(path: Path, agents: int = AGENTS) -> Path:
    """The store at `path`; agent0 is the lead."""
    now = SystemClock().now()
    clock, ids = ManualClock(now - LATE_SINCE), SystemIds()
    names = [f"agent{n}" for n in range(agents)]
    with closing(open_store(path)) as db:
        engine = Engine(db, clock, ids)

        def together(*deeds: tuple[str, Command]) -> list[str]:
            envelopes = [Envelope(ids.command_id(clock.now()), who, "bench", what, clock.now()) for who, what in deeds]
            answers = engine.submit_together(envelopes)
            refused = [each.receipt.words for each in answers if not each.receipt.is_accepted]
            if refused:
                raise AssertionError(refused[0])
            return [each.receipt.conversation for each in answers]

        together(*(("system", AddAgent(n, f"{n.title()} Sommer", _role(n))) for n in names))
        together(*((n, SetPresence(Presence.AVAILABLE)) for n in names))
        for is_late in (True, False):
            for n, name in enumerate(names):
                if (n % 4 == 0) is not is_late:
                    continue
                own = together(*((channel, Open(_coming(channel, n, clock.now()))) for channel in EACH))
                together(*((name, Claim(each)) for each in own))
                whom = WaitsOn.US if is_late else WaitsOn.CONTACT
                together(*((name, Reply(each, "I am looking at it now.", waits_on=whom)) for each in own))
            clock.advance(LATE_SINCE - MINUTE if is_late else 0)
    return path


def _role(name: str) -> Role:
    return Role.LEAD if name == LEAD else Role.AGENT


def _coming(channel: str, n: int, at: int) -> IncomingConversation:
    said = (IncomingMessage(Author.CONTACT, "reply", at, "the site is down since this morning"),)
    who = IncomingContact(f"Contact {n}", f"c{n}@shop.example")
    return IncomingConversation("", "", channel, f"the site of shop {n} is down", "dns", who, at, "waiting", said)
