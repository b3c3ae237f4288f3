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
from agentconsole.cli.starting.tastes import Tastes, keymap_of, looks, manners, shape, theme_folders, theme_name
from agentconsole.clock import Clock, local_offset
from agentconsole.domain.values import dataclass
from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.sync.watch import Watch
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

if TYPE_CHECKING:
    from agentconsole.cli.starting.daily import Daily
    from agentconsole.cli.team.access import Access
    from agentconsole.ids import Ids
    from agentconsole.settings import Settings
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.lessons import Tutorial

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
        watch = Watch(store, lambda: courier.look_again() if news.is_foreign() else None)
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

        opened = Opened(workspace, courier, Watch(store, written))
        try:
            yield opened
        finally:
            opened.begin()
            opened.watch.stop()
            courier.stop()


def load_screens() -> None:
    """Imports the screens, half of a start; other threads may use the time."""
    for name, value in TEXTUAL.items():
        os.environ.setdefault(name, value)
    # What is made at the start stays to the end, and looking through it for garbage is a tenth of the start. The app
    # switches the collector on again after the first picture.
    gc.disable()
    importlib.import_module("agentconsole.tui.app")


def run_console(
    opened: Opened,
    settings: Settings,
    *,
    speed: float = 1.0,
    notices: tuple[str, ...] = (),
    daily: Daily | None = None,
    choices: Choices | None = None,
    tutorial: Tutorial | None = None,
) -> int:
    """Shows the console until the agent leaves; the exit code.

    With a backup a day where there is one to make, and with the team's own `choices` where it has some.
    """
    load_screens()
    from agentconsole.tui.app import ConsoleApp, run
    from agentconsole.tui.driver import driver_class
    from agentconsole.tui.theme import chosen_theme

    def begin() -> None:
        diagnostics.begin()
        opened.begin()
        tastes.begin(app.theme_changed, app.tell, theme.name)
        if daily is not None:
            daily.begin(app.tell)

    door = opened.workspace
    folders = theme_folders()
    theme, complaint = chosen_theme(folders, theme_name(settings))
    drawn = looks(settings, os.environ)
    tastes = Tastes(settings, paths.config_file(), folders)
    app = ConsoleApp(
        door,
        themes=(theme,),
        choices=choices,
        tutorial=tutorial,
        theme=theme.name,
        keymap=keymap_of(settings),
        tastes=tastes,
        offset=local_offset(door.now()),
        speed=speed,
        enter_sends=settings.composer.enter,
        manners=manners(settings, os.environ),
        notices=(*notices, *filter(None, [complaint])),
        looks=drawn,
        shape=shape(settings),
        driver_class=driver_class(shows_cursor=drawn.shows_cursor),
        # The engine and its rules take as long to load as half of Textual: nobody needs them to see the queue.
        first_shown=begin,
    )
    try:
        return run(app, paths.crash_dir(), mouse=drawn.has_mouse)
    finally:
        tastes.end()
        if daily is not None:
            daily.end()
