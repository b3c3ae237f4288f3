"""One console that nobody sees, before the first that somebody does: what Python and Textual work out once is there."""

from __future__ import annotations

from contextlib import closing

from agentconsole import paths
from agentconsole.cli.build import SERVER
from agentconsole.clock import SystemClock
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.simulator.demo import VISITOR, DemoDriver
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.looks import Looks
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.theme import DEFAULT_THEME, chosen_theme
from agentconsole.tui.widths import settled
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

SEED = 7
SIZE = (120, 36)
"""Columns and rows; what is worked out for another size is nearly the same."""


LASTS = 0.2
"""Seconds it goes on behind its first picture, which the conversation under the cursor follows."""


def rehearse() -> int:
    """Opens a console on made-up work in memory up to its first picture; its exit code. Half of what is left of a
    start is saved by it.

    No setting of the agent's is read, no file of theirs opened, and no thread outlives it: whatever it leaves in
    memory is the same for everybody.
    """
    settled()
    clock, ids = SystemClock(), SystemIds()
    with closing(open_store(MEMORY)) as db:
        engine = Engine(db, clock, ids)
        DemoDriver(db, engine.submit, seed=SEED, visitor=VISITOR, ids=ids).begin(clock.now())
        # The courier is never begun: there is nobody who could press a key.
        courier = LocalCourier(Posted(lambda: db, VISITOR, clock, ids))
        door = Workspace(Desk(db, VISITOR, clock, courier, SERVER), ids, "rehearsal")
        theme, _ = chosen_theme((paths.data("themes"),), DEFAULT_THEME)
        # How wide a vowel sign is stays with the process once it is set, and depends on the terminal.
        setting = Setting(looks=Looks(counts_vowel_signs=False))

        def leave_soon() -> None:
            app.set_timer(LASTS, app.exit)

        app = ConsoleApp(door, setting, theme=theme, first_shown=leave_soon)
        app.run(headless=True, size=SIZE)
        return app.return_code or 0
