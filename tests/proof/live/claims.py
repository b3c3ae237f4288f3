"""`python -m tests.proof.live.claims [--claims 1000000]`: processes that claim and hand over chats, and an observer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from agentconsole.clock import SystemClock
from agentconsole.domain.agent import Presence, Role
from agentconsole.domain.commands import AddAgent, Command, SetPresence
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.store.errors import StoreBusy
from agentconsole.wire import Envelope
from tests.proof.bench import an_opening
from tests.proof.claimer import AGENTS, CHATS
from tests.proof.live.place import a_database, arguments, opened

ROOT = Path(__file__).parents[3]
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
    seconds: float

    @property
    def line(self) -> str:
        told = ", ".join(f"{n:,} {what}" for what, n in sorted(self.ended.items()))
        return f"{told}; {self.looks:,} looks saw at most {self.most} chats in one pair of hands, {self.seconds:.0f} s"


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


def hammer(address: str, claims: int, seed: int, mutant: str = "", processes: int = PROCESSES) -> Hammered:
    """Lets them loose until they have tried to claim so often; afterwards everybody has ended."""
    began, share = perf_counter(), -(-claims // processes)
    more = [mutant] if mutant else []
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.proof.claimer", address, str(share), str(seed + n), *more],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for n in range(processes)
    ]
    most = looks = 0
    with opened(address) as db:
        while any(each.poll() is None for each in running):
            try:
                most = max([most, *(n for _, n in db.execute(SAMPLE).fetchall())])
                looks += 1
            except StoreBusy:
                continue
            sleep(LOOK_SECONDS)
    ended: Counter[str] = Counter()
    for each in running:
        out, _ = each.communicate()
        assert each.returncode == 0
        ended.update(json.loads(out))
    return Hammered(ended, most, looks, perf_counter() - began)


def main() -> int:
    given = arguments(__doc__, claims=1_000_000)
    with a_database(given.database, in_memory=given.in_memory) as address:
        prepare(address)
        found = hammer(address, given.claims, given.seed)
    print(f"{given.database}, seed {given.seed}: {found.line}")
    return 0 if found.most == 2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
