"""The `agentconsole` command with a bug planted: `python -m tests.e2e.programs.console PLANT …`."""

import sys

from agentconsole.__main__ import main
from tests.e2e.plants import PLANTS

if __name__ == "__main__":
    PLANTS[sys.argv[1]]()
    raise SystemExit(main(sys.argv[2:]))
