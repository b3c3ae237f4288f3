"""The language of the interface: chosen once, asked for where words are shown, and never put over anybody's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentconsole import tongue
from agentconsole.server.routes_sessions import WRONG
from agentconsole.tongue import _, n_, number, said


@pytest.fixture
def german() -> Iterator[None]:
    tongue.speak("de")
    yield
    tongue.speak("en")


def test_english_is_the_code_s_own():
    assert (tongue.spoken(), _("Nothing is due."), said("dana took it")) == ("en", "Nothing is due.", "dana took it")
    assert (n_("{count} row", "{count} rows", 1), n_("{count} row", "{count} rows", 2)) == (
        "{count} row",
        "{count} rows",
    )
    assert (number(7), number(100_000)) == ("7", "100,000")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANGUAGE": "fr:de:en", "LANG": "en_GB"}, "de"),
        ({"LANG": "cs_CZ"}, "en"),
    ],
)
def test_auto_follows_the_environment(environment: dict[str, str], language: str):
    tongue.speak("auto", environment)
    try:
        assert tongue.spoken() == language
    finally:
        tongue.speak("en")


@pytest.mark.usefixtures("german")
def test_numbers_are_set_apart_as_the_language_does():
    assert (number(999), number(100_000)) == ("999", "100.000")


@pytest.mark.usefixtures("german")
def test_a_sentence_of_the_rules_is_found_by_its_shape_and_a_reason_stays_as_typed():
    assert said("dana took it") == "dana hat es übernommen"
    assert said("dana handed it to mo: you know her, dana took it") == (
        "dana hat es an mo übergeben: you know her, dana took it"
    )
    assert said("In 5 min the first reply is due") == "In 5 min: die erste Antwort ist fällig"


@pytest.mark.usefixtures("german")
def test_the_interface_s_own_words_out_of_a_table_and_a_trail_are_found():
    assert said("It waited for more than a day. Still send it?") == "Es wartete länger als einen Tag. Noch senden?"
    assert said("told the team: lunch at noon") == "dem Team gesagt: lunch at noon"
    assert said("whispered to mark") == "mark zugeflüstert"


@pytest.mark.usefixtures("german")
def test_what_is_nobody_s_sentence_stays():
    assert said("Hello, my site is down.") == "Hello, my site is down."
    assert said("{actor} {0} %s") == "{actor} {0} %s"
    assert said("x" * 100_000) == "x" * 100_000


@pytest.mark.usefixtures("german")
def test_a_name_that_looks_like_a_place_is_left_alone():
    assert said("{to} took it") == "{to} hat es übernommen"


def test_two_sentences_are_found_each_for_itself_and_a_place_takes_no_second_one(german: None):
    told = said("Missing argument 'PRESENCE'. Choose from: available, offline.")
    assert told == "Es fehlt 'PRESENCE'. Zur Wahl stehen: available, offline."
    assert said("Dr. Leonie took it") == said("Leonie took it").replace("Leonie", "Dr. Leonie")


@pytest.mark.parametrize("words", [WRONG, "Too many tries that did not work; wait a little."])
def test_what_the_server_says_to_whoever_signs_in_is_found(german: None, words: str):
    assert said(words) != words
