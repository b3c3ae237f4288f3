"""A search that finds nothing: the nearest words there are."""

from contextlib import closing

import pytest

from agentconsole.store.searching import near_words
from agentconsole.store.searching.near_words import meant
from agentconsole.store.sqlite import MEMORY, open_store
from tests.store.builders import message


@pytest.fixture
def connection():
    with closing(open_store(MEMORY)) as store:
        message(store, 1, "The certificate of Mara's shop has expired, and the certainty with it")
        yield store


def test_a_misspelt_word_is_replaced_by_the_nearest_and_the_others_stay(connection):
    assert meant(connection, "certifcate") == "certificate"
    assert meant(connection, "Mara's certifcate") == "Mara's certificate"


def test_words_that_are_there_or_begin_so_and_words_near_nothing_are_left_alone(connection):
    assert [meant(connection, words) for words in ("certif", "certain", "zebra", "xy", "", "..")] == [""] * 6


def test_no_more_words_are_looked_at_than_are_allowed(connection, monkeypatch):
    monkeypatch.setattr(near_words, "LOOKED_AT", 1)
    assert meant(connection, "certifcate") == ""
