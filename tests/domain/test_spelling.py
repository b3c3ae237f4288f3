"""Misspelt words: what is near enough is meant, what is not is left alone."""

from agentconsole.domain.words.spelling import nearest

KNOWN = ("channel", "conversation", "config", "contact", "from", "form")


def test_a_letter_too_many_too_few_or_another_one_is_seen_through():
    for typed, meant in (("chanel", "channel"), ("converstion", "conversation"), ("konfig", "config")):
        assert nearest(typed, KNOWN) == meant


def test_the_same_letters_in_another_order_come_before_what_is_only_alike():
    assert nearest("ocnatct", KNOWN) == "contact"
    assert nearest("fomr", ("forms", "from")) == "from"


def test_what_is_near_nothing_means_nothing():
    assert [nearest(word, KNOWN) for word in ("zebra", "", "x")] == ["", "", ""]
