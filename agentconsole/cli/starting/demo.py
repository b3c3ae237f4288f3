"""The demo: a store that is thrown away, and a thread in which contacts and colleagues live."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.cli import output
from agentconsole.cli.build import Opened, open_console
from agentconsole.cli.errors import Exit
from agentconsole.cli.line_mode.settling import Settling
from agentconsole.cli.session import Session
from agentconsole.cli.starting.front import show
from agentconsole.cli.starting.start import Start
from agentconsole.cli.starting.thrown_away import thrown_away
from agentconsole.clock import Clock, ScaledClock
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.engine import Engine
from agentconsole.ids import Ids
from agentconsole.simulator.demo import VISITOR, DemoDriver
from agentconsole.simulator.team import load_team
from agentconsole.store.errors import StoreUnavailable
from agentconsole.store.sqlite import open_store
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.choices import Choices

LONGEST_PAUSE = 1.0
"""Seconds until the next look, at most: the machine may sleep, and the clock jump."""


class Company:
    """Everybody but the visitor, in a thread and on a connection of their own."""

    def __init__(self, store: str, visitor: str, seed: int, clock: Clock, ids: Ids) -> None:
        self._store, self._visitor, self._seed, self._clock, self._ids = store, visitor, seed, clock, ids
        self._is_there, self._is_over = Event(), Event()
        self._trouble: Exception | None = None
        self._thread = Thread(target=self._live, name="demo", daemon=True)

    def arrive(self) -> None:
        """Begins the shift; back when the store is set up. Raises what went wrong with it."""
        self._thread.start()
        self._is_there.wait()
        if self._trouble is not None:
            raise self._trouble

    def leave(self) -> None:
        """Ends it."""
        self._is_over.set()
        self._thread.join(LONGEST_PAUSE * 3)

    def _live(self) -> None:
        try:
            with closing(open_store(self._store)) as db:
                engine = Engine(db, self._clock, self._ids)
                driver = DemoDriver(db, engine.submit, seed=self._seed, visitor=self._visitor, ids=self._ids)
                driver.begin(self._clock.now())
                self._is_there.set()
                self._play(driver)
        except Exception as error:
            # Told by whoever waits for the beginning; later, the visitor's console goes on without company.
            self._trouble = error
        finally:
            self._is_there.set()

    def _play(self, driver: DemoDriver) -> None:
        due: int | None = self._clock.now()
        while due is not None and not self._is_over.wait(min(LONGEST_PAUSE, self._clock.seconds_until(due))):
            try:
                due = driver.step(self._clock.now())
            except StoreUnavailable:
                due = self._clock.now() + 1_000


def begun_as(program: str) -> str:
    """What was typed to begin this program, to be typed again: its name where the shell finds it by that."""
    name = os.path.basename(program)
    if name == "__main__.py":
        return f"{shlex.quote(sys.orig_argv[0])} -m agentconsole"
    return name if shutil.which(name) == program else shlex.quote(program)


def play(session: Session, seed: int, speed: float, *, is_taught: bool = False) -> int:
    """A shift on a temporary store, with the tutorial beside it where that is wanted; the exit code."""
    visitor = _visitor(session.agent_option)
    clock = ScaledClock(session.clock, session.now, speed)
    with thrown_away() as store:
        company = Company(store, visitor, seed, clock, session.ids)
        company.arrive()
        try:
            with open_console(store, visitor, clock, session.ids) as opened:
                opened.workspace.perform(SetPresence(Presence.AVAILABLE))
                if session.is_plain:
                    # The screens paint the presence again when it is saved; a line that is written stays.
                    opened.begin()
                    Settling(opened.courier.carried).wait()
                code = _shown(opened, session, store, speed, is_taught=is_taught)
        finally:
            company.leave()
    again = f"{begun_as(sys.argv[0])} {played_again(session, seed)}"
    with suppress(OSError):
        # The terminal may have been closed over it: then nobody reads this any more.
        sys.stderr.write(_("The demo's store is gone. The same shift again: {command}").format(command=again) + "\n")
    return code


def _shown(opened: Opened, session: Session, store: str, speed: float, *, is_taught: bool) -> int:
    if session.is_plain:
        return show(opened, session, store, Start(choices=_choices()))
    from agentconsole.cli.starting.tutored import tutorial

    lessons, notices = tutorial(is_shown=is_taught)
    return show(opened, session, store, Start(notices, speed, choices=_choices(), tutorial=lessons))


def played_again(session: Session, seed: int) -> str:
    """The options that play the same shift again, for the same visitor and in the same shape."""
    visitor = ("--as", shlex.quote(session.agent_option)) if session.agent_option else ()
    return " ".join(("--demo", *visitor, *(("--plain",) if session.is_plain else ()), "--seed", str(seed)))


def _visitor(named: str) -> str:
    """Whose console it is: `lead` stands for the demo team's lead, nobody named for an agent."""
    return lead_of_the_team() if named == Role.LEAD else named or VISITOR


def lead_of_the_team() -> str:
    """The demo team's lead; the usual visitor where it has none."""
    team = load_team(paths.data("fixtures"))
    return next((mate.id for mate in team.agents if mate.role is Role.LEAD), VISITOR)


def _choices() -> Choices:
    """What the demo's team picks from beside the dispositions, which its log has."""
    from agentconsole.tui.dialogs.choices import default_choices
    from agentconsole.tui.dialogs.fields import Pick

    team = load_team(paths.data("fixtures"))
    return replace(default_choices(), categories=tuple(Pick(each.id, each.words) for each in team.categories))


def smoke_test(session: Session, seed: int) -> int:
    """A simulated hour without a terminal, and one line about it; the exit code."""
    from agentconsole.simulator.smoke import smoke

    report = smoke(seed)
    fields = {
        "id": f"smoke-{seed}",
        "seed": seed,
        "hours": report.hours,
        "conversations": report.conversations,
        "accepted": report.accepted,
        "refused": report.refused,
        "violations": list(report.violations),
    }
    session.answer(fields, report.line)
    for violation in report.violations:
        output.complain(violation)
    return Exit.INVALID if report.violations else Exit.DONE
