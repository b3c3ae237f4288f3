"""An update on an incident that was left half written: another console goes on with it as it stands."""

from __future__ import annotations

from agentconsole.domain.knowledge.incident_commands import OpenIncident
from tests.e2e.console import Console, eventually
from tests.e2e.shift import ME, Shift

PLACE = "incident:1"


def kept(shift: Shift) -> str:
    return shift.drafts(PLACE).get("public", "")


def test_an_update_that_was_left_is_gone_on_with_by_the_next_console_as_it_stands(tmp_path):
    shift = Shift(tmp_path / "store.db")
    assert shift.does(ME, OpenIncident("Mail is late", "since nine")).is_accepted
    for deleted, typed, stands in ((0, "It comes in an hour.", "an hour."), (5, "day.", "an day.")):
        with Console(shift) as console:
            console.keys("g", "i", "enter", "u")
            console.wait_for("One update for")
            console.keys(*["backspace"] * deleted)
            console.types(typed)
            eventually(lambda end=stands: kept(shift).endswith(end), f"kept: {stands}")
            console.keys("escape", "escape")
            assert console.quits() == 0
        assert kept(shift) == f"Hello {{{{first}}}},\n\nIt comes in {stands}"
    assert not shift.faults()
