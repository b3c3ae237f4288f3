"""Simulated contacts: they wait, lose patience, answer what was said, thank, leave and come back."""

from __future__ import annotations

from random import Random

from agentconsole.domain.commands import Command, ContactLeft, Open, Receive
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.events import Claimed, Event, Left, Opened, Replied, Resolved
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.simulator.customers import Customer
from agentconsole.simulator.script import Mood, Persona, Script, Turn

START = 1_000_000_000


def a_script(channel: Channel = Channel.CHAT, **fields: object) -> Script:
    plain: dict[str, object] = {
        "id": "dns-1",
        "channel": channel,
        "language": "en",
        "subject": "Site gone",
        "category": "dns",
        "mood": Mood.CALM,
        "patience": 100,
        "contact": Persona("Mara", "mara@contact.example"),
        "opening": ("Hi, my site is gone.", "example.example"),
        "turns": (Turn(otherwise=("I do not understand.",), when=("record",), says=("The A record.",), after=30),),
        "impatient": ("Hello?", "Still there?"),
        "leaves": ("I will call.",),
        "thanks": ("It works, thank you!",),
    }
    return Script(**{**plain, **fields})  # type: ignore[arg-type]  # a builder takes any field by its name


def a_customer(channel: Channel = Channel.CHAT, seed: int = 1, **fields: object) -> Customer:
    return Customer(a_script(channel, **fields), "dns-1/1", START, Random(seed))


def opened(customer: Customer, at: int = START) -> Command:
    """The contact comes and is let in; answers with how they came."""
    press = customer.step(at)
    assert press is not None
    contact = Contact("mail:mara", "Mara")
    status = Status.RINGING if customer.script.channel is Channel.PHONE else Status.WAITING
    words = (customer.script.channel, status, contact, "Site gone", "dns", "support", "simulated", "dns-1/1", at)
    customer.hear(Opened("1001", *words), at)
    return press.command


def told(customer: Customer, *events: Event, at: int) -> None:
    for event in events:
        customer.hear(event, at)


def all_of(customer: Customer, until: int) -> list[tuple[int, Command]]:
    """Everything the contact does up to that instant."""
    done = []
    while (at := customer.due_at) is not None and at <= until:
        press = customer.step(at)
        if press is not None:
            done.append((at, press.command))
    return done


def bodies(done: list[tuple[int, Command]]) -> list[str]:
    return [command.body for _, command in done if isinstance(command, Receive)]


def test_a_chat_begins_with_the_first_line_and_the_rest_is_typed_after_it():
    customer = a_customer()
    command = opened(customer)
    assert isinstance(command, Open)
    assert [m.body for m in command.incoming.messages] == ["Hi, my site is gone."]
    at, second = all_of(customer, START + 20_000)[0]
    assert isinstance(second, Receive)
    assert second.body == "example.example"
    assert at > START + 1_000


def test_a_ticket_comes_whole():
    command = opened(a_customer(Channel.TICKET))
    assert isinstance(command, Open)
    assert [m.body for m in command.incoming.messages] == ["Hi, my site is gone.\n\nexample.example"]


def test_a_caller_speaks_once_somebody_answers():
    customer = a_customer(Channel.PHONE)
    command = opened(customer)
    assert isinstance(command, Open)
    assert command.incoming.messages == ()
    told(customer, Claimed("1001", agent="ana", status=Status.ACTIVE), at=START + 5_000)
    assert bodies(all_of(customer, START + 25_000)) == ["Hi, my site is gone.", "example.example"]


def test_whoever_is_not_answered_grows_impatient_and_leaves():
    customer = a_customer()
    opened(customer)
    done = all_of(customer, START + 3_600_000)
    assert bodies(done)[1:] == ["Hello?", "Still there?", "I will call."]
    assert isinstance(done[-1][1], ContactLeft)


def test_a_caller_nobody_answers_hangs_up_without_a_word():
    customer = a_customer(Channel.PHONE, patience=40)
    opened(customer)
    done = all_of(customer, START + 600_000)
    assert [type(command) for _, command in done] == [ContactLeft]


def test_nobody_leaves_a_ticket():
    customer = a_customer(Channel.TICKET)
    opened(customer)
    done = all_of(customer, START + 3_600_000)
    assert not any(isinstance(command, ContactLeft) for _, command in done)


def test_the_answer_fits_what_was_said_and_takes_its_time():
    for said, answer in (("Which record did you change?", "The A record."), ("One moment.", "I do not understand.")):
        customer = a_customer()
        opened(customer)
        all_of(customer, START + 20_000)
        told(customer, Replied("1001", body=said, waits_on=WaitsOn.CONTACT), at=START + 30_000)
        at, spoken = all_of(customer, START + 130_000)[0]
        assert isinstance(spoken, Receive)
        assert spoken.body == answer
        assert at > START + 33_000


def test_thanks_come_after_the_last_turn_and_then_the_contact_goes():
    customer = a_customer(asks_to_close=True)
    opened(customer)
    all_of(customer, START + 20_000)
    at = START + 30_000
    for _ in range(2):
        told(customer, Replied("1001", body="The record is right now.", waits_on=WaitsOn.US), at=at)
        done = all_of(customer, at + 140_000)
        at += 150_000
    thanks = next(command for _, command in done if isinstance(command, Receive))
    assert thanks.body == "It works, thank you!"
    assert thanks.asks_to_close
    rest = [*done, *all_of(customer, at + 3_600_000)]
    assert isinstance(rest[-1][1], ContactLeft)
    assert "Hello?" not in bodies(rest)


def test_some_come_back_to_a_closed_chat_under_a_new_message_id():
    customer = a_customer(returns=("Me again.",))
    opened(customer)
    told(customer, Resolved("1001", status=Status.WRAP_UP), at=START + 60_000)
    at, back = all_of(customer, START + 3_600_000)[0]
    assert isinstance(back, Receive)
    assert (back.conversation_id, back.body) == ("1001", "Me again.")
    assert at > START + 90_000


def test_some_who_were_missed_ring_again_as_another_call():
    again = 0
    for seed in range(40):
        customer = a_customer(Channel.PHONE, seed, patience=40)
        opened(customer)
        all_of(customer, START + 200_000)
        told(customer, Left("1001", status=Status.MISSED), at=START + 200_000)
        done = all_of(customer, START + 3_600_000)
        if done:
            again += 1
            assert isinstance(done[0][1], Open)
            assert done[0][1].incoming.external_id == "dns-1/1+"
    assert 5 < again < 35


def test_word_of_another_conversation_is_not_for_them():
    customer = a_customer()
    opened(customer)
    all_of(customer, START + 20_000)
    due = customer.due_at
    told(customer, Replied("2002", body="record", waits_on=WaitsOn.US), at=START + 30_000)
    assert customer.due_at == due


def test_after_a_sleep_what_is_overdue_is_put_off():
    customer = a_customer()
    opened(customer)
    awake = START + 7_200_000
    customer.settle(awake)
    assert customer.due_at is not None
    assert customer.due_at > awake
