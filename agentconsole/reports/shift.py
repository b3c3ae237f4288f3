"""A shift in figures, by agent: contacts, first replies, updates, breaches, and what of it was the tool's. Pure.

The clocks are the rule book's own: each conversation is lived through again, and only what its clocks say is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from statistics import median

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import AnswerWaived, Claimed, Event, OfConversation, PromiseBroken, Undone
from agentconsole.domain.evolve import evolve
from agentconsole.domain.promises.charging import RELIEVES, charges, holder_after, holder_before
from agentconsole.domain.promises.clocks import Clock, ClockKind, clocks
from agentconsole.domain.promises.outages import Outage, covering, length
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.promises.tool_time import Instants, explains_breach, split
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the log. `pressed_at` is the key's instant by the console's clock, `at` the server's."""

    seq: int
    command_id: str
    event: Event
    actor: str
    at: int
    pressed_at: int


@dataclass(frozen=True, slots=True)
class Breach:
    """One promise that ran out in an agent's hands. `by_tool`: the key was in time, the tool was not; `outages` are the
    events to cite where it ran out in one; `by_wait`: a raised hand was waiting, or a lead took it over from there."""

    conversation_id: str
    clock: ClockKind
    due_at: int
    by_tool: bool
    outages: tuple[Outage, ...]
    by_wait: bool = False

    @property
    def is_excused(self) -> bool:
        """Whether it is no figure of the agent's."""
        return self.by_tool or self.by_wait or bool(self.outages)


@dataclass(frozen=True, slots=True)
class Figures:
    """One agent's shift. Durations in ms; first replies without the tool's share, `first_reply_raw` with it."""

    agent: str
    contacts: Mapping[Channel, int]
    first_reply: int | None
    first_reply_raw: int | None
    in_time: int
    late: int
    waived: int
    """How often the agent found that words need no answer: neither kept in time nor late."""
    breaches: tuple[Breach, ...]
    commands: int
    tool: int
    outage: int


@dataclass(slots=True)
class _Tally:
    contacts: dict[Channel, set[str]] = field(default_factory=dict)
    replies: list[tuple[int, int]] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    waived: set[str] = field(default_factory=set)
    """The commands that did it, without those that were taken back."""
    breaches: list[Breach] = field(default_factory=list)
    tool: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Life:
    conversation: Conversation | None = None
    broken: list[tuple[str, PromiseBroken]] = field(default_factory=list)
    history: list[OfConversation] = field(default_factory=list)
    steps: list[tuple[Step, OfConversation]] = field(default_factory=list)
    """Of one whose beginning is not in this copy of the log."""
    holder: str = ""
    """Who held it before the first step."""


def _nobody_knows(_conversation_id: str) -> Conversation | None:
    return None


class Shift:
    """Counts steps from `since` to `until`, given in the order of the log; of a conversation that is touched in that
    time it has to be shown every step from its opening on, so that its clocks can be told.

    Where the log does not go back so far, contacts and breaches are counted as far as the steps and `standing`, the
    conversation as it is after the last of them, tell whose they are.
    """

    def __init__(
        self,
        agents: Iterable[str],
        levels: ServiceLevels,
        outages: Sequence[Outage],
        since: int,
        until: int,
        standing: Callable[[str], Conversation | None] = _nobody_knows,
    ) -> None:
        self._levels, self._outages, self._since, self._until = levels, outages, since, until
        self._standing = standing
        self._tallies = {agent: _Tally() for agent in agents}
        self._lives: dict[str, _Life] = {}

    def see(self, step: Step) -> None:
        """One more step."""
        counts = self._counts(step)
        if counts and step.actor in self._tallies:
            # A command is pressed once, however many events it has.
            tally = self._tallies[step.actor]
            tally.tool[step.command_id] = split(Instants(step.pressed_at, step.at), step.pressed_at).tool
            self._waived(tally, step)
        if isinstance(step.event, OfConversation):
            self._live(step, step.event, counts=counts)

    def _waived(self, tally: _Tally, step: Step) -> None:
        match step.event:
            case AnswerWaived():
                tally.waived.add(step.command_id)
            case Undone(command_id=taken_back):
                tally.waived.discard(taken_back)
            case _:
                pass

    def _counts(self, step: Step) -> bool:
        return self._since <= step.at <= self._until

    def _live(self, step: Step, event: OfConversation, *, counts: bool) -> None:
        life = self._lives.setdefault(event.conversation_id, _Life())
        life.history.append(event)
        before = life.conversation
        try:
            after = evolve(before, event, step.at, step.actor)
        except LookupError:
            life.steps.append((step, event))
            return
        life.conversation = after
        if before is not None and isinstance(event, PromiseBroken) and counts:
            self._broke(life, before.assignee, event)
        if counts and step.actor in self._tallies:
            self._acted(step, event, before, after, life)

    def _broke(self, life: _Life, holder: str, event: PromiseBroken) -> None:
        if holder in self._tallies:
            life.broken.append((holder, event))
            cited = covering(self._outages, holder, event.due_at)
            breach = Breach(event.conversation_id, event.clock, event.due_at, by_tool=False, outages=cited)
            self._tallies[holder].breaches.append(breach)

    def _live_in_part(self, life: _Life, standing: Conversation) -> None:
        """Nothing can be said of its clocks, but whom it was with, and what the log calls a breach."""
        life.holder = holder = holder_before(life.history, standing.assignee)
        for step, event in life.steps:
            if self._counts(step):
                if isinstance(event, PromiseBroken):
                    self._broke(life, holder, event)
                if isinstance(event, (Claimed, *RELIEVES)) and step.actor in self._tallies:
                    self._tallies[step.actor].contacts.setdefault(standing.channel, set()).add(standing.id)
            holder = holder_after(event, holder)

    def _acted(
        self, step: Step, event: OfConversation, before: Conversation | None, after: Conversation, life: _Life
    ) -> None:
        tally = self._tallies[step.actor]
        spoke = before is not None and after.last_agent_k != before.last_agent_k
        if isinstance(event, Claimed) or spoke:
            tally.contacts.setdefault(after.channel, set()).add(after.id)
        if before is None or not spoke:
            return
        still = {(clock.kind, clock.since) for clock in clocks(after, self._levels)}
        for clock in clocks(before, self._levels):
            if (clock.kind, clock.since) not in still:
                self._kept(tally, step, clock, life)

    def _kept(self, tally: _Tally, step: Step, clock: Clock, life: _Life) -> None:
        """A promise was kept with this word: in time if the key was, whenever the server had it."""
        instants = Instants(step.pressed_at, step.at)
        if min(max(step.pressed_at, clock.since), step.at) <= clock.breach_at:
            tally.in_time += 1
        else:
            tally.late += 1
        if clock.kind is ClockKind.FIRST_REPLY:
            tally.replies.append((split(instants, clock.since).agent, max(0, step.at - clock.since)))
        for agent, broken in life.broken:
            if agent == step.actor and broken.clock is clock.kind and broken.due_at == clock.breach_at:
                self._excuse(tally, broken, by_tool=explains_breach(instants, broken.due_at))

    def _excuse(self, tally: _Tally, broken: PromiseBroken, *, by_tool: bool) -> None:
        about = (broken.conversation_id, broken.clock, broken.due_at)
        tally.breaches = [
            replace(each, by_tool=by_tool or each.by_tool)
            if (each.conversation_id, each.clock, each.due_at) == about
            else each
            for each in tally.breaches
        ]

    def figures(self) -> tuple[Figures, ...]:
        """What was counted, by agent, those who did nothing left out; to be asked for once."""
        for conversation_id, life in self._lives.items():
            standing = self._standing(conversation_id) if life.steps else None
            if standing is not None:
                self._live_in_part(life, standing)
        waited = self._waited()
        for tally in self._tallies.values():
            tally.breaches = [
                replace(each, by_wait=(each.conversation_id, each.clock, each.due_at) in waited)
                for each in tally.breaches
            ]
        found = (self._of(agent, tally) for agent, tally in sorted(self._tallies.items()))
        return tuple(each for each in found if each.commands or each.breaches or each.outage)

    def _waited(self) -> frozenset[tuple[str, ClockKind, int]]:
        """The breaches that count to nobody, because help had been called for or came."""
        return frozenset(
            (conversation_id, each.clock, each.due_at)
            for conversation_id, life in self._lives.items()
            for each in charges(life.history, life.holder)
            if not each.agent
        )

    def _of(self, agent: str, tally: _Tally) -> Figures:
        return Figures(
            agent,
            {channel: len(tally.contacts.get(channel, ())) for channel in Channel},
            int(median(own for own, _ in tally.replies)) if tally.replies else None,
            int(median(raw for _, raw in tally.replies)) if tally.replies else None,
            tally.in_time,
            tally.late,
            len(tally.waived),
            tuple(tally.breaches),
            len(tally.tool),
            sum(tally.tool.values()),
            length(self._outages, agent, self._since, self._until),
        )
