"""`python -P -m agentconsole.cli.resident`: what `agentconsole resident start` begins."""

import os
import sys

from agentconsole import paths
from agentconsole.cli.resident.keeper import Keeper


def main() -> int:
    """Serves; in each console's process it becomes that console, and answers its exit code."""
    keeper = Keeper(paths.resident_socket())
    keeper.load()
    keeper.open()
    # Whoever began it has read what went wrong, and goes.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    started = keeper.serve()
    started.watch()
    from agentconsole.cli import plain

    code = 1
    try:
        code = plain.run(plain.shape_of(started.wanted.arguments) or {})
    finally:
        started.end(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
