"""How it stands with the server, in the other language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentconsole import tongue
from agentconsole.sync.standing import Link, Standing, in_words


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    tongue.speak("de")
    yield
    tongue.speak("en")


@pytest.mark.parametrize(
    ("to_send", "drafts", "words"),
    [
        (0, 0, "abgemeldet"),
        (1, 0, "abgemeldet: 1 Eingabe ist hier sicher"),
        (0, 2, "abgemeldet: 2 Entwürfe sind hier sicher"),
        (1, 1, "abgemeldet: 1 Eingabe und 1 Entwurf sind hier sicher"),
    ],
)
def test_what_is_safe_while_nobody_is_signed_in_is_counted(to_send: int, drafts: int, words: str):
    assert in_words(Standing(Link.SIGNED_OUT, drafts=drafts), 0, to_send) == words


def test_how_long_the_line_is_gone_and_how_much_waits():
    assert in_words(Standing(Link.OFFLINE, since=0), 65_000, 0) == "offline 1:05"
    assert in_words(Standing(Link.OFFLINE, since=0), 3_720_000, 3) == "offline 1 h 02 min, 3 zu senden"
