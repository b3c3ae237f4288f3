"""Words within a text: a short answer is not taken for part of a longer word."""

import pytest

from agentconsole.domain.words.wording import stands_in


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("ok", "ok"),
        ("ok", "ok, done"),
        (" ok\n", "all of it is ok"),
        ("Is it (really)?", "one\n\nIs it (really)?\ntwo"),
    ],
)
def test_words_stand_in_a_text_that_goes_on_around_them(words: str, text: str):
    assert stands_in(words, text)


@pytest.mark.parametrize(("words", "text"), [("ok", "look"), ("Yes", "Yesterday"), ("12", "312"), ("ok", "")])
def test_letters_within_other_words_are_not_the_words(words: str, text: str):
    assert not stands_in(words, text)
