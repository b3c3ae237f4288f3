"""A server that is away for long is asked for its time only, and a console is online moments after it is back."""

from __future__ import annotations

import random
from pathlib import Path
from time import monotonic

import pytest

from agentconsole.domain.commands import Note
from agentconsole.sync import line
from agentconsole.sync.retry import FIRST, LONGEST, PROBE, PROBED_AFTER, pause
from tests.support.fault_proxy import fault_proxy
from tests.support.team_server import a_team
from tests.sync.test_team_line import a_console, all_settled, bodies, ids, token_of, until


def test_the_pause_grows_until_the_server_is_probed_and_again_for_one_that_answers_and_fails():
    for failures in range(1, 40):
        at_most, there = pause(failures, 1.0), pause(failures, 1.0, is_there=True)
        assert at_most <= max(FIRST * 2 ** (PROBED_AFTER - 1), PROBE)
        assert there == min(LONGEST, FIRST * 2.0 ** min(failures, 10))
        assert pause(failures, 0.0) == (PROBE / 2 if failures >= PROBED_AFTER else 0)
    assert pause(9, 1.0, 20) == 20 + PROBE


def test_after_five_failures_only_the_time_is_asked_for_until_the_server_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with a_team(tmp_path) as team, fault_proxy(team.url) as proxy:
        codes, chat = team.hires("ana"), team.chat()
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path, proxy.url) as ana:
            until(lambda: chat in ids(ana))
            # No luck is the shortest pause: what matters comes after the fifth failure.
            monkeypatch.setattr(line.random, "random", lambda: 0.01)
            proxy.is_down = True
            for n in range(20):
                ana.does(Note(chat, f"in the dark {n}"))
            until(lambda: "GET /v1/time" in proxy.asked, 30)
            before = len(proxy.asked)
            until(lambda: len(proxy.asked) >= before + 2, 30)
            assert set(proxy.asked[before:]) == {"GET /v1/time"}
            monkeypatch.setattr(line.random, "random", random.Random(1).random)
            proxy.is_down, began = False, monotonic()
            until(lambda: all_settled(ana), 30)
            assert monotonic() - began < 2 * PROBE + 4, "it was offline for longer than the gap"
        assert bodies(team) == [f"in the dark {n}" for n in range(20)]
