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
PATIENCE = 300_000
"""Milliseconds."""
CLAIMS = 0.8
"""The share of claims; of the others half are transfers, half releases. Without those nobody would have room again."""


def a_grab(pick: random.Random, held: dict[str, str]) -> tuple[str, Command]:
    """Who does what: what is given up is mostly what this process believes it holds, by chat."""
    chance = pick.random()
    if chance < CLAIMS or not held:
        return pick.choice(AGENTS), Claim(str(FIRST + pick.randrange(CHATS)))
    chat = pick.choice(sorted(held))
    if chance < (1 + CLAIMS) / 2:
        return held[chat], Transfer(chat, to_agent=pick.choice(AGENTS))
    return held.pop(chat), Release(chat)


def hammer(address: str, count: int, seed: int) -> Counter[str]:
    pick, clock, ids = random.Random(seed), SystemClock(), SystemIds()
    db = open_at(address)
    if isinstance(db, sqlite3.Connection):
        # Whoever waits for their turn gets it, on however busy a machine; whoever is locked out is told at once.
        db.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    engine = Engine(db, clock, ids)
    ended: Counter[str] = Counter()
    held: dict[str, str] = {}
    while ended["claims"] < count:
        now, (agent, command) = clock.now(), a_grab(pick, held)
        envelope = Envelope(ids.command_id(now), agent, f"t{seed}", command, now)
        ended["claims"] += isinstance(command, Claim)
        try:
            receipt = engine.submit(envelope).receipt
        except (StoreBusy, sqlite3.OperationalError):
            ended["locked out"] += 1
            continue
        ended[receipt.outcome.value] += 1
        match command:
            case Claim(chat) if receipt.is_accepted:
                held[chat] = agent
            case Transfer(chat, to_agent=other) if receipt.is_accepted:
                held[chat] = other
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
