"""The only place where the parts meet: a store, a courier, a watch and a workspace become one console."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.cli.starting import diagnostics
from agentconsole.cli.starting.news import News, log_end
from agentconsole.cli.starting.setting import setting_of, theme_folders, theme_name, unusable
from agentconsole.cli.starting.start import Start
from agentconsole.cli.starting.tastes import Tastes
from agentconsole.clock import Clock
from agentconsole.domain.values import dataclass
from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.sync.watch import Watch
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

if TYPE_CHECKING:
    from agentconsole.cli.team.access import Access
    from agentconsole.ids import Ids
    from agentconsole.settings import Settings

SERVER = "local"
TEXTUAL = {"TEXTUAL_ANIMATIONS": "none", "ESCDELAY": "10"}
"""What Textual reads from the environment when it is imported; what the user has set there stays."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A console's parts at work: the door of the screens, who carries to the disk, and who tells of others."""

    workspace: Workspace
    courier: LocalCourier
    watch: Watch

    def begin(self) -> None:
        """Sets the courier and the watch to work, once; what was handed over before has waited for it."""
        if not self.courier.is_started:
            self.watch.start()
            self.courier.start()


@contextmanager
def open_console(store: str, me: str, clock: Clock, ids: Ids, *, i_know: bool = False) -> Iterator[Opened]:
    """The agent's console on the store; when it ends, what was handed over is worked off first.

    The workspace belongs to this thread. Nothing is delivered before `begin`, which comes with the first frame.
    Raises StoreError, and LookupError when nobody is called `me`.
    """
    terminal = f"console-{ids.epoch()}"
    with closing(open_store(store, read_only=True, i_know=i_know)) as db:
        courier = LocalCourier(Posted(lambda: open_store(store, i_know=i_know), me, clock, ids))
        workspace = Workspace(Desk(db, me, clock, courier, SERVER), ids, terminal)
        news = News(store, terminal, log_end(db), courier.drafts_beside)
        watch = Watch(store, lambda: courier.look_again() if news.is_foreign() else None, looks_first=True)
        opened = Opened(workspace, courier, watch)
        try:
            yield opened
        finally:
            opened.begin()
            watch.stop()
            courier.stop()


@contextmanager
def open_team_console(access: Access, clock: Clock, ids: Ids) -> Iterator[Opened]:
    """The agent's console on the copy of the team's log, which holds the agent already; `clock` is the server's.

    Raises StoreError, and LookupError when the copy names nobody so.
    """
    from agentconsole.sync.team_courier import TeamCourier

    team, store = access.team, str(access.team.store)
    terminal = f"{team.terminal}-{ids.epoch()[:4]}"
    with closing(open_store(store, read_only=True)) as db:
        posted = Posted(lambda: open_store(store), team.agent, clock, ids, team.url, terminal)
        courier = TeamCourier(posted, access.reach, access.renew)
        workspace = Workspace(Desk(db, team.agent, clock, courier, team.url), ids, terminal)
        news = News(store, terminal, log_end(db), courier.drafts_beside)

        def written() -> None:
            courier.store_was_written()
            if news.is_foreign():
                courier.look_again()

        opened = Opened(workspace, courier, Watch(store, written, looks_first=True))
        try:
            yield opened
        finally:
            opened.begin()
            opened.watch.stop()
            can_be_told = courier.is_reachable()
            courier.stop()
            if can_be_told:
                access.leave()


def load_screens() -> None:
    """Imports the screens, half of a start; other threads may use the time."""
    for name, value in TEXTUAL.items():
        os.environ.setdefault(name, value)
    # What is made at the start stays to the end, and looking through it for garbage is a tenth of the start. The app
    # switches the collector on again after the first picture.
    gc.disable()
    importlib.import_module("agentconsole.tui.app")


def run_console(opened: Opened, settings: Settings, start: Start) -> int:
    """Shows the console until the agent leaves; the exit code. Raises SettingsError."""
    load_screens()
    from agentconsole.tui.app import ConsoleApp, run
    from agentconsole.tui.driver import driver_class
    from agentconsole.tui.theme import chosen_theme

    door, folders = opened.workspace, theme_folders()
    theme, complaint = chosen_theme(folders, theme_name(settings))
    tastes = Tastes(settings, paths.config_file(), folders)
    setting = setting_of(settings, start.telling(unusable(settings, complaint)), tastes, door.now())

    def begin() -> None:
        diagnostics.begin()
        opened.begin()
        tastes.begin(app.theme_changed, app.tell, theme.name)
        if start.daily is not None:
            start.daily.begin(app.tell)

    driver = driver_class(shows_cursor=setting.looks.shows_cursor)
    # The engine and its rules take as long to load as half of Textual: nobody needs them to see the queue.
    app = ConsoleApp(door, setting, theme=theme, driver_class=driver, first_shown=begin)
    try:
        return run(app, paths.crash_dir(), mouse=setting.looks.has_mouse)
    finally:
        tastes.end()
        if start.daily is not None:
            start.daily.end()
