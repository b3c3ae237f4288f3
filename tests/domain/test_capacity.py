"""How much an agent holds: which conversations fill a slot, and which slot is free."""

from __future__ import annotations

import pytest

from agentconsole.domain.customer.contact import contact_key
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.capacity import MAX_CALLS, MAX_CHATS, Held, call_holder, chat_holder, free_slot
from agentconsole.domain.terms import Channel, Status
from tests.support.builders import A


def test_the_two_numbers():
    assert (MAX_CHATS, MAX_CALLS) == (2, 1)


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_only_active_chats_and_live_calls_fill_a_slot(channel: Channel, status: Status):
    row = A[channel](status=status, assignee="ana")
    chat = channel is Channel.CHAT and status is Status.ACTIVE
    call = channel is Channel.PHONE and status in (Status.ACTIVE, Status.ON_HOLD)
    assert (chat_holder(row), call_holder(row)) == ("ana" if chat else "", "ana" if call else "")


@pytest.mark.parametrize(("taken", "free"), [((), 1), ((1,), 2), ((2,), 1), ((1, 2), 0)])
def test_the_lowest_free_slot_is_given(taken: tuple[int, ...], free: int):
    assert free_slot(tuple(Held(str(n), "Mara", n) for n in taken)) == free


def test_colleagues_are_called_by_their_first_name():
    assert Agent("bo", "Bo Larsen").short_name == "Bo"
    assert Agent("bo", " ").short_name == "bo"


@pytest.mark.parametrize(
    ("known", "key"),
    [
        (("Mara", " Mara@Example.com", "1"), "mail:mara@example.com"),
        (("Mara", "", "+49 (30) 12"), "tel:493012"),
        (("  MARA  Sol ", "", ""), "name:mara sol"),
    ],
)
def test_a_contact_is_known_by_mail_then_number_then_name(known: tuple[str, str, str], key: str):
    assert contact_key(*known) == key
