"""The process that is killed: writes commands until it dies, and says each id once the engine has answered.

`python -m tests.proof.writer STORE [MUTANT]` prints one id a line, flushed.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Claim, Note, Release, Tag
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.proof.bench import an_opening


def write(store: str) -> None:
    clock, ids = SystemClock(), SystemIds()
    engine = Engine(open_store(store), clock, ids)
    round_ = 0
    while True:
        round_ += 1
        for actor, command in (
            ("chat", an_opening(f"{ids.epoch()}")),
            ("ana", Claim("1001")),
            ("ana", Note("1001", f"round {round_}")),
            ("bo", Tag("1001", add=(f"r{round_}",))),
            ("ana", Release("1001")),
        ):
            now = clock.now()
            envelope = Envelope(ids.command_id(now), actor, "t1", command, now)
            print(engine.submit(envelope).receipt.id, flush=True)


def main() -> None:
    store, *name = sys.argv[1:]
    planted = nullcontext()
    if name:
        from tests.proof.mutants import MUTANTS

        planted = MUTANTS[name[0]]()
    with planted:
        write(store)


if __name__ == "__main__":
    main()
