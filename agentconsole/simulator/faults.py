"""A bad line between keys and engine: late, twice, answers lost, crashes between the steps, clocks that step."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from random import Random

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Open, Receive
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.values import dataclass
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer
from agentconsole.ids import Ids
from agentconsole.simulator.press import Press
from agentconsole.simulator.watch import Violation, Watch
from agentconsole.wire import Envelope

Lane = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chances:
    """How often each fault happens, per command sent. High on purpose: an hour here is a bad year."""

    late: float = 0.05
    twice: float = 0.04
    lost_answer: float = 0.04
    crash: float = 0.02
    replay: float = 0.03
    duplicate_intake: float = 0.03
    clock_step: float = 0.01


QUIET = Chances(0, 0, 0, 0, 0, 0, 0)


class Crash(Exception):
    """The machine stopped in the middle of a transaction."""


class Tripwire:
    """Ids that crash once, when the engine asks for the salt of an event: after some rows, before the commit."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.is_armed = False

    def command_id(self, now: int) -> str:
        """As the ids behind it."""
        return self._ids.command_id(now)

    def epoch(self) -> str:
        """As the ids behind it."""
        return self._ids.epoch()

    def salt(self) -> bytes:
        """As the ids behind it, or the crash."""
        if self.is_armed:
            self.is_armed = False
            raise Crash
        return self._ids.salt()


class BadLine:
    """Carries envelopes to the engine: one lane per actor and conversation, its head again until it is answered.

    `boot` gives a fresh engine over the same store, as after a restart; `tripwire` are that engine's ids.
    """

    def __init__(
        self, boot: Callable[[], Engine], clock: ManualClock, tripwire: Tripwire, watch: Watch, pick: Random
    ) -> None:
        self.chances = Chances()
        self.seen: Counter[str] = Counter()
        self._boot, self._clock, self._tripwire, self._watch, self._pick = boot, clock, tripwire, watch, pick
        self._engine = boot()
        self._lanes: defaultdict[Lane, deque[Envelope]] = defaultdict(deque)
        self._flights: list[tuple[int, int, Lane]] = []
        self._past: list[Envelope] = []
        self._skew = 0
        self._count = 0

    @property
    def due_at(self) -> int | None:
        """The next instant an envelope arrives; None when all are answered."""
        return self._flights[0][0] if self._flights else None

    def take(self, press: Press, now: int) -> None:
        """A key was pressed: its id is made now, and never again."""
        envelope = press.envelope(self._tripwire.command_id(now), now)
        self._watch.pressed(press, envelope)
        self._lanes[press.lane].append(envelope)
        if len(self._lanes[press.lane]) == 1:
            self._fly(press.lane, now)

    def deliver(self, now: int) -> bool:
        """Everything that arrives up to `now`; answers whether there was anything. Raises Violation."""
        arrived = False
        while self._flights and self._flights[0][0] <= now:
            _, _, lane = heapq.heappop(self._flights)
            self._set_clock(now)
            self._arrive(lane, now)
            self._watch.look()
            arrived = True
        return arrived

    def tick(self, now: int) -> None:
        """What the console does by itself: promises that ran out go on record."""
        self._set_clock(now)
        if self._engine.record_breaches():
            self._watch.look()

    def again(self, envelope: Envelope) -> Envelope:
        """What is sent when no answer came: the very same."""
        return envelope

    def _happens(self, fault: str) -> bool:
        happens = self._pick.random() < float(getattr(self.chances, fault))
        self.seen[fault] += happens
        return happens

    def _fly(self, lane: Lane, now: int) -> None:
        takes = self._pick.randrange(20 * SECOND) if self._happens("late") else self._pick.randrange(400)
        self._count += 1
        heapq.heappush(self._flights, (now + takes, self._count, lane))

    def _set_clock(self, now: int) -> None:
        if self._happens("clock_step"):
            self._skew = self._pick.randrange(-90, 91) * SECOND
        self._clock.advance(now + self._skew - self._clock.now())

    def _arrive(self, lane: Lane, now: int) -> None:
        envelopes = self._lanes[lane]
        envelope = envelopes[0]
        if self._crashes(envelope) or self._answer_is_lost(envelope):
            self._engine = self._boot()
            envelopes[0] = self.again(envelope)
            self._fly(lane, now)
            return
        self._send(envelope)
        envelopes.popleft()
        self._past.append(envelope)
        if envelopes:
            self._fly(lane, now)
        self._annoy(envelope, now)

    def _crashes(self, envelope: Envelope) -> bool:
        if not self._happens("crash"):
            return False
        self._tripwire.is_armed = True
        try:
            self._send(envelope)
        except Crash:
            return True
        finally:
            # A refusal writes no event: nothing tripped.
            self._tripwire.is_armed = False
        return True

    def _answer_is_lost(self, envelope: Envelope) -> bool:
        if not self._happens("lost_answer"):
            return False
        self._send(envelope)
        return True

    def _send(self, envelope: Envelope) -> Answer:
        answer = self._engine.submit(envelope)
        self._watch.answered(envelope, answer)
        return answer

    def _annoy(self, envelope: Envelope, now: int) -> None:
        """What has been done is sent once more: at once, much later, or by the channel under a new id."""
        if self._happens("twice"):
            self._send_known(envelope)
        if self._happens("replay"):
            self._send_known(self._pick.choice(self._past))
        if isinstance(envelope.command, Open | Receive) and self._happens("duplicate_intake"):
            self._bring_again(envelope, now)

    def _send_known(self, envelope: Envelope) -> None:
        if not self._send(envelope).replayed:
            raise Violation(f"{envelope.id} was carried out a second time")

    def _bring_again(self, envelope: Envelope, now: int) -> None:
        press = Press(envelope.actor, envelope.command)
        again = press.envelope(self._tripwire.command_id(now), now)
        self._watch.pressed(Press("duplicate", envelope.command), again)
        receipt = self._send(again).receipt
        if receipt.is_accepted and receipt.code != "unchanged":
            raise Violation(f"{envelope.command.kind} was taken in twice: {envelope.id} and {again.id}")
