"""What contacts have with us: told by sources, kept within limits, and without any weight in the queue."""

from __future__ import annotations

from dataclasses import fields

import pytest

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.customer.compensation import amounts, granted
from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.domain.customer.products import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_FACTS,
    MOST_SOURCES,
    Fact,
    Products,
    tidied,
)
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.refusals import Code
from tests.domain.asking import accepted, refused
from tests.support.builders import a_context, a_view

MARA = IncomingContact("Mara", "Mara@Example.org")
DOMAIN = Fact("domain", "example.org")


def describe(*facts: Fact, source: str = "billing", who: IncomingContact = MARA) -> DescribeContact:
    return DescribeContact(who, source, facts)


def test_a_source_tells_once_and_the_same_again_changes_nothing():
    command = describe(DOMAIN, Fact(" plan\n", "  Start \t M"), DOMAIN, Fact("empty", " "))
    said = accepted(a_view(), command, a_context("system"))
    assert said == (ContactDescribed("mail:mara@example.org", "billing", (DOMAIN, Fact("plan", "Start M"))),)
    known = Products("mail:mara@example.org").with_told("billing", said[0].facts, 7)
    assert accepted(a_view(products=known), command, a_context("system")) == ()
    assert accepted(a_view(products=known), describe(), a_context("system"))


def test_sources_stand_side_by_side_and_one_without_facts_is_gone():
    known = Products("c").with_told("dns", (DOMAIN,), 1).with_told("billing", (Fact("plan", "M"), DOMAIN), 2)
    assert known.facts == (Fact("plan", "M"), DOMAIN)
    assert known.with_told("billing", (), 3).facts == (DOMAIN,)
    assert known.by("nobody") == ()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (describe(DOMAIN, who=IncomingContact("Mara")), Code.EMPTY),
        (describe(DOMAIN, source=" "), Code.UNSUPPORTED),
        (describe(DOMAIN, source="x" * 61), Code.UNSUPPORTED),
        (describe(*(Fact("domain", f"{n}.example") for n in range(MOST_FACTS + 1))), Code.UNSUPPORTED),
        (describe(Fact("n" * (LONGEST_NAME + 1), "v")), Code.UNSUPPORTED),
        (describe(Fact("n", "v" * (LONGEST_VALUE + 1))), Code.UNSUPPORTED),
    ],
)
def test_what_is_too_much_or_nobodys_is_refused(command: DescribeContact, code: Code):
    assert refused(a_view(), command, code, a_context("import"))


def test_not_every_system_of_a_house_tells_about_a_contact():
    known = Products("c")
    for n in range(MOST_SOURCES):
        known = known.with_told(f"source {n}", (DOMAIN,), n + 1)
    assert refused(a_view(products=known), describe(DOMAIN), Code.TOO_LONG, a_context("system"))
    assert accepted(a_view(products=known), describe(Fact("a", "b"), source="source 0"), a_context("system"))


def test_an_agent_tells_nothing_by_any_console():
    from agentconsole.server.policy import may_send

    assert not may_send(DescribeContact.kind)


def test_no_field_of_a_conversation_could_carry_what_a_contact_pays():
    assert not {each.name for each in fields(Conversation)} & {"plan", "tier", "products", "facts", "priority"}


def test_facts_that_say_nothing_are_left_out():
    assert tidied((Fact("", "x"), Fact("x", ""), Fact("\u2003", "y"))) == ()


@pytest.mark.parametrize(
    ("words", "sums", "besides"),
    [
        (("25.00 EUR", "€ 5", "10,50 €"), ("40.50 EUR",), ()),
        (("one month free", " one  month free "), (), ("one month free",)),
        (("refund of 1,200.00 USD and a call", "£3"), ("1,200.00 USD", "3.00 GBP"), ()),
        (("VPS 100", "10 GB more", ""), (), ("VPS 100", "10 GB more")),
        (("EUR 9.99", "19 eur"), ("9.99 EUR",), ("19 eur",)),
    ],
)
def test_compensation_is_added_up_by_currency_and_the_rest_keeps_its_words(
    words: tuple[str, ...], sums: tuple[str, ...], besides: tuple[str, ...]
):
    found = granted(words)
    assert amounts(found) == sums
    assert found.words == besides
