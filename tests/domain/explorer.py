"""The model checker: every state that two agents, a lead and their contacts can bring three chats into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations

from agentconsole.domain.commands import (
    Claim,
    Command,
    ContactLeft,
    Receive,
    Release,
    Reopen,
    Resolve,
    Transfer,
    Undo,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation, Stamps
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.evolve import evolve
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.capacity import MAX_CHATS, chat_holder
from agentconsole.domain.terms import Status
from agentconsole.domain.view import Context, Decision, Past, View
from tests.support.builders import NOW, TEAM, a_context, held_chats

AGENTS = ("ana", "bo", "lea")
LEAD = "lea"
CONTEXTS = {actor: a_context(actor) for actor in (*AGENTS, "chat")}
Decide = Callable[[View, Command, Context], Decision]
Path = tuple[tuple[str, Command], ...]
"""The accepted commands that led to a state."""


Mark = tuple[str, ...]
Marks = tuple[Mark, ...]


@dataclass(frozen=True)
class State:
    """Three chats and, for each, the newest accepted command on it."""

    rows: tuple[Conversation, ...]
    past: tuple[Past | None, ...]
    marks: tuple[Marks, ...]
    """Per chat, what it looks like under each naming of the agents."""


class Broken(AssertionError):
    """An invariant does not hold; the message tells the shortest way there."""


@dataclass(frozen=True)
class Explored:
    """How far it went: different states, and commands that were tried in them."""

    states: int
    tried: int


def explore(chats: tuple[Conversation, ...], depth: int, decide: Decide = decide) -> Explored:
    """Breadth first through all states within `depth` accepted commands. Raises Broken at the first that is wrong."""
    rows = tuple(settled(chat) for chat in chats)
    start = State(rows, (None,) * len(rows), tuple(_marks(row, None) for row in rows))
    seen = {fingerprint(start)}
    front: list[tuple[State, Path]] = [(start, ())]
    tried = 0
    for _ in range(depth):
        beyond: list[tuple[State, Path]] = []
        for here, way in front:
            for place, view, actor, command in moves(here):
                tried += 1
                decision = decide(view, command, CONTEXTS[actor])
                if isinstance(decision, Refusal) or not decision:
                    continue
                path = (*way, (actor, command))
                there = _step(here, place, actor, command, decision, path)
                mark = fingerprint(there)
                if mark not in seen:
                    seen.add(mark)
                    beyond.append((there, path))
        front = beyond
    return Explored(len(seen), tried)


def moves(state: State) -> Iterator[tuple[int, View, str, Command]]:
    """Everything anybody might try: whether it is legal is for the rules to say."""
    chats = held_chats(state.rows)
    for place, (row, past) in enumerate(zip(state.rows, state.past, strict=True)):
        view = View(row, agents=TEAM, chats=chats, past=past)
        unpast = View(row, agents=TEAM, chats=chats)
        for actor, command in _commands(row.id):
            theirs = past is not None and past.actor == actor
            yield place, view if theirs else unpast, actor, command


@cache
def _commands(own: str) -> tuple[tuple[str, Command], ...]:
    by_agents = (
        *(kind(own) for kind in (Claim, Release, Resolve, Reopen, Undo)),
        *(Transfer(own, to_agent=colleague) for colleague in AGENTS),
        Transfer(own, to_queue="billing"),
        WrapUp(own, disposition="done"),
    )
    by_contact = (("chat", Receive(own, body="hello?")), ("chat", ContactLeft(own)))
    return (*by_contact, *((actor, command) for actor in AGENTS for command in by_agents))


def _step(state: State, place: int, actor: str, command: Command, events: tuple[Event, ...], path: Path) -> State:
    """The state after the command, with the invariants asserted between and after its events."""
    rows = list(state.rows)
    given = command.to_agent if isinstance(command, Transfer) else ""
    for event in events:
        rows[place] = _evolved(rows[place], event, actor)
        _assert_sound(rows, path)
        _demand(not given or bool(chat_holder(rows[place])), "a transfer left it in nobody's hands", path)
    _demand(not given or chat_holder(rows[place]) == given, "a transfer missed its target", path)
    past, marks = list(state.past), list(state.marks)
    past[place] = Past("c", actor, NOW, events, rows[place].rev)
    marks[place] = _marks(rows[place], past[place])
    return State(tuple(rows), tuple(past), tuple(marks))


@cache
def _evolved(row: Conversation, event: OfConversation, actor: str) -> Conversation:
    return settled(evolve(row, event, NOW, actor))


def settled(row: Conversation) -> Conversation:
    """The row without what no rule looks at: counters and stamps only grow, and would make every state a new one."""
    plain = replace(row, rev=1, messages=1, last_line="", last_contact_k=0, last_agent_k=-1, last_agent="")
    return replace(plain, reopened=0, stamps=Stamps(), assignee_before="")


def _assert_sound(rows: list[Conversation], path: Path) -> None:
    holders: dict[str, int] = {}
    for row in rows:
        if row.status is Status.ACTIVE:
            _demand(row.assignee in AGENTS, "an active chat has no holder", path)
            holders[row.assignee] = holders.get(row.assignee, 0) + 1
        if row.status is Status.WAITING:
            _demand(not row.assignee, "a waiting chat has a holder", path)
    _demand(max(holders.values(), default=0) <= MAX_CHATS, "somebody holds a third chat", path)


def _demand(holds: bool, words: str, path: Path) -> None:
    if not holds:
        raise Broken(f"{words} after" + "".join(f"\n  {actor}: {command}" for actor, command in path))


def fingerprint(state: State) -> tuple[Mark, ...]:
    """What the rules can tell states apart by. Chats without names, and Ana and Bo, are interchangeable."""
    return min(tuple(sorted(marks)) for marks in zip(*state.marks, strict=True))


_NAMINGS = tuple(
    {"": "", LEAD: LEAD, "chat": "chat", **dict(zip(AGENTS[:2], names, strict=True))}
    for names in permutations(AGENTS[:2])
)


def _marks(row: Conversation, past: Past | None) -> Marks:
    return tuple(_mark(row, past, names) for names in _NAMINGS)


def _mark(row: Conversation, past: Past | None, names: dict[str, str]) -> Mark:
    whose = names[row.assignee]
    if past is None or past.actor not in AGENTS or len(past.events) != 1:
        return (row.status, whose, str(row.woken), "", "", "", "")
    event = past.events[0]
    stood = (str(getattr(event, "from_status", "")), names.get(getattr(event, "from_agent", ""), ""))
    return (row.status, whose, str(row.woken), names[past.actor], event.type, *stood)
