"""`python -m tests.proof.live.nursery ADDRESS PORT`: a server that is killed and there again in a moment.

Everything is loaded once; each server is a fork of that. A line on the standard input kills it and begins the next.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

from agentconsole.__main__ import main as agentconsole
from tests.proof.live.place import open_at

LOADED = (
    *("agentconsole.cli.main", "agentconsole.cli.commands.serve", "agentconsole.server.running", "platformdirs.unix"),
    *("uvicorn.lifespan.on", "uvicorn.loops.auto", "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto"),
    *("uvloop", "httptools"),
)
"""What a server loads on its way, uvicorn's choices too."""


def born(address: str, port: int) -> int:
    """The process id of a new server."""
    child = os.fork()
    if child == 0:
        for each in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDWR), each)
        os._exit(agentconsole(["serve", "--database", address, "--port", str(port)]))
    return child


def main() -> None:
    address, port = sys.argv[1], int(sys.argv[2])
    for each in LOADED:
        import_module(each)
    open_at(address).close()
    child = born(address, port)
    print("begun", flush=True)
    for _ in sys.stdin:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        child = born(address, port)
        print("killed", flush=True)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
