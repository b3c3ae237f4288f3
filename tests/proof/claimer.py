"""One of the processes that hammer a store: claims, hands over and releases chats for whoever, as fast as it can.

`python -m tests.proof.claimer ADDRESS COUNT SEED [MUTANT]` tries so many claims, with transfers and releases between
them, and prints how many commands ended how, as JSON.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections import Counter
from contextlib import nullcontext

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Claim, Command, Release, Transfer
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.errors import StoreBusy
from agentconsole.wire import Envelope
from tests.proof.live.place import open_at

AGENTS = tuple(f"agent{n}" for n in range(6))
FIRST, CHATS = 1001, 30


def a_grab(pick: random.Random) -> Command:
    chat = str(FIRST + pick.randrange(CHATS))
    return pick.choice(
        (Claim(chat), Claim(chat), Claim(chat), Transfer(chat, to_agent=pick.choice(AGENTS)), Release(chat))
    )


def hammer(address: str, count: int, seed: int) -> Counter[str]:
    pick, clock, ids = random.Random(seed), SystemClock(), SystemIds()
    engine = Engine(open_at(address), clock, ids)
    ended: Counter[str] = Counter()
    while ended["claims"] < count:
        now, command = clock.now(), a_grab(pick)
        envelope = Envelope(ids.command_id(now), pick.choice(AGENTS), f"t{seed}", command, now)
        ended["claims"] += isinstance(command, Claim)
        try:
            ended[engine.submit(envelope).receipt.outcome.value] += 1
        except (StoreBusy, sqlite3.OperationalError):
            ended["locked out"] += 1
    return ended


def main() -> None:
    address, count, seed, *name = sys.argv[1:]
    planted = nullcontext()
    if name:
        from tests.proof.mutants import MUTANTS

        planted = MUTANTS[name[0]]()
    with planted:
        print(json.dumps(hammer(address, int(count), int(seed))))


if __name__ == "__main__":
    main()
