"""What is not meant any more is not sent; what may have arrived already is the server's to answer."""

from __future__ import annotations

from agentconsole.domain.commands import Claim
from agentconsole.store.own.outbox import State, Waiting
from agentconsole.sync.ageing import Age, age_of
from agentconsole.wire import Envelope
from tests.store.builders import LOCAL, NOW


def test_an_unwanted_command_is_over_only_if_it_was_never_sent():
    claim = Envelope("c-1", "ana", "t-1", Claim("1"), NOW, not_after=NOW + 10)

    def waiting(tries: int, not_after: int | None = NOW + 10) -> Waiting:
        return Waiting("c-1", LOCAL, "ana", "1", 1, "", State.READY, tries, NOW, not_after, NOW)

    assert age_of(waiting(tries=0), claim, NOW + 10) is Age.FRESH
    assert age_of(waiting(tries=0), claim, NOW + 11) is Age.OVER
    assert age_of(waiting(tries=1), claim, NOW + 11) is Age.FRESH
    assert age_of(waiting(tries=0, not_after=None), claim, NOW + 11) is Age.FRESH
