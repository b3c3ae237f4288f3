"""The one order: time left across channels, then the longest waiting, whatever anybody pays; and why, in a sentence."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.commands import Receive
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.queue import HEAD, place, span, why
from agentconsole.domain.terms import FAR, Status
from tests.domain.asking import after
from tests.support.builders import NOW, a_call, a_chat, a_ticket, answered, ms, their_turn


def in_order(*conversations: Conversation) -> list[str]:
    key = {c.id: (place(c, DEFAULT_LEVELS), c.waiting_since, c.id) for c in conversations}
    return sorted(key, key=key.__getitem__)


def test_the_least_time_left_comes_first_whatever_the_channel():
    rows = (
        a_ticket("ticket 8 s", waiting="9m 52s"),
        a_call("call 10 s", waiting="50s"),
        a_chat("chat 9 s", waiting="4m 51s", held_by="ana", first_reply_owed=False),
        a_call("late", waiting="3m"),
        a_call("owed", status=Status.CALLBACK_OWED, callback_at=NOW + ms("9s 500ms")),
    )
    assert in_order(*rows) == ["late", "ticket 8 s", "chat 9 s", "owed", "call 10 s"]


def test_of_equals_the_longest_waiting_comes_first():
    hold = a_call("5 min", held_by="ana", status=Status.ON_HOLD, held_at=NOW - ms("4m"), waiting="5m")
    assert in_order(a_chat("now"), hold) == ["5 min", "now"]


def test_a_chat_that_woke_up_stands_before_everything_and_names_who_had_it():
    woken = after(a_chat("1", status=Status.CLOSED, assignee="ana"), Receive("1", "again"))
    assert in_order(a_call("2", waiting="9m"), woken) == ["1", "2"]
    assert why(woken, DEFAULT_LEVELS, NOW, "Ana") == (
        "Mara wrote again after the chat was closed, so it stands at the head of the queue; Ana had it before."
    )


def test_what_owes_nothing_stands_at_the_end():
    for each in (their_turn(a_chat(held_by="ana")), a_call(held_by="ana"), a_chat(status=Status.WRAP_UP)):
        assert place(each, DEFAULT_LEVELS) == FAR


def test_what_the_contact_pays_cannot_enter_for_no_field_knows_it():
    names = {f.name for kind in (Conversation, Contact, ServiceLevels) for f in fields(kind)}
    for word in ("plan", "pay", "price", "tier", "vip", "priority", "revenue", "spend", "value", "sla"):
        assert not [name for name in names if word in name.split("_")]


DECORATION = st.fixed_dictionaries(
    {
        "subject": st.text(),
        "category": st.text(),
        "contact_name": st.text(),
        "source": st.text(),
        "contact_id": st.text(),
    }
)


@given(DECORATION, st.lists(st.text(), max_size=3))
def test_no_words_about_a_contact_move_their_place(words: dict[str, str], tags: list[str]):
    for made in (a_chat, a_ticket, a_call):
        plain = place(made(waiting="30s"), DEFAULT_LEVELS)
        assert place(made(waiting="30s", tags=tuple(tags), **words), DEFAULT_LEVELS) == plain


@pytest.mark.parametrize(
    ("conversation", "words"),
    [
        (
            a_call(waiting="18s"),
            "In 42 s the call must be answered for Rosa; nothing that breaks earlier stands behind it.",
        ),
        (
            a_call(waiting="72s"),
            "12 s ago the call had to be answered for Rosa; nothing that breaks earlier stands behind it.",
        ),
        (
            answered(a_chat(held_by="ana", waiting="9m"), "7m"),
            "2 min ago a word from us was due for Mara; nothing that breaks earlier stands behind it.",
        ),
        (
            a_ticket(waiting="1m"),
            "In 9 min the ticket must be acknowledged for Tariq; nothing that breaks earlier stands behind it.",
        ),
        (their_turn(a_chat(held_by="ana")), "We are waiting for Mara, so no clock runs and it stands at the end."),
        (a_call(held_by="ana"), "Rosa is on the line with us, so no clock runs and it stands at the end."),
        (
            a_chat(status=Status.WRAP_UP),
            "Mara is gone and the wrap-up is open, so nothing is owed and it stands at the end.",
        ),
        (a_ticket(status=Status.RESOLVED), "#1 has ended (resolved), so it is not in the queue."),
        (
            a_chat(woken=True),
            "Mara wrote again after the chat was closed, so it stands at the head of the queue.",
        ),
    ],
)
def test_one_sentence_explains_any_row(conversation: Conversation, words: str):
    assert why(conversation, DEFAULT_LEVELS, NOW) == words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("0s", "0 s"),
        ("2s 999ms", "2 s"),
        ("60s", "1 min"),
        ("3m 5s", "3 min 5 s"),
        ("25m 9s", "25 min"),
        ("1h", "1 h"),
        ("2h 10m", "2 h 10 min"),
        ("3d", "3 d"),
        ("3d 4h", "3 d 4 h"),
    ],
)
def test_durations_in_words(duration: str, words: str):
    assert span(ms(duration)) == words


def test_the_head_is_before_any_instant_there_is():
    assert HEAD < 1
