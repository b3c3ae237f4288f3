"""The manual in the second language: every page for agents, with the keys, links and tables of the English one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentconsole import paths, tongue
from agentconsole.help import pages
from agentconsole.help.markdown import Look
from agentconsole.help.searching import found
from agentconsole.tui.keymap import DEFAULT

LANGUAGES = [each for each in tongue.languages() if each != tongue.ENGLISH]


def page_in(language: str, name: str) -> pages.Page:
    tongue.speak(language)
    try:
        return pages.read(name)
    finally:
        tongue.speak(tongue.ENGLISH)


def targets(page: pages.Page) -> Iterator[str]:
    for block in page.blocks:
        for cell in block.cells:
            yield from sorted(f"{span.look} {span.target}" for span in cell if span.look in (Look.KEY, Look.LINK))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", pages.FOR_AGENTS)
def test_a_page_has_the_shape_and_the_keys_of_the_english_one(language: str, name: str):
    english, told = page_in(tongue.ENGLISH, name), page_in(language, name)
    assert [(each.kind, len(each.cells)) for each in told.blocks] == [(e.kind, len(e.cells)) for e in english.blocks]
    assert sorted(targets(told)) == sorted(targets(english))
    assert told.title != english.title or name in ("tickets",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_pages_that_there_are_are_translated(language: str):
    folder = {each.name.removesuffix(".md") for each in (paths.data("help") / language).iterdir()}
    assert folder == set(pages.FOR_AGENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_in_the_language_that_is_read(language: str):
    tongue.speak(language)
    try:
        assert {each.page.name for each in found("Warteschlange", DEFAULT.shown)} >= {"queue"}
    finally:
        tongue.speak(tongue.ENGLISH)
