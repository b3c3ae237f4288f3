"""Foreign text is shown, never obeyed: hostile words in every field, every screen opened, every byte looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from random import Random

import pytest

from agentconsole import paths
from agentconsole.simulator.hostile import Payload, load_hostile
from tests.e2e.console import Console
from tests.e2e.shift import Shift
from tests.proof.hostile_shift import plant_texts
from tests.proof.terminal_output import findings

PAYLOADS = load_hostile(paths.data("fixtures"))
CLICKED = (3, 14, 22)
"""Groups of payloads that want to be clicked: links that lie, markup, addresses."""
MUST = ("markup-click-quit", "hyperlink-osc8", "c1-csi-erase", "rlo-file")
"""In every run."""
FIELDS = 26
"""Texts that stand in one conversation when each field gets one of its own."""
PIECES = (
    *map(chr, (*range(0x20), *range(0x7F, 0xA0))),
    *"\u202e\u2066\u2069\u200b\u200d\u200e\u2028\u3164\ufe0f\ufeff\ufff9\uffff\xad\u115f\u1160\u0301\u0316",
    *map(chr, (0xE0001, 0xE007F, 0xE0100, 0x1D173, 0x10FFFF)),
    *(
        "\x1b]0;owned\x07",
        "\x1b[2J",
        "\x1b]8;;http://evil.invalid\x1b\\",
        "\x9b2J",
        "\x1bP$q",
        "\x1b[?1049l",
        "\x1b[6n",
    ),
    *("[@click=app.quit]", "[/]", "[link=file:///etc/passwd]", "\\[", "日本", "👩\u200d👧", "שלום", "नमस्ते", "가"),
    *("hello ", "x" * 50, "https://example.org/a?b=c", "\r\n", "\t", "$primary", "{self}", "%s"),
)


@pytest.fixture
def shift(tmp_path):
    return Shift(tmp_path / "store.db")


@pytest.fixture
def browser(tmp_path) -> dict[str, str]:
    """An environment whose browser leaves a trace when it is started."""
    program = tmp_path / "browser"
    program.write_text(f"#!{sys.executable}\nopen({str(tmp_path / 'browsed')!r}, 'w')\n")
    program.chmod(0o700)
    return {"BROWSER": str(program)}


def pasted(text: str) -> str:
    """What a terminal lets through of a clipboard: an ESC would end the paste, and no clipboard holds half a letter."""
    return text[:3000].encode("utf-8", "replace").decode().replace("\x1b", "").replace("\x03", "").replace("\x11", "")


def visit(console: Console, mark: str, text: str, *, is_clicked: bool) -> None:
    """Opens everything that shows the conversation, and types the text wherever one can type."""
    console.open(mark)
    console.burst("Y", "end", "home")
    console.burst("y", "end", "home", "escape")
    console.burst("=", "end", "escape")
    if is_clicked:
        _click_everywhere(console)
        console.open(mark)
    for question in "tIFLWPpwm":
        console.burst(question, "tab")
        console.paste(pasted(text))
        console.burst("escape")
    for question in "C#":
        console.burst(question)
        console.paste(pasted(text))
        console.burst("enter", "escape")
    console.open(mark)
    console.burst("i")
    console.paste(pasted(text))
    console.burst("ctrl+s", "escape", "r")
    console.paste(pasted(text))
    console.burst("up", "home", "escape")
    for place in (("g", "s"), ("g", "K"), ("g", "i"), (":",), ("/", "ctrl+u")):
        console.burst(*place)
        console.paste(pasted(text))
        console.settle(0.03)
        console.burst("enter" if place[0] == "/" else "escape")
    console.burst("escape", "escape", "g", "r", "end", "escape", "backspace")


def _click_everywhere(console: Console) -> None:
    for row in range(2, console.size[1] - 2):
        for column in (6, 64):
            console.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
    console.settle(0.05)
    console.burst("escape", "escape")


def prove(console: Console, mark: str, text: str, what: str, *, is_clicked: bool = False) -> None:
    """Visits; raises AssertionError for every byte that is not ours, and when the console does not answer any more."""
    before = len(console.reads)
    visit(console, mark, text, is_clicked=is_clicked)
    console.burst("escape", "escape")
    console.settle(0.05)
    prove_clean(console, before, mark, what)


def prove_clean(console: Console, before: int, mark: str, what: str) -> None:
    """Raises AssertionError unless the console still answers, the mark was shown since, and no byte was foreign."""
    answers = len(console.reads)
    console.burst("f1")
    try:
        console.writes("q leaves", answers)
    except AssertionError as silent:
        raise AssertionError(f"{what}: no answer any more\n{console.text()}") from silent
    console.burst("escape")
    # Else the last sequence may have come in half.
    console.settle(0.05)
    written = console.written(before)
    assert mark.encode() in written, f"{what} was never shown"
    found = findings(written)
    assert not found, f"{what}: {found}"


def chosen(pick: Random, count: int) -> list[Payload]:
    """`count` payloads, those of MUST among them; all for more than there are."""
    must = [each for each in PAYLOADS if each.name in MUST]
    rest = [each for each in PAYLOADS if each.name not in MUST]
    return must + pick.sample(rest, min(len(rest), max(0, count - len(must))))


def test_nothing_of_a_hostile_text_reaches_the_terminal_from_any_screen(shift, browser, figure, first_seed):
    payloads = chosen(Random(first_seed), figure(6, len(PAYLOADS)))
    marks = [plant_texts(shift, repeat(each.text()), n) for n, each in enumerate(payloads)]
    with Console(shift, env=browser) as console:
        console.settle(0.3)
        for each, mark in zip(payloads, marks, strict=True):
            prove(console, mark, each.text(), each.name, is_clicked=each.item in CLICKED)
        assert console.quits() == 0
        assert not console.modes_left_changed
        assert not console.crash_files
    assert not (Path(browser["BROWSER"]).parent / "browsed").exists()
    assert not shift.faults()


def fuzz(pick: Random) -> Iterator[str]:
    """Random texts made of what is dangerous, for ever."""
    while True:
        yield "".join(pick.choices(PIECES, k=pick.randint(1, 40)))


def test_nothing_of_a_random_text_reaches_the_terminal_from_any_screen(shift, browser, figure, first_seed):
    pick = Random(first_seed)
    texts = fuzz(pick)
    marks = [plant_texts(shift, texts, n) for n in range(figure(40, 5_000) // FIELDS)]
    with Console(shift, env=browser) as console:
        console.settle(0.3)
        for n, mark in enumerate(marks):
            prove(console, mark, next(texts), f"conversation {n}", is_clicked=n % 10 == 0)
        assert console.quits() == 0
        assert not console.crash_files
    assert not shift.faults()


@pytest.mark.parametrize("plant", ["nothing_is_cleaned", "only_the_last_net_cleans"])
def test_texts_that_are_drawn_as_they_came_would_be_noticed(shift, plant):
    mark = plant_texts(shift, repeat("a\u200fb \U000e0041 \x1b[3mslanted \x1b]52;c;eA==\x07"), 0)
    with Console(shift, plant=plant) as console:
        console.settle(0.3)
        console.burst("enter")
        console.settle(0.2)
        found = "\n".join(findings(console.raw[console.raw.index(b"QUEUE") :]))
    assert "U+200F" in found
    assert ("U+001B" in found) == (plant == "nothing_is_cleaned")
    assert mark


@pytest.mark.parametrize(
    "leak",
    [
        "\x1b[2J",
        "\x1b]52;c;eA==\x07",
        "\x1b]8;;http://x\x1b\\",
        "\x1b[31m",
        "\x1b[?1049l",
        "\x1b]2;owned\x1b\\",
        "\x1b[6n",
        *["\x1bc", "\x07", "\rx", "\x08", "\x9b2J", "\u202e", "\u200f", "\U000e0041", "\x7f", "\x00"],
    ],
)
def test_each_kind_of_leak_is_a_finding(leak):
    assert findings(f"\x1b[1;1H\x1b[38;2;1;2;3;48;2;0;0;0mhello\x1b[0m{leak}more".encode())


def test_a_lone_byte_of_another_encoding_is_a_finding():
    assert findings(b"hello \x9b2J")


def test_what_the_console_itself_writes_is_none():
    assert not findings("\x1b[?2026h\x1b[1;1H\x1b[1;38;2;1;2;3;48;2;0;0;0mMara Kovač ✓\x1b[0m\x1b[?2026l".encode())
