"""What the team promises: the defaults, and that no number can be switched off or turned around."""

from __future__ import annotations

from dataclasses import fields

import pytest

from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, SECOND, WEEK, LevelsError, ServiceLevels
from tests.support.builders import ms

NAMES = [each.name for each in fields(ServiceLevels) if each.name != "review_after"]
"""The promises; how long a review of an article holds is none."""


def test_the_defaults_are_what_is_promised():
    d = DEFAULT_LEVELS
    assert (d.nudge_after, d.alarm_after, d.breach_after, d.lead_after) == (ms("3m"), ms("4m"), ms("5m"), ms("8m"))
    assert (d.phone_target, d.phone_limit, d.chat_first_reply) == (ms("30s"), ms("60s"), ms("60s"))
    assert (d.ticket_acknowledge, d.ticket_progress) == (ms("10m"), ms("20m"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", [0, -1, SECOND - 1, WEEK + 1, 2**62])
def test_no_promise_can_be_switched_off(name: str, number: int):
    with pytest.raises(LevelsError, match=f"{name} must lie between one second and seven days"):
        ServiceLevels(**{name: number})


@pytest.mark.parametrize(
    "numbers",
    [
        {"nudge_after": ms("4m")},
        {"alarm_after": ms("5m")},
        {"breach_after": ms("8m")},
        {"lead_after": ms("5m")},
        {"phone_target": ms("60s")},
        {"ticket_acknowledge": ms("20m")},
        {"promise_alarm_before": ms("5m")},
    ],
)
def test_a_warning_comes_before_what_it_warns_of(numbers: dict[str, int]):
    with pytest.raises(LevelsError):
        ServiceLevels(**numbers)


def test_a_team_may_promise_more_or_less():
    assert ServiceLevels(breach_after=ms("6m"), chat_first_reply=ms("20s")).breach_after == ms("6m")
