"""The console with a window into itself: `python -m tests.proof.soak.program FILE PLANT …` tells on SIGUSR1.

FILE then holds how many widgets were made and not forgotten, and how many tasks there are; PLANT may be empty.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from pathlib import Path

from agentconsole.__main__ import main
from tests.proof.soak.plants import PLANTS


def tell(file: Path) -> None:
    """Writes the figures whole, so that who waits for the file reads all of it."""
    from textual.widget import Widget

    gc.collect()
    widgets = sum(isinstance(each, Widget) for each in gc.get_objects())
    told = {"widgets": widgets, "tasks": len(asyncio.all_tasks(asyncio.get_running_loop()))}
    beside = file.with_suffix(".begun")
    beside.write_text(json.dumps(told), "utf-8")
    os.replace(beside, file)


if __name__ == "__main__":
    where, plant, *arguments = sys.argv[1:]
    if plant:
        PLANTS[plant]()
    signal.signal(signal.SIGUSR1, lambda *_: tell(Path(where)))
    raise SystemExit(main(arguments))
