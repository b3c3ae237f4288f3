"""What the prompt says there is to choose from: an ending that promises something says what comes before it."""

from __future__ import annotations

import pytest

from agentconsole.cli.line_mode.advice import advice
from agentconsole.domain.dispositions import Disposition, Dispositions, Keeper
from agentconsole.domain.terms import Channel
from agentconsole.tui.dialogs.choices import choices_of
from tests.support.builders import NOW, A


@pytest.mark.parametrize(
    ("channel", "ending", "first"),
    [
        ("phone", "callback", "first B 20m"),
        ("phone", "ticket_opened", "first follow-up 20m"),
        ("chat", "callback", "first follow-up 20m"),
        ("ticket", "ticket_opened", "w 20m instead"),
    ],
)
def test_an_ending_that_promises_something_says_what_puts_it_on_record_first(channel: str, ending: str, first: str):
    told = advice("wrap-up", A[Channel(channel)](), None)
    assert first in next(line for line in told if line.startswith(f"{ending}:"))
    assert "solved" in told
    assert not any(first in line for line in advice("categorise", A[Channel(channel)](), None))


def test_a_team_with_a_list_of_its_own_has_that_to_choose_from_and_nothing_that_is_retired():
    own = Dispositions(
        (Disposition("call", "We ring back", Keeper.CALLBACK), Disposition("moved", "Moved", is_retired=True))
    )
    told = advice("wrap-up", A[Channel.CHAT](), choices_of(own, None))
    assert told[1:] == ["call: We ring back (first follow-up 20m: by when)"]


def test_what_is_promised_already_is_not_said_again():
    assert "callback: callback promised" in advice("wrap-up", A[Channel.PHONE](callback_at=NOW), None)
