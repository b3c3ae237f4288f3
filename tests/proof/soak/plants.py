"""What goes wrong slowly, put into a console on purpose, by name; the soak has to notice each."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from typing import Any

KEPT: list[object] = []
PLANTS: dict[str, Callable[[], None]] = {}


def plant(function: Callable[[], None]) -> Callable[[], None]:
    """Files it under its function's name."""
    PLANTS[function.__name__] = function
    return function


def each_picker(then: Callable[[object], None]) -> None:
    """Does something whenever a list to pick from is made."""
    from agentconsole.tui.dialogs.picker import PickerView

    begin = PickerView.__init__

    def also(self: Any, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        then(self)

    PickerView.__init__ = also


@plant
def keeps_widgets() -> None:
    """A list that was left is not forgotten."""
    each_picker(KEPT.append)


@plant
def keeps_tasks() -> None:
    """Each list leaves a task behind that waits for ever."""
    each_picker(lambda _: KEPT.append(asyncio.get_running_loop().create_task(asyncio.sleep(10**6))))


@plant
def keeps_threads() -> None:
    """Each list leaves a thread behind."""
    each_picker(lambda _: threading.Thread(target=threading.Event().wait, daemon=True).start())


@plant
def keeps_files() -> None:
    """Each list leaves a file open."""
    each_picker(lambda _: KEPT.append(os.open(os.devnull, os.O_RDONLY)))


@plant
def keeps_memory() -> None:
    """Each reading of the store is kept."""
    from agentconsole.tui.screens.console import AgentScreen

    read = AgentScreen.store_changed

    def also(self: Any) -> None:
        KEPT.append(os.urandom(1_000_000))
        read(self)

    AgentScreen.store_changed = also


@plant
def paints_too_little() -> None:
    """What changed at a line's end is not always painted."""
    from agentconsole.tui.widgets import painted

    exact = painted.changed_width
    painted.changed_width = lambda old, new: max(1, (exact(old, new) or painted.line_width(new)) - 8)


@plant
def complains() -> None:
    """An exception is swallowed, into the log."""

    def swallow(_: object) -> None:
        try:
            raise ValueError("swallowed")
        except ValueError:
            logging.getLogger("agentconsole").exception("something went wrong")

    each_picker(swallow)
