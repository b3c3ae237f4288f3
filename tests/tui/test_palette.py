"""The palette: what typed words find, spelt well or not."""

from __future__ import annotations

import pytest

from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.keymap import DEFAULT
from agentconsole.tui.palette import finder


def found(text: str) -> list[str]:
    shown = list[Item]()

    def show(items: list[Item], *, has_more: bool = False) -> None:
        assert not has_more
        shown.extend(items)

    finder(DEFAULT, lambda _id: "")(text, 20, show)
    return [each.value for each in shown]


@pytest.mark.parametrize(("typed", "meant"), [("escalte", "escalate"), ("trasnfer", "transfer"), ("sesion", "session")])
def test_a_misspelt_word_finds_what_the_nearest_word_finds(typed: str, meant: str):
    assert found(typed) == found(meant) != []


def test_a_word_that_is_there_is_never_taken_for_another():
    assert found("undo") != found("under")
    assert found("undo zebra") == []


def test_what_is_near_nothing_finds_nothing():
    assert found("xqzv") == []
