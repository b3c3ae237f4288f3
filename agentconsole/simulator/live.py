"""A running server tried out in real time: simulated contacts through its intake, simulated agents at real consoles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from threading import Event

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import Clock, ScaledClock
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.counting import counted
from agentconsole.simulator.agents import SimulatedAgent
from agentconsole.simulator.arrivals import Deck, arrivals
from agentconsole.simulator.desk import Desk
from agentconsole.simulator.live_contacts import LiveContacts
from agentconsole.simulator.luck import luck
from agentconsole.simulator.playbook import playbook
from agentconsole.simulator.terminal import Terminal
from agentconsole.workspace.api import Refused

PER_HOUR = 90
"""Contacts in an hour of a flat day: enough that whoever tries a server out has not to wait."""
PACE = 9.0
SLIPS = 0.05
LONGEST_HOURS = 24
QUIET_SECONDS = 60
STEP_SECONDS = 0.05
TELLS_EVERY = int(30 / STEP_SECONDS)
"""Steps between two lines about how far it has come."""


@dataclass(frozen=True, slots=True)
class LiveReport:
    """What came of it; `wrong` are receipts the log does not bear out, and commands that never ended."""

    contacts: int
    delivered: int
    tries: int
    pressed: int
    refused_here: int
    accepted: int
    refused: int
    receipts: int
    wrong: tuple[str, ...]

    @property
    def line(self) -> str:
        """In one line."""
        deliveries = "1 delivery" if self.delivered == 1 else f"{self.delivered:,} deliveries"
        tries = "1 try" if self.tries == 1 else f"{self.tries:,} tries"
        taken = f"{counted(self.contacts, 'contact')}, {deliveries} taken in {tries}"
        pressed = counted(self.pressed, "command")
        done = f"{pressed} of agents, {self.accepted} accepted, {self.refused} refused"
        checked = f"{counted(self.receipts, 'receipt')} checked against the log, {len(self.wrong)} wrong"
        return f"{taken}; {done}, {self.refused_here} not sent; {checked}"


class Player:
    """A simulated agent at a terminal."""

    def __init__(self, terminal: Terminal, seed: int, speed: float) -> None:
        book = playbook()
        desk = Desk(terminal.db, book.by_id, book.lines)
        self.terminal = terminal
        self.told: Counter[str] = Counter()
        self._news = Event()
        pick, begins = luck(seed, "agent", terminal.agent), terminal.clock.now() + SECOND
        self._agent = SimulatedAgent(terminal.agent, desk, pick, begins, slips=SLIPS, pace=PACE / speed)
        terminal.courier.subscribe(self._news.set)

    def step(self) -> None:
        """The next key, when its time has come."""
        now = self.terminal.clock.now()
        if self._news.is_set():
            self._news.clear()
            self._agent.wake(now)
        if self._agent.due_at > now:
            return
        press = self._agent.step(now)
        if press is None or self._is_under_way(getattr(press.command, "conversation_id", "")):
            return
        try:
            self.terminal.does(press.command)
        except Refused:
            self.told["refused here"] += 1
        else:
            self.told["pressed"] += 1

    def _is_under_way(self, conversation_id: str) -> bool:
        """Whoever sees their last word on its way waits for it."""
        carried = self.terminal.courier.carried()
        return any(getattr(each.envelope.command, "conversation_id", "") == conversation_id for each in carried)


class LiveShift:
    """`listener` hears for the contacts what agents say; `players` may be nobody."""

    def __init__(
        self, url: str, key: str, listener: Terminal, clock: Clock, *, seed: int, speed: float, ca_file: str = ""
    ) -> None:
        self._source = RestBackend(url, key, ca_file)
        begins = listener.clock.now()
        hurried = ScaledClock(clock, begins, speed)
        self.players: list[Player] = []
        self._seed, self._speed = seed, speed
        self._contacts = LiveContacts(listener.db, hurried, self._source.deliver, f"{begins:x}")
        for customer in arrivals(Deck(playbook().scripts, luck(seed, "deck")), seed, begins, LONGEST_HOURS, PER_HOUR):
            self._contacts.expect(customer)

    def play(
        self,
        terminals: Sequence[Terminal],
        seconds: float,
        wait: Callable[[float], None],
        tell: Callable[[str], None],
    ) -> LiveReport:
        """Lives for so long and tells now and then how far it has come, then until all is settled. Ctrl+C ends the
        first part early. Raises BackendError."""
        self.players = [Player(each, self._seed, self._speed) for each in terminals]
        with closing(self._source):
            with suppress(KeyboardInterrupt):
                for step in range(int(seconds / STEP_SECONDS)):
                    if step and step % TELLS_EVERY == 0:
                        tell(self._so_far(seconds - step * STEP_SECONDS))
                    self._contacts.step()
                    for player in self.players:
                        player.step()
                    wait(STEP_SECONDS)
            for _ in range(int(QUIET_SECONDS / STEP_SECONDS)):
                if all(each.is_settled for each in terminals):
                    break
                wait(STEP_SECONDS)
        return self._report(terminals)

    def _so_far(self, left: float) -> str:
        contacts, pressed = self._contacts.told["contacts"], sum(each.told["pressed"] for each in self.players)
        so_far = f"{counted(contacts, 'contact')} and {counted(pressed, 'command')} of agents so far"
        return f"{so_far}, {left / 60:.1f} minutes to go"

    def _report(self, terminals: Sequence[Terminal]) -> LiveReport:
        accounts = {each.agent: each.account() for each in terminals}
        ended = sum((Counter(each.ended) for each in accounts.values()), Counter[str]())
        wrong = [words for each in accounts.values() for words in each.wrong]
        wrong += [f"{each.agent} has commands that never ended" for each in terminals if not each.is_settled]
        mine = sum((each.told for each in self.players), Counter[str]())
        told = self._contacts.told
        delivered = sum(n for what, n in told.items() if what.startswith(("news", "no news")))
        return LiveReport(
            contacts=told["contacts"],
            delivered=delivered,
            tries=told["tries"],
            pressed=mine["pressed"],
            refused_here=mine["refused here"],
            accepted=ended["accepted"],
            refused=ended["refused"],
            receipts=sum(each.receipts for each in accounts.values()),
            wrong=tuple(wrong),
        )
