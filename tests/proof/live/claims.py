"""`python -m tests.proof.live.claims [--seeds 1..50]`: processes that claim and hand over chats, and an observer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.capacity import MAX_CHATS
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.store.errors import StoreBusy
from agentconsole.wire import Envelope
from tests.proof import claimer
from tests.proof.bench import an_opening
from tests.proof.claimer import AGENTS, CHATS
from tests.proof.live.place import arguments, opened, play_at
from tests.proof.rounds import Came, told
from tests.proof.ten_minutes.findings import check_store

PROCESSES = 4
LOOK_SECONDS = 0.05
SAMPLE = (
    "SELECT assignee, count(*) FROM conversation WHERE channel = 'chat' AND status = 'active' GROUP BY assignee "
    "UNION ALL SELECT agent_id, count(*) FROM chat_slot GROUP BY agent_id"
)


@dataclass(frozen=True, slots=True)
class Hammered:
    """What it came to: `most` chats in one pair of hands, seen in `looks` looks."""

    ended: Counter[str]
    most: int
    looks: int

    @property
    def line(self) -> str:
        return f"{told(self.ended)}; {self.looks:,} looks saw at most {self.most} chats in one pair of hands"


def prepare(address: str) -> None:
    """A team and chats for it to fight over."""
    clock = SystemClock()

    with opened(address) as db:
        engine = Engine(db, clock, SystemIds())

        def does(actor: str, command: Command) -> None:
            engine.submit(Envelope(uuid7(clock.now()), actor, "test", command, clock.now()))

        for name in AGENTS:
            does(SYSTEM, AddAgent(name, name, Role.LEAD if name == AGENTS[-1] else Role.AGENT))
            does(name, SetPresence(Presence.AVAILABLE))
        for n in range(CHATS):
            does("chat", an_opening(f"c{n}"))


def hammer(address: str, claims: int, seed: int, processes: int = PROCESSES) -> Hammered:
    """Lets them loose until they have tried to claim so often; afterwards everybody has ended."""
    # Each process is forked from one that has loaded everything.
    forks, share = get_context("forkserver"), -(-claims // processes)
    forks.set_forkserver_preload([claimer.__name__])
    most = looks = 0
    with forks.Pool(processes) as crowd, opened(address) as db:
        running = crowd.starmap_async(claimer.hammer, [(address, share, seed + n) for n in range(processes)], 1)
        while not running.ready():
            try:
                most = max([most, *(n for _, n in db.execute(SAMPLE).fetchall())])
                looks += 1
            except StoreBusy:
                continue
            running.wait(LOOK_SECONDS)
        return Hammered(sum(running.get(), Counter()), most, looks)


def came_of(address: str, beside: Path, claims: int, seed: int) -> Came:
    """A round: the crowd, and afterwards the whole log and its rows."""
    prepare(address)
    found = hammer(address, claims, seed * PROCESSES)
    with opened(address) as db:
        wrong = check_store(db, beside / "copy.db")
    if found.most != MAX_CHATS:
        wrong.append(found.line)
    return Came({**found.ended, "looks": found.looks}, wrong)


def main() -> int:
    given = arguments(__doc__, "1..50", claims=20_000)
    return play_at("claims", given, lambda address, beside, seed: came_of(address, beside, given.claims, seed))


if __name__ == "__main__":
    raise SystemExit(main())
