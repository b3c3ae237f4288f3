"""An ending stands in the transcript in the team's words; a code nobody has words for stands as it is."""

from __future__ import annotations

import pytest

from agentconsole.domain.dispositions import Disposition, Keeper
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.tui.dialogs.choices import Choices
from agentconsole.tui.dialogs.fields import Pick
from agentconsole.tui.endings import worded
from tests.tui.conftest import a_console

OWN = Choices((Pick("follow_up", "The follow-up goes on in a ticket"),), ())


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("wrapped up: follow_up", "wrapped up: The follow-up goes on in a ticket"),
        ("wrapped up: follow_up: on Monday", "wrapped up: The follow-up goes on in a ticket: on Monday"),
        ("wrapped up: a_code_of_before: follow_up", "wrapped up: a_code_of_before: follow_up"),
        ("dana ended it", "dana ended it"),
    ],
)
def test_an_ending_has_the_words_of_the_team_and_its_note_stays(remark: str, told: str):
    assert worded(remark, OWN) == told


@pytest.mark.parametrize("kind", list(ClockKind))
def test_a_broken_promise_is_told_in_a_sentence_whatever_it_was(kind: ClockKind):
    remark = f"promise broken: {kind.value.replace('_', ' ')}"
    told = worded(remark, None)
    assert told.startswith("promise broken: ")
    assert len(told.split()) >= 6
    assert worded("promise broken: of another age", None) == "promise broken: of another age"


def test_a_promised_time_that_passed_is_named_as_one():
    words = "promise broken: no word came by the time that was promised"
    assert worded("promise broken: promised", None) == words


async def test_a_console_asks_by_the_teams_own_list_and_reads_what_was_retired():
    async with a_console() as console:
        await console.press("f2", "escape", "e", "2", "enter", "[")
        own = (Disposition("dns-done", "DNS change done"), Disposition("call", "We ring back", Keeper.CALLBACK))
        console.door.does("mo", SetDispositions(own))
        await console.settle()
        await console.shows("wrapped up: the contact solved it")
        await console.press("f3", "escape", "W")
        await console.shows("1  DNS change done")
        assert "workaround" not in console.text
        await console.press("2")
        await console.shows("By when")


async def test_a_reader_sees_how_it_ended_in_words():
    async with a_console() as console:
        await console.press("f2", "escape", "e", "2", "enter", "[")
        assert "solved_by_contact" not in console.text
        await console.shows("wrapped up: the contact solved it")
