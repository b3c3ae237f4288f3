"""What the top line says of the server: nothing while all is well, and else what is safe here and how far it is."""

from __future__ import annotations

import pytest

from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.sync.standing import Link, Standing, in_words

NOW = 1_790_000_000_000


@pytest.mark.parametrize(
    ("standing", "to_send", "words"),
    [
        (Standing(Link.WELL), 0, ""),
        (Standing(Link.WELL), 2, "2 to send"),
        (Standing(Link.WELL, indexed=40), 0, "indexing 40 %"),
        (Standing(Link.WELL, ends_at=NOW + 9 * MINUTE), 2, "session ends in 9 min"),
        (Standing(Link.CONNECTING), 3, "connecting"),
        (Standing(Link.CATCHING_UP, percent=40), 3, "catching up 40 %"),
        (Standing(Link.OFFLINE, since=NOW - 130 * SECOND), 0, "offline 2:10"),
        (Standing(Link.OFFLINE, since=NOW - 130 * SECOND), 3, "offline 2:10, 3 to send"),
        (Standing(Link.OFFLINE, since=NOW - 65 * MINUTE), 0, "offline 1 h 05 min"),
        (Standing(Link.SIGNED_OUT), 0, "signed out"),
        (Standing(Link.SIGNED_OUT, drafts=1), 0, "signed out: 1 draft is safe here"),
        (Standing(Link.SIGNED_OUT, drafts=2), 3, "signed out: 3 updates and 2 drafts are safe here"),
        (Standing(Link.TOO_OLD), 0, "read only: update agentconsole"),
    ],
)
def test_each_standing_has_its_words(standing: Standing, to_send: int, words: str):
    assert in_words(standing, NOW, to_send) == words
