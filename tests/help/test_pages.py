"""The manual: each key on its pages is the console's, each link leads somewhere, and nothing of a page is lost."""

from __future__ import annotations

import re

import pytest

from agentconsole import paths
from agentconsole.cli.command_line import agentconsole
from agentconsole.help import layout, pages
from agentconsole.help.markdown import Block, Kind, Look, blocks
from agentconsole.help.searching import found
from agentconsole.tui.commands import BY_ID, keys_in_words
from agentconsole.tui.keymap import DEFAULT, read_keymap
from agentconsole.tui.screens.guiding.hints import BOARD

LETTER_KEY = re.compile(r"(?<![\w`])`(?:[A-Za-z]|F\d+|Ctrl\+\w)`(?![\w`])")
"""A key written as code without being a link to its command."""


def source(name: str) -> str:
    return (paths.data("help") / f"{name}.md").read_text(encoding="utf-8")


def found_by(words: str) -> tuple[pages.Section, ...]:
    return found(words, DEFAULT.shown)


def unknown_keys(page: tuple[Block, ...]) -> list[str]:
    """Every key on a page that is not the first key of the command it names."""
    spans = [span for block in page for cell in block.cells for span in cell if span.look is Look.KEY]
    return [
        f"{span.text} {span.target}"
        for span in spans
        if span.target not in BY_ID or keys_in_words(BY_ID[span.target].key.split(",")[0]) != span.text
    ]


@pytest.mark.parametrize("name", pages.PAGES)
def test_every_key_on_a_page_is_that_of_its_command(name: str):
    assert unknown_keys(pages.read(name).blocks) == []


def test_a_wrong_key_and_an_unknown_command_would_be_found():
    page = blocks("[`x`](key:chat.take_next) and [`c`](key:chat.fly), but [`c`](key:chat.take_next)")
    assert unknown_keys(page) == ["x chat.take_next", "c chat.fly"]


@pytest.mark.parametrize("name", pages.FOR_AGENTS)
def test_no_key_is_written_past_the_table(name: str):
    written = LETTER_KEY.sub(lambda found: found[0], re.sub(r"\[`[^`]+`\]\(key:[a-z_.0-9]+\)", "", source(name)))
    assert LETTER_KEY.findall(written) == []


def test_every_page_of_the_folder_is_in_the_contents():
    folder = {path.name.removesuffix(".md") for path in paths.data("help").iterdir() if path.name.endswith(".md")}
    assert folder == set(pages.PAGES)


@pytest.mark.parametrize("name", pages.PAGES)
def test_links_lead_to_pages_and_pictures_that_are_there(name: str):
    spans = [span for block in pages.read(name).blocks for cell in block.cells for span in cell]
    for span in spans:
        if span.look is Look.LINK:
            assert span.target.removesuffix(".md") in pages.PAGES, span


@pytest.mark.parametrize("name", pages.PAGES)
@pytest.mark.parametrize("width", [60, 76, 100, 200])
def test_every_word_of_a_page_is_shown_at_every_width_and_no_line_is_too_long(name: str, width: int):
    page = pages.read(name).blocks
    lines = layout.plain(layout.laid_out(page, DEFAULT.shown, width)).splitlines()
    code = {"    " + block.words for block in page if block.kind is Kind.CODE}
    assert [line for line in lines if len(line) > min(width, layout.WIDEST) and line not in code] == []
    shown = "".join("".join(lines).split()).casefold()
    for block in page:
        if block.kind not in (Kind.HEAD, Kind.ROW):
            assert "".join(block.words.split()).casefold() in shown, block.words


@pytest.mark.parametrize("name", pages.PAGES)
def test_the_words_of_the_file_are_the_words_of_the_page(name: str):
    written = re.sub(
        r"^```.*$|^ *[-:| ]+$|^ *(-|\d+\.) |\]\([^)]*\)|[`*#\[\]|\\]", "", source(name), flags=re.MULTILINE
    )
    read = " ".join(re.sub(r"[`*#\[\]|\\]", "", block.words) for block in pages.read(name).blocks)
    assert "".join(read.split()) == "".join(written.split())


def test_a_page_shows_the_readers_own_keys():
    keymap = read_keymap({"chat.take_next": "ctrl+r", "conversation.undo": "none"})
    shown = layout.plain(layout.laid_out(pages.read("queue").blocks, keymap.shown, 80))
    assert "Ctrl+R takes the chat" in shown
    first = layout.plain(layout.laid_out(pages.read("first-steps").blocks, keymap.shown, 80))
    assert "Undo takes back" in first


def test_words_are_found_wherever_they_stand_and_titles_come_first():
    assert [each.page.name for each in found_by("")] == list(pages.PAGES)
    assert found_by("responses")[0].title == "Responses"
    assert {each.page.name for each in found_by("wrap-up final")} == {"chats"}
    assert found_by("zzzz") == ()


@pytest.mark.parametrize("words", ["needs no answer", "need no answers", "no answer"])
def test_words_are_found_side_by_side_first_and_whatever_their_endings(words: str):
    first = found_by(words)[:2]
    assert [each.page.name for each in first] == ["chats", "tickets"]
    assert all("no answer" in each.words for each in first)


def test_words_that_stand_apart_on_a_page_find_the_page():
    assert "phone" in {each.page.name for each in found_by("callbacks identity hold")}


@pytest.mark.parametrize("key", ["0", "F5", "f5"])
def test_a_key_finds_its_line_first(key: str):
    first = found_by(key)[0]
    assert len(first.blocks) == 2
    assert any(span.text == key.upper() for cell in first.blocks[1].cells for span in cell)
    assert first.page.blocks[first.at] is first.blocks[1]


def test_a_name_may_be_begun_and_must_mean_one_page():
    assert pages.named("first steps") == pages.named("fir") == "first-steps"
    assert pages.named("p") is None
    assert pages.named("") is None


def test_what_the_pages_tell_to_type_is_a_command():
    told = re.findall(r"`agentconsole ([a-z]+)", "".join(source(name) for name in pages.FOR_AGENTS))
    assert set(told) <= set(agentconsole.list_commands(None))
    assert told


def test_the_boards_keys_are_commands():
    assert set(BOARD.split()) <= BY_ID.keys()
