"""A shift in figures: counted by the key, with the tool's time apart, the same from a console's file and a server's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Command, Open, Receive, RecordBreaches, Reply, Undo, WaiveAnswer
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.leads.commands import Escalate, TakeOver
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.promises.outages import OutageKind
from agentconsole.domain.promises.tool_time import Vouched
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent, ReportOutage
from agentconsole.domain.terms import Author, Channel
from agentconsole.engine.engine import Engine
from agentconsole.ids import SeededIds
from agentconsole.reports.fair import added_up, judged
from agentconsole.reports.reading import read_journeys, read_outages, read_shift
from agentconsole.reports.shift import Figures
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.support.engines import ENGINES, a_store_on

T = 1_790_000_000_000
SECOND, MINUTE = 1_000, 60_000


class Server:
    """An engine whose commands say when their key was pressed."""

    def __init__(self, db: Connection) -> None:
        self.db, self.clock, self.ids = db, ManualClock(T), SeededIds(1)
        self.does(AddAgent("ana", "Ana", Role.AGENT), "system")

    def does(self, command: Command, actor: str = "ana", late: int = 0) -> str:
        """Accepted now, pressed `late` ms ago."""
        now = self.clock.now()
        envelope = Envelope(self.ids.command_id(now), actor, "t", command, now - late)
        receipt = Engine(self.db, self.clock, self.ids).submit(envelope).receipt
        assert receipt.is_accepted, receipt.words
        return receipt.conversation

    def chat(self) -> str:
        said = (IncomingMessage(Author.CONTACT, "reply", self.clock.now(), "Hello?"),)
        who = IncomingContact("Mara")
        incoming = IncomingConversation("", "", "chat", "s", "", who, self.clock.now(), "waiting", said)
        return self.does(Open(incoming), "chat")

    def shift(self) -> Figures:
        (found,) = read_shift(self.db, "ana", T, self.clock.now())
        return found


@pytest.fixture(params=ENGINES)
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    opening = a_store_on(request.param, tmp_path / "s.db")
    with closing(opening) as db:
        yield Server(db)


def test_a_first_reply_is_counted_by_the_key_and_the_rest_is_the_tools(server: Server):
    chat = server.chat()
    server.clock.advance(10 * SECOND)
    server.does(Claim(chat))
    server.clock.advance(110 * SECOND)
    server.does(Reply(chat, "Here I am."), late=80 * SECOND)
    shift = server.shift()
    assert shift.contacts == {Channel.PHONE: 0, Channel.TICKET: 0, Channel.CHAT: 1}
    assert (shift.first_reply, shift.first_reply_raw) == (40 * SECOND, 120 * SECOND)
    assert (shift.in_time, shift.late, shift.tool, shift.commands) == (1, 0, 80 * SECOND, 2)


def test_words_that_needed_no_answer_are_neither_kept_nor_late_and_stand_in_a_column_of_their_own(server: Server):
    chat = server.chat()
    server.does(Claim(chat))
    server.does(Reply(chat, "Is it well now?"))
    server.clock.advance(MINUTE)
    server.does(Receive(chat, "Yes, thank you."), "chat")
    server.clock.advance(9 * MINUTE)
    before = server.shift()
    server.does(WaiveAnswer(chat))
    shift = server.shift()
    assert (shift.waived, shift.in_time, shift.late) == (1, before.in_time, before.late)
    server.does(Undo(chat))
    assert server.shift().waived == 0


def test_a_breach_the_tool_explains_is_told_apart_from_one_it_does_not(server: Server):
    first, second = server.chat(), server.chat()
    for chat in (first, second):
        server.does(Claim(chat))
    server.clock.advance(61 * SECOND)
    for chat in (first, second):
        server.does(RecordBreaches(chat), "system")
    server.clock.advance(60 * SECOND)
    server.does(Reply(first, "In time, by the key."), late=70 * SECOND)
    server.does(Reply(second, "Late by any clock."), late=5 * SECOND)
    shift = server.shift()
    assert [(b.conversation_id, b.by_tool, b.is_excused) for b in shift.breaches] == [
        (first, True, True),
        (second, False, False),
    ]
    assert (shift.in_time, shift.late) == (1, 1)


def test_a_breach_inside_an_outage_cites_it_with_who_saw_it(server: Server):
    chat = server.chat()
    server.does(Claim(chat))
    server.clock.advance(61 * SECOND)
    server.does(RecordBreaches(chat), "system")
    server.clock.advance(60 * SECOND)
    now = server.clock.now()
    server.does(ReportOutage(OutageKind.CONSOLE_OFFLINE, "t", T + 30 * SECOND, now))
    server.does(ReportOutage(OutageKind.STORE_UNAVAILABLE, "", T + 50 * SECOND, T + 70 * SECOND), "system")
    (breach,) = server.shift().breaches
    assert [(each.kind.value, each.is_seen) for each in breach.outages] == [
        ("store_unavailable", True),
        ("console_offline", False),
    ]
    assert all(each.seq for each in breach.outages)
    assert server.shift().outage == now - T - 30 * SECOND
    assert len(read_outages(server.db, now - 1)) == 1


def test_a_console_that_says_it_was_pressed_before_the_contact_wrote_wins_nothing(server: Server):
    server.clock.advance(10 * MINUTE)
    chat = server.chat()
    server.does(Claim(chat))
    server.clock.advance(5 * SECOND)
    server.does(Reply(chat, "Quick."), late=9 * MINUTE)
    assert server.shift().first_reply == 0
    assert server.shift().first_reply_raw == 5 * SECOND


def test_the_fair_report_names_what_speaks_for_tool_time(tmp_path: Path):
    with closing(open_store(tmp_path / "s.db")) as db:
        server = Server(db)
        chat = server.chat()
        server.does(Claim(chat), late=200)
        server.clock.advance(10 * MINUTE)
        server.does(Reply(chat, "Late."), late=9 * MINUTE)
        server.clock.advance(SECOND)
        began = server.clock.now() - 9 * MINUTE
        server.does(ReportOutage(OutageKind.CONSOLE_OFFLINE, "t", began, server.clock.now() - 2 * SECOND))
        journeys = read_journeys(db, "local", "ana")
        outages = read_outages(db, T)
        found = {each.journey.kind: each for each in (judged(journey, outages) for journey in journeys)}
    assert found["conversation.claim"].vouched is Vouched.SHORT
    assert found["conversation.reply"].vouched is Vouched.REPORTED
    assert found["conversation.reply"].journey.shares.tool == 9 * MINUTE
    total = added_up(list(found.values()))
    assert (total.commands, total.slow, total.unanswered) == (3, 1, 0)


def test_what_breaks_while_a_lead_is_called_or_before_one_takes_over_is_not_the_agents(server: Server):
    server.does(AddAgent("lea", "Lea", Role.LEAD), "system")
    called, taken, own = server.chat(), server.chat(), server.chat()
    server.does(Claim(called))
    server.does(Claim(taken))
    server.does(Escalate(called, EscalationReason.LEGAL, "wants a manager"))
    server.clock.advance(61 * SECOND)
    for chat in (called, taken, own):
        server.does(RecordBreaches(chat), "system")
    server.does(TakeOver(taken), "lea")
    server.does(Claim(own))
    server.clock.advance(6 * MINUTE)
    shift = server.shift()
    by_chat = {breach.conversation_id: breach for breach in shift.breaches}
    assert by_chat[called].by_wait
    assert by_chat[taken].by_wait
    assert by_chat[called].is_excused
    assert own not in by_chat, "nobody held it when it broke"
