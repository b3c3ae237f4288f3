"""What a line at the prompt waits for before it is judged, and for how long."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agentconsole.cli.line_mode.settling import BRIEF, Settling
from agentconsole.domain.commands import Claim
from agentconsole.wire import Envelope
from agentconsole.workspace.carried import Carried, Delivery


def test_what_was_waited_for_in_vain_holds_no_further_line_up():
    envelope = Envelope("c-1", "dana", "test", Claim("1001"), 0)
    settling = Settling(lambda: (Carried(envelope, Delivery.SAVED),), longest=0.05)
    assert settling.wait("1002") == ""
    assert "claim #1001" in settling.wait("1001")
    assert settling.wait("1001") == settling.wait() == ""


def test_a_server_that_is_away_is_waited_for_only_a_moment(monkeypatch: pytest.MonkeyPatch):
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=sleep)
    monkeypatch.setattr("agentconsole.cli.line_mode.settling.time", clock)
    envelope = Envelope("c-1", "dana", "test", Claim("1001"), 0)
    settling = Settling(lambda: (Carried(envelope, Delivery.SAVED),), is_reachable=lambda: now[0] < 1)
    assert "claim #1001" in settling.wait()
    assert 1 <= now[0] < 1.1
    again = Settling(lambda: (Carried(envelope, Delivery.SAVED),), is_reachable=lambda: False)
    assert "claim #1001" in again.wait()
    assert now[0] < 1.1 + 2 * BRIEF


def test_what_is_still_on_its_way_after_a_moment_is_named_once():
    carried = [Carried(Envelope("c-1", "dana", "test", Claim("1001"), 0), Delivery.SAVED)]
    settling = Settling(lambda: tuple(carried))
    assert settling.briefly() == "claim #1001: saved, and on its way."
    assert settling.briefly() == ""
    carried.clear()
    assert settling.briefly() == ""
