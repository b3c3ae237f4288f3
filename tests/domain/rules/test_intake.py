"""What contacts do: they ring, write, write again and leave; and what an import may bring."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import ContactLeft, Open, Receive, RequestClose
from agentconsole.domain.evolve import evolve
from agentconsole.domain.incoming import INCOMING_STATUSES, IncomingContact, IncomingMessage
from agentconsole.domain.moves import MOVES, Move
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.queue import HEAD, place
from agentconsole.domain.refusals import Code
from agentconsole.domain.terms import Author, Channel, Status, WaitsOn
from agentconsole.domain.view import CHANNEL_ACTORS
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, A, a_call, a_chat, a_context, a_ticket, a_view, an_incoming, ms, their_turn

LIVE = {Status.ACTIVE, Status.ON_HOLD, Status.RINGING}
BEGINNINGS = {"phone": Status.RINGING, "ticket": Status.WAITING, "chat": Status.WAITING}


@pytest.mark.parametrize(("channel", "status"), BEGINNINGS.items())
def test_who_rings_or_writes_waits_in_the_queue_from_now_on(channel: str, status: Status):
    (opened,) = accepted(a_view(), Open(an_incoming(channel)), a_context(channel, next_number=1042))
    row = evolve(None, opened, NOW, channel)
    assert (row.id, row.status, row.assignee, row.waiting_since, row.rev) == ("1042", status, "", NOW, 1)


def test_a_conversation_that_is_known_is_not_opened_twice():
    assert accepted(a_view(known_as="1"), Open(an_incoming()), a_context("import")) == ()


@pytest.mark.parametrize("channel", ["phone", "ticket", "chat"])
@pytest.mark.parametrize("status", sorted(INCOMING_STATUSES))
def test_an_import_never_makes_anything_live_or_anybodys(channel: str, status: str):
    incoming = an_incoming(channel, status=status, received_at=NOW - ms("9d"))
    (opened,) = accepted(a_view(), Open(incoming), a_context("import"))
    row = evolve(None, opened, NOW, "import")
    assert row.status not in LIVE
    assert not row.assignee
    assert place(row, DEFAULT_LEVELS) > NOW, "its past is not charged to us"


def test_a_contact_without_a_name_is_called_by_what_we_know():
    for contact, name in (
        (IncomingContact("", "a@example.com"), "a@example.com"),
        (IncomingContact(" ", "", "+49 30 1"), "+49 30 1"),
        (IncomingContact(""), "Unknown contact"),
    ):
        (opened,) = accepted(a_view(), Open(an_incoming(contact=contact)), a_context("chat"))
        assert opened.contact.name == name


def test_nothing_was_received_in_the_future():
    (opened,) = accepted(a_view(), Open(an_incoming(received_at=NOW + 9)), a_context("chat"))
    assert opened.received_at == NOW


def test_messages_that_came_with_it_are_counted_and_the_last_speakers_known():
    words = tuple(IncomingMessage(author, "reply", NOW, "hello") for author in (Author.CONTACT, Author.AGENT))
    (opened,) = accepted(a_view(), Open(an_incoming(messages=words)), a_context("import"))
    row = evolve(None, opened, NOW, "import")
    assert (row.messages, row.last_contact_k, row.last_agent_k, row.first_reply_owed) == (2, 0, 1, False)


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_a_word_wakes_what_the_table_says_and_else_leaves_it_where_it_is(channel: Channel, status: Status):
    view = a_view(A[channel](status=status, assignee="ana"))
    if channel is Channel.PHONE and status in (Status.CLOSED, Status.RESOLVED):
        words = refused(view, Receive("1", "hi"), Code.WRONG_STATUS, a_context("phone"))
        assert words == "Call #1 is over; a new call opens a new conversation."
        return
    (event,) = accepted(view, Receive("1", "hi"), a_context("chat"))
    assert event.status is MOVES[channel].get((status, Move.WAKE), status)


@pytest.mark.parametrize("status", [Status.WRAP_UP, Status.CLOSED])
def test_a_chat_that_wakes_up_stands_at_the_head_and_is_never_a_third(status: Status):
    chat = a_chat(status=status, assignee="ana", waiting="1h")
    woken = after(chat, Receive("1", "it broke again"), "ana", NOW, a_chat("2", held_by="ana"), a_chat("3"))
    assert (woken.status, woken.assignee, woken.assignee_before) == (Status.WAITING, "", "ana")
    assert (woken.woken, place(woken, DEFAULT_LEVELS)) == (True, HEAD)
    assert woken.waiting_since == NOW


def test_what_wakes_up_is_not_resolved_any_more():
    done = after(a_ticket(held_by="ana"), Receive("1", "thanks", asks_to_close=True))
    assert done.stamps.close_requested.at == NOW
    again = after(a_ticket(status=Status.RESOLVED), Receive("1", "no"), "ana", NOW + 7)
    assert (again.stamps.resolved, again.reopened, again.broken) == (None, 1, ())


def test_a_pending_ticket_wakes_with_its_agent_or_in_the_queue():
    held = their_turn(a_ticket(held_by="ana", status=Status.PENDING, follow_up_at=NOW + 9))
    woken = after(held, Receive("1", "here it is"))
    assert (woken.status, woken.assignee, woken.waits_on) == (Status.ACTIVE, "ana", WaitsOn.US)
    assert woken.follow_up_at is None
    free = their_turn(a_ticket(status=Status.PENDING))
    assert after(free, Receive("1", "here it is")).status is Status.WAITING


def test_a_message_that_was_taken_is_not_taken_twice():
    assert accepted(a_view(a_chat(), message_known=True), Receive("1", "hi", "m1"), a_context("chat")) == ()


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_leaving_misses_a_ringing_call_and_ends_what_is_live(channel: Channel, status: Status):
    view = a_view(A[channel](status=status, assignee=""))
    move = Move.MISS if status is Status.RINGING else Move.END
    to = MOVES[channel].get((status, move))
    if to is None:
        refused(view, ContactLeft("1"), Code.WRONG_STATUS, a_context(channel.value))
    else:
        (left,) = accepted(view, ContactLeft("1"), a_context(channel.value))
        owed = NOW + ms("15m") if to is Status.MISSED else None
        assert (left.status, left.callback_at) == (to, owed)


def test_a_ticket_cannot_be_left():
    words = refused(a_view(a_ticket(held_by="ana")), ContactLeft("1"), Code.WRONG_STATUS)
    assert words == "#1 is a ticket; only calls and chats can be ended."


def test_the_wish_to_close_is_on_record_once():
    asked = after(a_chat(held_by="ana"), RequestClose("1"))
    assert asked.stamps.close_requested.by == "ana"
    assert accepted(a_view(asked), RequestClose("1"), a_context("chat", now=NOW + 9)) == ()


def test_a_missed_call_waits_from_when_they_hung_up():
    assert after(a_call(waiting="50s"), ContactLeft("1")).waiting_since == NOW


def test_channels_bring_what_contacts_do_and_nothing_else():
    for channel in CHANNEL_ACTORS:
        accepted(a_view(a_chat()), Receive("1", "hi"), a_context(channel))
