"""Searching: a begun filter is completed, the last searches are offered again, and one comes back to the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.store.searching.filters import read
from agentconsole.tui.screens.finding.searching import KEPT
from agentconsole.workspace.search_completion import rest
from tests.support.a_shift import a_shift
from tests.tui.conftest import a_console


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ""), ("c", ""), ("ch", "annel:"), ("mail cha", "nnel:"), ("ca", "tegory:"), ("channel:", ""),
        ("channel:ti", "cket"), ("is:o", "pen"), ("breached:y", "es"), ("after:t", "oday"),
        ("after:3", ""), ("from:ma", ""),
        ("mail ", ""), ("be", "fore:"), ("zz", ""), ("zz:x", ""), ("channel:chat", ""),
    ],
)  # fmt: skip
def test_what_is_missing_to_a_begun_filter(text: str, missing: str):
    assert rest(text) == missing


@given(st.text(max_size=40))
def test_no_text_breaks_the_completion_and_what_it_makes_is_understood(text: str):
    whole = text + rest(text)
    if rest(text) and not whole.endswith(":") and text.isprintable():
        assert read(whole, 0, 0).complaint == read(text.rpartition(" ")[0], 0, 0).complaint


async def test_tab_completes_what_was_begun_and_is_seen_beforehand():
    async with a_console(a_shift()) as console:
        await console.press("g", "s")
        await console.type("chan")
        assert "> channel:" in console.text
        await console.press("tab")
        await console.type("ti")
        assert "> channel:ticket" in console.text
        await console.press("left")
        assert " > channel:ti" in console.text.splitlines(), "nothing is offered in the middle of the text"


async def test_a_search_is_offered_again_and_comes_back_to_the_find_that_was_opened():
    async with a_console(a_shift()) as console:
        await console.press("g", "s")
        await console.type("can you help")
        await console.press("down", "down", "enter")
        opened = console.screen.current
        assert opened
        await console.press("escape", "g", "s")
        assert "can you help" in console.text
        await console.press("enter")
        assert "> can you help" in console.text
        await console.press("enter")
        assert console.screen.current == opened


async def test_the_last_searches_stand_first_each_once_and_not_too_many():
    async with a_console(a_shift()) as console:
        for n in range(KEPT + 3):
            await console.press("g", "s")
            await console.type("hello"[: 1 + n % 5] if n < 5 else "hel")
            await console.press("enter", "escape")
        texts = [each.text for each in console.screen.searched]
        assert texts[0] == "hel"
        assert len(texts) == len(set(texts)) <= KEPT
