"""A console over the in-memory door for a real terminal: `python -m tests.tui.played_console FOLDER [crash]`.

After the console has ended it prints the drafts that were kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from agentconsole.tui.app import ConsoleApp, run
from agentconsole.tui.driver import driver_class
from tests.support.a_shift import a_shift

SECRET = "what a contact wrote"


def main() -> int:
    door = a_shift()
    if "crash" in sys.argv:

        def why(conversation_id: str) -> str:
            words = SECRET
            raise ValueError(words + conversation_id)

        door.why = why
    code = run(ConsoleApp(door, driver_class=driver_class()), Path(sys.argv[1]))
    print(f"drafts kept: {sorted(door.drafts.values())}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
