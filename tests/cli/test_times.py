"""Times as they are typed on a command line."""

import pytest

from agentconsole.channels.times import from_iso
from agentconsole.cli.lines import times

NOW = from_iso("2026-03-04T12:00:00Z")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("20m", "2026-03-04T12:20:00Z"),
        ("2h", "2026-03-04T14:00:00Z"),
        ("14:30", "2026-03-04T14:30:00Z"),
        ("9:00", "2026-03-05T09:00:00Z"),
        ("tomorrow 9:00", "2026-03-05T09:00:00Z"),
        ("2026-03-09T08:00Z", "2026-03-09T08:00:00Z"),
        ("2026-03-09T08:00+02:00", "2026-03-09T06:00:00Z"),
        ("2026-03-09 08:00", "2026-03-09T08:00:00Z"),
    ],
)
def test_an_instant_to_come(words: str, meant: str):
    assert times.coming(words, NOW) == from_iso(meant)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("20m", "2026-03-04T11:40:00Z"),
        ("9:00", "2026-03-04T09:00:00Z"),
        ("14:30", "2026-03-03T14:30:00Z"),
        ("2026-03-01", "2026-03-01T00:00:00Z"),
    ],
)
def test_an_instant_that_has_passed(words: str, meant: str):
    assert times.gone(words, NOW) == from_iso(meant)


@pytest.mark.parametrize("words", ["", "soon", "25:00", "2026-02-30", "2026-03-09T99:00", "9999-12-31T23:59-14:00"])
def test_what_is_no_time_says_so(words: str):
    with pytest.raises(ValueError, match=r"\w"):
        times.coming(words, NOW)
