"""Foreign text: whatever comes in, nothing a terminal obeys comes out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from agentconsole.tui import safe
from agentconsole.tui.line_filter import ControlFilter
from tests.tui.hostile import BAD, PIECES, fuzzed, payloads

anything = st.text(st.characters(exclude_categories=())) | st.lists(st.sampled_from(PIECES)).map("".join)


def assert_harmless(shown: str) -> None:
    assert not set(shown) & (set(BAD) - {"\n"})
    assert not any(0xD800 <= ord(each) <= 0xDFFF or 0xE0000 <= ord(each) <= 0xE0FFF for each in shown)
    assert len(shown) <= safe.TEXT_LIMIT
    assert shown.count("\n") < safe.LINES_LIMIT
    run = 0
    for each in shown:
        run = run + 1 if unicodedata.category(each).startswith("M") else 0
        assert run <= safe.MARKS_PER_BASE


@given(anything)
def test_text_is_harmless_and_cleaning_it_twice_changes_nothing(foreign: str):
    shown = safe.text(foreign)
    assert_harmless(shown)
    assert safe.text(shown) == shown


@given(anything, st.integers(0, 60))
def test_a_line_is_one_line_of_exactly_the_width_asked_for(foreign: str, width: int):
    shown = safe.line(foreign, width)
    assert_harmless(shown)
    assert "\n" not in shown
    assert cell_len(shown) == width
    assert safe.line(shown, width) == shown
    assert safe.line(safe.line(foreign)) == safe.line(foreign)


@given(anything, st.integers(1, 40), st.integers(1, 5))
def test_the_limits_hold_and_a_cut_is_told(foreign: str, limit: int, lines: int):
    kept, was_cut = safe.clipped(foreign, limit, lines)
    assert len(kept) <= limit
    assert kept.count("\n") < lines
    assert was_cut or kept == safe.text(foreign)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=safe.LINE_LIMIT))
def test_plain_english_stays_as_it_is(foreign: str):
    assert safe.text(foreign) == safe.line(foreign) == foreign


def test_latin_letters_are_treated_alike_beside_any_other():
    letters = list(map(chr, range(0x300)))
    assert [each for each in letters if safe.text(f"{each}語") != f"{safe.text(each)}語"] == []


@pytest.mark.parametrize(("name", "payload"), payloads().items(), ids=list(payloads()))
def test_every_hostile_input_of_the_fixtures_comes_out_harmless(name: str, payload: str):
    shown = safe.text(payload)
    assert_harmless(shown)
    assert safe.text(shown) == shown
    assert cell_len(safe.line(payload, 40)) == 40


def test_random_hostile_inputs_come_out_harmless():
    for foreign in fuzzed():
        shown = safe.text(foreign)
        assert_harmless(shown)
        assert safe.text(shown) == shown, ascii(foreign)
        assert cell_len(safe.line(foreign, 23)) == 23, ascii(foreign)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("refunded\rrefused", "refunded␍refused"),
        ("one\r\ntwo", "one\ntwo"),
        ("a\tb", "a    b"),
        ("gone\x7f", "gone␡"),
        ("\x9b2J", "�2J"),
        ("invoice\u202efdp.exe", "invoice␦fdp.exe"),
        ("half \ud83d", "half �"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("e\u0301", "é"),
        ("flag \U0001f3f4\U000e0067\U000e0062\U000e007f", "flag \U0001f3f4␦"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("क्\u200dष", "क्\u200dष"),
        ("شركة", "شركة"),
    ],
)
def test_what_is_done_to_it_can_be_seen(foreign: str, shown: str):
    assert safe.text(foreign) == shown


def test_a_newline_in_a_subject_shows_as_a_sign():
    assert safe.line("a\r\nb\nc") == "a⏎b⏎c"


def test_a_long_text_says_that_there_is_more():
    assert safe.text("x" * 10**6).endswith(f"\n{safe.TAIL}")
    assert safe.text("\n" * 10**6).count("\n") == safe.LINES_LIMIT - 1
    assert safe.text("x" * safe.TEXT_LIMIT) == "x" * safe.TEXT_LIMIT


def test_a_wide_letter_never_stands_half_outside():
    assert safe.cells("日本語", 5) == "日本…"
    assert safe.cells("日本語", 4) == "日 …"
    assert safe.fit("日本語", 6) == "日本語"
    assert safe.fit("short", 20) == "short"


def test_the_last_net_stops_controls_of_any_widget_and_keeps_the_width():
    net = ControlFilter()
    raw = [Segment("a\x1b[2Jb\x9bc\u202e\x07\x00"), Segment("clean")]
    caught = net.apply(raw, Color(0, 0, 0))
    assert "".join(each.text for each in caught) == "a␛[2Jb�c�␇␀clean"
    assert [len(each.text) for each in caught] == [len(each.text) for each in raw]
    untouched = [Segment("clean"), Segment("日本")]
    assert net.apply(untouched, Color(0, 0, 0)) is untouched


def test_the_last_net_stops_every_hostile_input():
    net = ControlFilter()
    for payload in (*payloads().values(), *fuzzed()):
        (caught,) = net.apply([Segment(payload[:5000])], Color(0, 0, 0))
        assert not set(caught.text) & set(BAD)
