"""Passwords that are tried first are refused, however they are dressed up; a few words are not."""

from __future__ import annotations

import pytest

from agentconsole.domain.team.passwords import LONGEST, SHORTEST, is_guessable, why_refused

REFUSED = """
password123 Password2024! P@ssw0rd2024 p4ssw0rd20241101 1234567890 0987654321 qwertyuiop qwerty12345
1q2w3e4r5t 1qaz2wsx3edc iloveyou12 letmein2023 Welcome2024! Willkommen1! Summer2026!! changeme123
administrator abcdefghijk zaq12wsxcde aaaaaaaaaaaa ababababab 1111111111 football99! Dragon123456 hannahhannah
hannah.brook1 Hannah-Brook-1984 superman123 agentconsole1 helpdesk2026 asdfghjkl123 zxcvbnm123456 qazwsxedc123
trustno1trustno1 monkey-monkey princess2000
"""
TAKEN = (
    *("four words for testing", "five other words entirely", "correct horse battery staple", "Xk3vRq9wLm2p"),
    *("das Pferd frisst keinen Gurkensalat", "tulip-otter-canyon", "пять разных слов здесь", "nine 2 gallop; verandah"),
)


@pytest.mark.parametrize("password", REFUSED.split())
def test_what_is_tried_first_is_refused(password: str):
    assert is_guessable(password, "hannah.brook")


@pytest.mark.parametrize("password", TAKEN)
def test_a_few_words_are_taken(password: str):
    assert not is_guessable(password, "hannah.brook")


def test_the_length_is_judged_first():
    assert "10 to 200 characters" in why_refused("password1"[:SHORTEST], "hannah.brook")
    assert "10 to 200 characters" in why_refused("four words " * LONGEST, "hannah.brook")
    assert "guessed at once" in why_refused("password123", "hannah.brook")
    assert why_refused("four words for testing", "hannah.brook") == ""
