"""Questions only the agent can answer, as they are shown: what may still be sent, and what may not any more."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Claim
from agentconsole.store.own.questions import Question, Why
from agentconsole.wire import Envelope, to_wire
from agentconsole.workspace.deciding import view_of

NOW = 1_790_000_000_000


@pytest.mark.parametrize(
    ("not_after", "can_send", "words"),
    [
        (None, True, "Still send it?"),
        (NOW, True, "Still send it?"),
        (NOW - 1, False, "It was meant for that minute only, and cannot be sent any more."),
    ],
)
def test_what_was_meant_for_a_minute_that_is_over_can_only_be_put_away(
    not_after: int | None, can_send: bool, words: str
):
    wire = to_wire(Envelope("c-1", "ana", "t-1", Claim("1001"), NOW - 60_000, not_after=not_after))
    shown = view_of(
        Question("c-1", "https://team.example", "ana", Why.TOO_OLD, "Still send it?", "", NOW, wire=wire), NOW
    )
    assert (shown.can_send, shown.words, shown.conversation_id) == (can_send, words, "1001")
