"""The site that is built from the manual: every page, links that lead somewhere, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from agentconsole.help import pages
from agentconsole.help.site import build
from agentconsole.tui.keymap import DEFAULT
from tests.cli.line import run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "manual"
    build(folder, DEFAULT.shown)
    return folder


class Nesting(HTMLParser):
    """Every element that is opened is closed, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.targets += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["index", *pages.PAGES])
def test_a_page_of_the_site_is_whole_and_its_links_lead_to_files(site: Path, name: str):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    read = Nesting()
    read.feed(html)
    assert read.open == []
    assert [target for target in read.targets if not (site / target).is_file()] == []
    assert "http" not in re.sub(r"<(code|pre)>.*?</\1>", "", html, flags=re.DOTALL)


def test_keys_are_the_readers_and_what_looks_like_markup_is_words(site: Path):
    html = (site / "chats.html").read_text(encoding="utf-8")
    assert '<kbd title="reminder.update">F5</kbd>' in html
    assert "&lt;" not in html
    assert "&gt; Hello" in (site / "plain.html").read_text(encoding="utf-8")


def test_the_command_builds_it_and_says_where(tmp_path: Path):
    ran = run("help", "--site", str(tmp_path / "public"))
    assert ran.code == 0
    assert (tmp_path / "public" / "index.html").is_file()
    assert str(tmp_path / "public") in ran.out


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    ran = run("help", "--site", str(tmp_path / "file"))
    assert ran.code == 4
    assert "cannot hold the site" in ran.err
