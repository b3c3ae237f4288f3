"""What a shift begins with: the team, tickets in every state, a missed call, and conversations of days ago."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import (
    Acknowledge,
    Claim,
    Command,
    ContactLeft,
    OnConversation,
    Open,
    Pend,
    Reply,
    ReportProgress,
    StartWork,
)
from agentconsole.domain.promises.service_levels import HOUR, MINUTE, SECOND
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.writing import read_head
from agentconsole.ids import Ids
from agentconsole.simulator.archive import alike, earlier
from agentconsole.simulator.arrivals import Deck
from agentconsole.simulator.customers import Customer
from agentconsole.simulator.knowledge import BEFORE, Hit
from agentconsole.simulator.luck import luck
from agentconsole.simulator.past import known_before, on_record
from agentconsole.simulator.playbook import Playbook
from agentconsole.simulator.press import Press
from agentconsole.simulator.script import Part, Script
from agentconsole.wire import Envelope

HISTORY = 12
WAITING_AGES = (11.5, 8.0, 6.2, 2.4, 0.7)
"""Minutes that unclaimed tickets have waited when the shift begins; the oldest is past its ten."""
HELD = 15
HELD_STATES = ("answered", "promised", "others", "taken")
HIT = ((37, "promised"), (15, "answered"), (22, "promised"), (4, "waiting"))
"""Age in minutes and state of the tickets about the fault of the day: the visitor's, two colleagues', nobody's."""
MISSED_CALL_AGE = 9
OPENED_BEFORE = 4 * HOUR
NUMBER = "#"
"""Stands for a conversation's own number until the order of the openings has given it one."""

Planned = tuple[int, Press]


class Backlog:
    """Plans what happened before `now`, and keeps the contacts who will go on with it."""

    def __init__(self, book: Playbook, deck: Deck, seed: int, now: int) -> None:
        self.customers: list[Customer] = []
        self._book, self._deck, self._seed, self._now = book, deck, seed, now
        self._pick = luck(seed, "backlog")

    def write(self, db: sqlite3.Connection, ids: Ids, visitor: str, greeted: tuple[Script, ...]) -> None:
        """Puts it into the store in one transaction, each command at its own instant.

        The contacts of `greeted` get an earlier conversation. Raises a StoreError when the file is the trouble.
        """
        planned = self._plan(read_head(db).next_number, visitor, greeted)
        clock = ManualClock(planned[0][0])

        def lived() -> Iterator[Envelope]:
            for at, press in planned:
                clock.advance(at - clock.now())
                yield press.envelope(ids.command_id(at), at)

        Engine(db, clock, ids).submit_together(lived())

    def _plan(self, first_number: int, visitor: str, greeted: tuple[Script, ...]) -> list[Planned]:
        history = list(self._history(greeted))
        stories = sorted(self._stories(visitor, greeted), key=lambda story: story[0][0])
        planned = [*self._team(visitor), *history, *self._known(first_number, greeted)]
        lead = next(mate.id for mate in self._book.team.agents if mate.role is Role.LEAD)
        planned += self._book.knowledge.kept(self._now, lead)
        hit: list[Hit] = []
        for number, story in enumerate(stories, start=first_number + len(history)):
            planned += [(at, _numbered(press, str(number))) for at, press in story]
            hit += self._hit(story, str(number))
        planned += self._book.knowledge.fault_of_the_day(self._now, visitor, lead, hit)
        return sorted(planned, key=lambda each: each[0])

    def _hit(self, story: list[Planned], number: str) -> Iterator[Hit]:
        """The story as one that is about the fault of the day, with who works on it."""
        began = story[0][1].command
        affected = {script.id for script in self._book.affected}
        if isinstance(began, Open) and began.incoming.external_id.partition("/")[0] in affected:
            yield Hit(number, story[-1][1].actor if len(story) > 1 else "")

    def _team(self, visitor: str) -> Iterator[Planned]:
        at = self._now - BEFORE
        team = self._book.team.agents
        for n, mate in enumerate(team):
            yield at + n, Press(SYSTEM, AddAgent(mate.id, mate.full_name, mate.role))
        if visitor not in {mate.id for mate in team}:
            yield at + len(team), Press(SYSTEM, AddAgent(visitor, visitor.capitalize()))

    def _known(self, first_number: int, greeted: tuple[Script, ...]) -> Iterator[Planned]:
        """What the house's systems and the conversations of days ago say of the contacts."""
        at, pick = self._now - OPENED_BEFORE + MINUTE, luck(self._seed, "known")
        numbers = [str(first_number + n) for n in range(len(greeted))]
        agent = self._book.team.agents[-1].id
        pressed = (*known_before(self._book.scripts, self._book.team.dispositions, pick), *on_record(numbers, agent))
        yield from ((at + n, press) for n, press in enumerate(pressed))

    def _history(self, greeted: tuple[Script, ...]) -> Iterator[Planned]:
        rest = (self._deck.any() for _ in range(HISTORY - len(greeted)))
        history = [earlier(self._book, each, n, self._now, self._pick) for n, each in enumerate((*greeted, *rest))]
        pick = luck(self._seed, "alike")
        history += [alike(self._book, each, n, self._now, pick) for n, each in enumerate(greeted, start=HISTORY)]
        yield from ((self._now - OPENED_BEFORE + SECOND + n, press) for n, press in enumerate(history))

    def _stories(self, visitor: str, greeted: tuple[Script, ...]) -> Iterator[list[Planned]]:
        others = [mate.id for mate in self._book.team.agents if mate.id != visitor]
        for age in WAITING_AGES:
            yield self._ticket(age, "", "waiting")
        yield self._ticket(28, visitor, "answered")
        holders = (visitor, others[0], others[1], "")
        for script, holder, (age, state) in zip(self._book.affected, holders, HIT, strict=True):
            yield self._ticket(age, holder, state, about=script)
        for n in range(HELD):
            yield self._ticket(29 + 7 * n, others[(n + 2) % len(others)], HELD_STATES[(n + 2) % len(HELD_STATES)])
        # Who comes first has a promise of a colleague as well.
        yield from (self._ticket(13, others[0], "promised", script) for script in greeted[:1])
        yield self._missed_call()

    def _ticket(
        self, age: float, holder: str, state: str, of: Script | None = None, about: Script | None = None
    ) -> list[Planned]:
        """A ticket `age` minutes old, brought to this state by its holder, two minutes a step; `of`: whose script,
        `about`: which one."""
        at = self._now - int(age * MINUTE)
        customer = self._customer(Channel.TICKET, at, of, about)
        deeds = _deeds(self._book, customer.script, state, self._now, self._pick)
        steps = [(at + (2 + 2 * n) * MINUTE, Press(holder, deed)) for n, deed in enumerate(deeds)]
        return [(at, customer.arrive(at)), *steps]

    def _missed_call(self) -> list[Planned]:
        at = self._now - MISSED_CALL_AGE * MINUTE
        hung_up = at + self._pick.randrange(40, 58) * SECOND
        return [(at, self._customer(Channel.PHONE, at).arrive(at)), (hung_up, Press("phone", ContactLeft(NUMBER)))]

    def _customer(self, channel: Channel, at: int, of: Script | None = None, about: Script | None = None) -> Customer:
        """Whoever plays `about`, else the next of the channel; or whoever plays `of`, about something else in their
        own language."""
        number = len(self.customers)
        script = about or self._deck.deal(channel, lambda each: of is None or each.language == of.language)
        script = replace(script, contact=of.contact) if of is not None else script
        self.customers.append(Customer(script, f"{script.id}/b{number}", at, luck(self._seed, "backlog", number)))
        return self.customers[-1]


def _numbered(press: Press, number: str) -> Press:
    command = press.command
    if not isinstance(command, OnConversation):
        return press
    return replace(press, command=replace(command, conversation_id=number))


def _deeds(book: Playbook, script: Script, state: str, now: int, pick: Random) -> list[Command]:
    """What the holder has done so far."""

    def words(part: Part) -> str:
        variants = book.lines.variants(part, script.channel, script.category, script.language)
        # To those who are hit nobody says what is about something else.
        fitting = [each for each in variants if script in book.affected and any(t.hears(each) for t in script.turns)]
        return pick.choice(fitting or variants)

    if state == "waiting":
        return []
    taken = [Claim(NUMBER), Acknowledge(NUMBER, words(Part.GREETING)), StartWork(NUMBER)]
    promised = ReportProgress(NUMBER, words(Part.EXPLANATION), promised_at=now + pick.randrange(5, 28) * MINUTE)
    match state:
        case "promised":
            return [*taken, promised]
        case "others":
            return [*taken, promised, Pend(NUMBER, WaitsOn.OTHERS, "the registrar")]
        case "answered":
            asked = Reply(NUMBER, words(Part.QUESTION), waits_on=WaitsOn.CONTACT)
            return [*taken, promised, asked, Pend(NUMBER, WaitsOn.CONTACT)]
        case _:
            return [*taken]
