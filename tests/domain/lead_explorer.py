"""The model checker of taking over and handing back: every state two agents and two leads can bring three chats into.

A chat is told apart by what the rules can see of it: its row without counters and instants. Which of two agents, of
two leads, or of the chats it is makes no difference, so one of each such family is looked at. As in the engine,
whatever has waited for room goes back before anybody else can move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from agentconsole.domain.commands import Claim, Command, ContactLeft, Receive, Release, Reply, Transfer
from agentconsole.domain.conversation import Conversation, Stamps
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event
from agentconsole.domain.evolve import evolve
from agentconsole.domain.leads.commands import (
    AcceptOffer,
    Barge,
    CancelHandBack,
    CompleteHandBack,
    HandBack,
    Monitor,
    Offer,
    SeenSummary,
    TakeOver,
)
from agentconsole.domain.leads.events import HandedBack, SummarySeen
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.capacity import MAX_CHATS, Held, chat_holder
from agentconsole.domain.terms import Status
from agentconsole.domain.view import SYSTEM, View
from tests.domain.explorer import Broken, Decide, Explored
from tests.support.builders import NOW, a_context, an_agent

AGENTS, LEADS = ("ana", "bo"), ("lea", "mo")
EVERYBODY = (*AGENTS, *LEADS)
TEAM = {name: an_agent(name, is_lead=name in LEADS) for name in EVERYBODY}
CONTEXTS = {actor: a_context(actor) for actor in (*EVERYBODY, "chat", SYSTEM)}
OWN = "1"
"""All chats look alike, so all have the same id here; who holds how many is said beside them."""


@dataclass(frozen=True)
class Chat:
    """A row, and beside it what the rules are not asked about: whose summary nobody has read yet."""

    row: Conversation
    unread_by: str = ""


GIVING = (
    *(
        (actor, each)
        for actor in EVERYBODY
        for each in (Claim(OWN), Release(OWN), Reply(OWN, "hello"), SeenSummary(OWN))
    ),
    *((actor, TakeOver(OWN)) for actor in (*LEADS, AGENTS[0])),
    *((lead, HandBack(OWN, "agreed", to_queue=to_queue)) for lead in LEADS for to_queue in (False, True)),
    *((lead, CancelHandBack(OWN)) for lead in LEADS),
    ("chat", Receive(OWN, "hello?")),
    ("chat", ContactLeft(OWN)),
)
"""Everything anybody might try around a take-over and a hand-back; whether it may be done is for the rules to say."""
OFFERING = (
    *GIVING,
    *((lead, Offer(OWN, to_agent=agent)) for lead in LEADS for agent in AGENTS),
    *((agent, AcceptOffer(OWN)) for agent in AGENTS),
    *((lead, Transfer(OWN, to_agent=each)) for lead in LEADS for each in (AGENTS[0], LEADS[0])),
    *((lead, each) for lead in LEADS for each in (Monitor(OWN), Barge(OWN))),
)
"""The same with offers, with leads who hand conversations around, and with leads who come in."""
Given = tuple[tuple[str, Command], ...]
Counts = tuple[int, ...]
State = tuple[int, ...]
Step = tuple[int, tuple[int, ...]]


class World:
    """The chats met so far, by number, and what each command makes of each of them."""

    def __init__(self, rules: Decide, given: Given) -> None:
        self.rules, self.given = rules, given
        self.chats: list[Chat] = []
        self.holders: list[str] = []
        self.returning: list[str] = []
        self._numbers: dict[Chat, int] = {}
        self._steps: dict[tuple[int, Counts], tuple[Step, ...]] = {}
        self._back: dict[tuple[int, Counts], int | None] = {}
        self._renamed: dict[tuple[int, int], int] = {}
        self.tried = 0

    def number(self, chat: Chat) -> int:
        """The same number for the same chat."""
        found = self._numbers.get(chat)
        if found is None:
            found = self._numbers[chat] = len(self.chats)
            self.chats.append(chat)
            self.holders.append(chat_holder(chat.row))
            waits = chat.row.oversight.returning
            self.returning.append(waits.to if waits else "")
        return found

    def steps(self, number: int, counts: Counts) -> tuple[Step, ...]:
        """What can be done: which command, and the chat after each of its events."""
        key = number, counts
        if key not in self._steps:
            found = ((n, self._ask(number, counts, *each)) for n, each in enumerate(self.given))
            self._steps[key] = tuple((n, chats) for n, chats in found if chats)
        return self._steps[key]

    def _ask(self, number: int, counts: Counts, actor: str, command: Command) -> tuple[int, ...]:
        after, chats = self.chats[number], list[int]()
        for event in self._decide(after, counts, actor, command):
            after = followed(after, event, actor)
            chats.append(self.number(after))
        return tuple(chats)

    def back(self, number: int, counts: Counts) -> int | None:
        """The chat given back to its agent, with so many beside it in everybody's hands; None when it has to wait."""
        key = number, counts
        if key not in self._back:
            chat, events = self.chats[number], self._decide(self.chats[number], counts, SYSTEM, CompleteHandBack(OWN))
            for event in events:
                chat = followed(chat, event, SYSTEM)
            self._back[key] = self.number(chat) if events else None
        return self._back[key]

    def _decide(self, chat: Chat, counts: Counts, actor: str, command: Command) -> tuple[Event, ...]:
        self.tried += 1
        held = {
            name: tuple(Held(f"beside {n}", "Li", n) for n in range(1, count + 1))
            for name, count in zip(EVERYBODY, counts, strict=True)
        }
        decision = self.rules(View(chat.row, agents=TEAM, chats=held), command, CONTEXTS[actor])
        return () if isinstance(decision, Refusal) else decision

    def named(self, number: int, naming: int) -> int:
        """The chat under another naming of the team."""
        key = number, naming
        if key not in self._renamed:
            self._renamed[key] = self.number(renamed(self.chats[number], NAMINGS[naming]))
        return self._renamed[key]


NAMINGS = [
    dict(zip(EVERYBODY, (*agents, *leads), strict=True))
    for agents in permutations(AGENTS)
    for leads in permutations(LEADS)
]


def renamed(chat: Chat, names: dict[str, str]) -> Chat:
    """With other names for the team."""
    row, o = chat.row, chat.row.oversight

    def of(value: object, *fields: str) -> object:
        return replace(value, **{f: names.get(getattr(value, f), getattr(value, f)) for f in fields}) if value else None  # type: ignore[type-var]

    oversight = replace(
        o,
        taken=of(o.taken, "by", "from_agent"),
        returning=of(o.returning, "to", "by"),
        offer=of(o.offer, "to", "by", "held_by"),
        summary=of(o.summary, "by"),
        supervisors=tuple(sorted((of(each, "agent") for each in o.supervisors), key=lambda s: s.agent)),
    )
    moved = replace(row, assignee=names.get(row.assignee, row.assignee), oversight=oversight)
    return Chat(moved, names.get(chat.unread_by, chat.unread_by))


def followed(chat: Chat, event: Event, actor: str) -> Chat:
    """The chat after an event, and whose summary is unread then: kept beside the row, by the events alone."""
    unread = chat.unread_by
    if isinstance(event, HandedBack):
        unread = event.by
    elif isinstance(event, SummarySeen):
        unread = ""
    return Chat(settled(evolve(chat.row, event, NOW, actor)), unread)  # type: ignore[arg-type]


def settled(row: Conversation) -> Conversation:
    """The row without what no rule looks at."""
    oversight = replace(row.oversight, looked_at=None, looked_by="", help=None, whisper=None)
    oversight = replace(oversight, supervisors=tuple(sorted(oversight.supervisors, key=lambda each: each.agent)))
    plain = replace(row, rev=1, messages=1, last_line="", last_contact_k=0, last_agent_k=-1, last_agent="", reopened=0)
    plain = replace(plain, stamps=Stamps(), assignee_before="", assigned_at=None, woken=False, waiting_since=0)
    plain = replace(plain, owed_since=None, owing_since=None, last_public_at=None, first_reply_owed=True, broken=())
    return replace(plain, oversight=oversight, waits_on=row.__class__.__dataclass_fields__["waits_on"].default)


Came = dict[State, tuple[State, tuple[str, Command]] | None]
"""Each state met, with the one before it and the step between."""


def explore(chats: tuple[Conversation, ...], depth: int, rules: Decide = decide, given: Given = GIVING) -> Explored:
    """Breadth first through all states within `depth` accepted commands. Raises Broken at the first that is wrong."""
    world = World(rules, given)
    start = tuple(world.number(Chat(settled(replace(each, id=OWN)))) for each in chats)
    came: Came = {_family(world, start): None}
    front = list(came)
    for _ in range(depth):
        beyond: list[State] = []
        for here in front:
            for there, step in _moves(world, here, came):
                mark = _family(world, there)
                if mark not in came:
                    came[mark] = here, step
                    beyond.append(mark)
        front = beyond
    return Explored(len(came), world.tried)


def _family(world: World, state: State) -> State:
    named = world.named
    return min(tuple(sorted([named(each, naming) for each in state])) for naming in range(len(NAMINGS)))


class Way:
    """How a state was come to: told only when something is wrong with it. Names change on the way with the family."""

    def __init__(self, came: Came, here: State, last: tuple[str, Command]) -> None:
        self._came, self._here, self.last = came, here, last

    def demand(self, holds: bool, words: str) -> None:
        """Raises Broken with the way when it does not hold."""
        if holds:
            return
        steps, at = [self.last], self._came[self._here]
        while at is not None:
            steps.append(at[1])
            at = self._came[at[0]]
        raise Broken(f"{words} after" + "".join(f"\n  {actor}: {command}" for actor, command in reversed(steps)))


def _moves(world: World, here: State, came: Came) -> Iterator[tuple[State, tuple[str, Command]]]:
    for place, number in enumerate(here):
        if number in here[:place]:
            continue
        for which, chats in world.steps(number, _counts(world, here, place)):
            way = Way(came, here, world.given[which])
            there = here
            for after in chats:
                there = (*there[:place], after, *there[place + 1 :])
                _assert_sound(world, there, after, way)
                _assert_held(world.chats[after], way)
            _assert_kept(world.chats[number], world.chats[there[place]], way)
            yield _given_back(world, there, way), way.last


def _given_back(world: World, state: State, way: Way) -> State:
    """As the engine does: what waited for room goes back at once, and to whom it was meant for."""
    for place, number in enumerate(state):
        to = world.returning[number]
        if not to:
            continue
        counts = _counts(world, state, place)
        back = world.back(number, counts)
        has_room = counts[EVERYBODY.index(to)] < MAX_CHATS
        way.demand((back is not None) == has_room, "a hand-back does not go when there is room, or goes without")
        if back is not None:
            state = (*state[:place], back, *state[place + 1 :])
            _assert_sound(world, state, back, way)
            way.demand(world.holders[back] == to, "a hand-back missed its agent")
    return state


def _counts(world: World, state: State, beside: int) -> Counts:
    holders = [world.holders[each] for place, each in enumerate(state) if place != beside]
    return tuple(holders.count(name) for name in EVERYBODY)


def _assert_kept(before: Chat, after: Chat, way: Way) -> None:
    """What no command may do to the chat it is about."""
    (actor, command), was, now = way.last, before.row, after.row
    match command:
        case Reply():
            way.demand(before.unread_by in ("", actor), "somebody answered before they had read the summary")
        case TakeOver():
            way.demand(now.assignee == actor, "a take-over missed its lead")
            way.demand(actor in LEADS, "somebody who is no lead took over")
            way.demand(was.oversight.taken is None, "a lead took over what another lead had taken over")


def _assert_held(after: Chat, way: Way) -> None:
    """Between the events of a hand-back to an agent as well: nobody else may slip in."""
    match way.last[1]:
        case HandBack(to_queue=False) | TakeOver():
            way.demand(bool(after.row.assignee), "it was left in nobody's hands")


def _assert_sound(world: World, state: State, changed: int, way: Way) -> None:
    row = world.chats[changed].row
    held, o = row.assignee, row.oversight
    way.demand(row.status is not Status.ACTIVE or held in EVERYBODY, "an active chat has no holder")
    way.demand(row.status is not Status.WAITING or not held, "a waiting chat has a holder")
    way.demand(o.taken is None or o.taken.by == held, "it counts as taken over by somebody who does not hold it")
    way.demand(o.returning is None or held in LEADS, "what waits to go back is not with its lead")
    way.demand(o.offer is None or o.offer.held_by == held, "an offer of somebody else's stands")
    holders = [world.holders[each] for each in state]
    way.demand(all(holders.count(name) <= MAX_CHATS for name in EVERYBODY), "somebody holds a third chat")
