"""README's pictures are what the console draws today."""

import asyncio

import pytest

from tests.house.source import ROOT
from tests.picture import FOLDER, TAKEN, words


@pytest.mark.parametrize("name", TAKEN)
def test_the_picture_shows_what_the_console_draws(tmp_path, name):
    drawn = asyncio.run(TAKEN[name](tmp_path))
    shown = (FOLDER / name).read_text(encoding="utf-8")
    assert words(shown) == words(drawn), "remake them with: .venv/bin/python -m tests.picture"


@pytest.mark.parametrize("name", TAKEN)
def test_the_picture_fetches_nothing_and_stands_in_readme(name):
    svg = (FOLDER / name).read_text(encoding="utf-8")
    assert "url(http" not in svg
    assert f"agentconsole/help/{name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_word_that_is_not_drawn_any_more_is_noticed(tmp_path):
    shown = (FOLDER / "console.svg").read_text(encoding="utf-8")
    assert words(shown) != words(shown.replace("PUBLIC", "PRIVATE"))
