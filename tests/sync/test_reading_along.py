"""On a store of one's own: a lead's console that is killed while it reads along counts as gone, one that runs never."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim
from agentconsole.domain.leads.commands import Monitor
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import FAR
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.reading_along import read_along
from agentconsole.sync.carrying import LocalCarrier
from agentconsole.sync.jobs import Posted
from agentconsole.sync.reading_along import ReadingAlong
from agentconsole.sync.tray import Tray
from tests.sync.consoles import Console, a_console, submit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of the locks a console is known by")

READS = """
import sys, time
from agentconsole.store.sqlite import open_store
from agentconsole.sync.reading_along import ReadingAlong
reading = ReadingAlong(open_store(sys.argv[1]), "mo")
reading.stay()
print("reads", flush=True)
time.sleep(600)
"""


def read_by_mo(dana: Console) -> None:
    given = (dana.clock, dana.ids)
    submit(dana.store, "system", AddAgent("mo", "Mo", Role.LEAD), *given)
    dana.workspace.perform(SetPresence(Presence.AVAILABLE))
    dana.workspace.perform(Claim("1001"))
    dana.settle()
    assert submit(dana.store, "mo", Monitor("1001"), *given).receipt.is_accepted


def looked(dana: Console, minutes: int) -> list[tuple[str, str]]:
    """Who reads along once dana's console has looked so much later."""
    with closing(open_store(dana.store)) as db:
        clock = ManualClock(dana.clock.now() + minutes * MINUTE)
        carrier = LocalCarrier(db, Posted(lambda: open_store(dana.store), "dana", clock, dana.ids), Tray())
        carrier.look_again()
        assert (carrier.due_at() <= clock.now() + MINUTE) or not read_along(db)
        return read_along(db)


def test_a_console_that_is_killed_reads_no_more_and_one_that_runs_reads_on(tmp_path: Path):
    with a_console(tmp_path / "store.db") as dana:
        read_by_mo(dana)
        assert looked(dana, 2) == [("1001", "mo")], "a console of theirs may come yet"
        mo = subprocess.Popen([sys.executable, "-c", READS, str(dana.store)], stdout=subprocess.PIPE, text=True)
        try:
            assert mo.stdout is not None
            assert mo.stdout.readline().strip() == "reads"
            assert looked(dana, 60) == [("1001", "mo")]
        finally:
            mo.kill()
            mo.communicate()
        assert looked(dana, 61) == []


def test_who_reads_along_alone_has_nothing_to_look_at(tmp_path: Path):
    with a_console(tmp_path / "store.db") as dana:
        read_by_mo(dana)
        with closing(open_store(dana.store)) as db:
            assert ReadingAlong(db, "mo").look_at(0) == FAR
            assert ReadingAlong(db, "dana").look_at(0) == MINUTE
