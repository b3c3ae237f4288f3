"""README's picture is what the console draws today."""

import asyncio

from tests.house.source import ROOT
from tests.picture import PICTURE, taken, words


def test_the_picture_shows_what_the_console_draws(tmp_path):
    drawn = asyncio.run(taken(tmp_path))
    shown = PICTURE.read_text(encoding="utf-8")
    assert words(shown) == words(drawn), "remake it with: .venv/bin/python -m tests.picture"


def test_the_picture_fetches_nothing_and_stands_in_readme():
    svg = PICTURE.read_text(encoding="utf-8")
    assert "url(http" not in svg
    assert "agentconsole/help/console.svg" in (ROOT / "README.md").read_text(encoding="utf-8")
