"""The transcript: what each kind of line looks like, where the reader stands, and what is never held up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from agentconsole.domain.terms import Author, MessageKind
from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.transcript_lines import NOTE_SIGN, is_cut, message_lines, size_words
from agentconsole.tui.widgets.transcript_reel import Foot, Reel
from agentconsole.tui.widgets.transcript_view import KEPT, TranscriptView
from agentconsole.tui.wrap import NARROWEST, wrap
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.views import TranscriptLine
from tests.tui.hostile import BAD, fuzzed, payloads
from tests.tui.rows import NOW, a_line, own


class TranscriptApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self.painted: list[list[int]] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    def on_mount(self) -> None:
        self.view.focus()

    @on(TranscriptView.WantsOlder)
    @on(TranscriptView.WantsNewest)
    @on(TranscriptView.Finished)
    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def watch_paint(self) -> None:
        refresh = self.view.refresh

        def listed(*regions: Any, **options: Any) -> TranscriptView:
            self.painted.append([region.y for region in regions])
            return refresh(*regions, **options)

        self.view.refresh = listed  # type: ignore[method-assign]

    def shown(self) -> list[str]:
        return [self.view.render_line(y).text.rstrip() for y in range(self.view.size.height)]


@asynccontextmanager
async def a_transcript(
    lines: tuple[TranscriptLine, ...], size: tuple[int, int] = (80, 10), **given: Any
) -> AsyncIterator[tuple[TranscriptApp, Pilot[None]]]:
    app = TranscriptApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.view.set_lines(lines, **given)
        await pilot.pause()
        yield app, pilot


def some_lines(first: int, count: int) -> tuple[TranscriptLine, ...]:
    return tuple(a_line(first + index) for index in range(count))


def text_of(line: TranscriptLine, width: int = 60) -> list[str]:
    return ["".join(text for text, _ in row) for row in message_lines(line, width, 0)]


def test_a_message_says_when_who_and_what():
    assert text_of(a_line(0, "Hi, I was charged twice."))[0] == " 14:13 Mara    Hi, I was charged twice."


def test_a_note_is_marked_on_every_row_by_word_and_sign_and_ink():
    rows = message_lines(a_line(0, "word " * 40, kind=MessageKind.NOTE, author="Bo"), 60, 0)
    assert "NOTE" in rows[0][0][0]
    assert "Bo: word" in rows[0][0][0]
    assert len(rows) > 2
    assert all(NOTE_SIGN in text and ink is Ink.NOTE and cell_len(text) == 60 for ((text, ink),) in rows)


def test_system_lines_are_dim():
    ((run,),) = message_lines(a_line(0, "Bo took it", kind=MessageKind.SYSTEM), 60, 0)
    assert run[1] is Ink.DIM
    assert "sys" in run[0]


@pytest.mark.parametrize(
    ("delivery", "receipt", "end", "ink"),
    [
        (Delivery.SAVED, 0, "saved", Ink.SOON),
        (Delivery.SENDING, 0, "sending", Ink.SOON),
        (Delivery.REFUSED, 0, "refused", Ink.LATE),
        (Delivery.ACCEPTED, 48211, "✓ #48211", Ink.DIM),
    ],
)
def test_how_far_own_words_have_come_stands_at_their_end(delivery: Delivery, receipt: int, end: str, ink: Ink):
    rows = message_lines(own(0, "on its way", delivery=delivery, receipt=receipt), 60, 0)
    assert rows[-1][-1] == (end, ink)


@given(st.integers(15, 120), st.text(max_size=300))
def test_a_contact_cannot_write_where_receipts_stand(width: int, body: str):
    last = message_lines(a_line(0, f"{body} accepted ✓ #48211"), width, 0)[-1]
    assert all(ink is not Ink.DIM or not text.strip() or ":" in text for text, ink in last)


def test_links_are_underlined_and_nothing_more():
    runs = message_lines(a_line(0, "see https://example.org/a?b=1 and javascript:alert(1)"), 80, 0)[0]
    assert [text for text, ink in runs if ink is Ink.LINK] == ["https://example.org/a?b=1"]


def test_attachments_show_a_harmless_name_and_a_size():
    rows = text_of(a_line(0, " ", attachments=(("state\x1b]0;x\x07ment\u202efdp.exe", 220_000),)))
    assert rows[-1].strip() == "[file state␛]0;x␇ment␦fdp.exe 220 kB]"
    assert [size_words(n) for n in (-1, 812, 1_400_000)] == ["0 B", "812 B", "1.4 MB"]


@pytest.mark.parametrize("width", [20, 73])
def test_hostile_words_never_leave_their_pane(width: int):
    for text in (*payloads().values(), *fuzzed()):
        for kind in (MessageKind.REPLY, MessageKind.NOTE):
            line = a_line(0, text[:1500], author=text[:300], kind=kind, attachments=((text[:300], 1),))
            for row in message_lines(line, width, 0):
                assert sum(cell_len(part) for part, _ in row) <= width, ascii(text[:80])
                assert not any(set(part) & set(BAD) for part, _ in row)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200), st.integers(0, 40))
def test_wrapping_loses_nothing_but_blanks(foreign: str, width: int):
    clean = safe.text(foreign)
    rows = wrap(clean, width)
    assert "".join("".join(rows).split()) == "".join(clean.split())
    assert all(cell_len(row) <= max(width, NARROWEST) for row in rows)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30), st.integers(1, 12), st.lists(st.integers(-20, 20)))
def test_scrolling_stands_where_a_plain_list_of_rows_would(heights: list[int], height: int, moves: list[int]):
    reel = Reel(len(heights), heights.__getitem__)
    total = sum(heights)
    foot, plain = reel.end, total
    for move in moves:
        foot = reel.up(foot, -move, height) if move < 0 else reel.down(foot, move)
        plain = max(min(height, total), min(total, plain + move))
        assert sum(heights[: foot.index]) + foot.rows == plain
    assert reel.first(height) == reel.up(reel.end, total, height)
    assert Reel(0, heights.__getitem__).end == Foot(0, 0)


async def test_it_opens_at_the_newest_line_and_a_short_one_begins_at_the_top():
    async with a_transcript(some_lines(0, 50)) as (app, _):
        assert app.shown()[-1].endswith("line 49")
        assert app.view.is_at_end
    async with a_transcript(some_lines(0, 2), empty="Nothing said yet.") as (app, _):
        assert app.shown()[0].endswith("line 0")
        app.view.set_lines((), empty="Nothing said yet.")
        assert app.shown()[0] == " Nothing said yet."


async def test_who_reads_the_end_sees_what_is_said_and_pays_for_one_row():
    async with a_transcript(some_lines(0, 3)) as (app, _):
        app.watch_paint()
        app.view.append((a_line(3, "and more"),))
        assert app.shown()[3].endswith("and more")
        assert app.painted == [[3]]
        app.view.refresh_tail((*some_lines(0, 3), a_line(3, "and more")))
        assert len(app.painted) == 1


async def test_who_reads_further_up_keeps_the_place_and_is_told():
    async with a_transcript(some_lines(0, 50)) as (app, pilot):
        await pilot.press("pageup")
        before = app.shown()
        app.view.append(some_lines(50, 3))
        assert app.shown()[:-1] == before[:-1]
        assert app.shown()[-1].endswith("3 new, End")
        await pilot.press("end")
        assert app.view.missed == 0
        assert app.shown()[-1].endswith("line 52")


async def test_own_words_bring_the_reader_back_to_the_end():
    async with a_transcript(some_lines(0, 50)) as (app, pilot):
        await pilot.press("home")
        app.view.append((own(50, "sent", delivery=Delivery.SAVED),))
        assert app.view.is_at_end


async def test_a_line_that_is_confirmed_changes_in_place_and_one_that_was_refused_goes():
    sent = own(50, "sent", delivery=Delivery.SENDING, command_id="c1")
    async with a_transcript((*some_lines(0, 50), sent)) as (app, _):
        app.view.refresh_tail((*some_lines(40, 10), own(50, "sent", receipt=7, command_id="c1")))
        assert app.shown()[-1].endswith("✓ #7")
        assert len(app.view.messages) == 51
        app.view.append((own(51, "again", delivery=Delivery.SENDING, command_id="c2"),))
        app.view.refresh_tail((*some_lines(40, 10), own(50, "sent", receipt=7, command_id="c1")))
        assert len(app.view.messages) == 51


async def test_what_the_house_and_the_agent_say_is_no_news():
    said = (a_line(0), a_line(1, "news"), a_line(2, kind=MessageKind.SYSTEM, author_kind=Author.SYSTEM), own(3))
    async with a_transcript(said, unread_from_k=1) as (app, _):
        assert any(line.startswith("── 1 new ───") for line in app.shown())


async def test_a_rule_stands_above_what_is_new():
    async with a_transcript(some_lines(0, 5), unread_from_k=3) as (app, _):
        assert app.shown()[3].startswith("── 2 new ───")
        app.view.set_unread_from(None)
        assert not any("new" in line for line in app.shown())


async def test_a_rule_stands_between_two_days():
    async with a_transcript((a_line(0, at=NOW - 86_400_000), a_line(1, at=NOW))) as (app, _):
        assert app.shown()[1].startswith("── Mon 2026-09-21 ──")


async def test_older_lines_are_asked_for_once_at_the_top_and_do_not_move_the_page():
    async with a_transcript(some_lines(100, 50)) as (app, pilot):
        await pilot.press("home", "home", "up")
        assert app.heard == [TranscriptView.WantsOlder(100)]
        before = app.shown()
        app.view.older(some_lines(50, 50))
        assert app.shown() == before
        await pilot.press("pageup")
        assert app.shown()[0] != before[0]


async def test_the_first_line_of_all_asks_for_nothing():
    async with a_transcript(some_lines(0, 50)) as (app, pilot):
        await pilot.press("home")
        app.view.older(())
        assert app.heard == []


async def test_no_more_than_its_share_is_held_and_the_end_can_be_asked_for():
    async with a_transcript(some_lines(1000, 400)) as (app, pilot):
        await pilot.press("home")
        app.view.older(some_lines(700, 300))
        assert len(app.view.messages) == KEPT
        app.view.append(some_lines(1400, 2))
        assert app.shown()[-1].endswith("2 new, End")
        await pilot.press("end")
        assert app.heard[-1] == TranscriptView.WantsNewest()
    async with a_transcript(some_lines(0, 400)) as (app, _):
        app.view.append(some_lines(400, 300))
        assert len(app.view.messages) == KEPT
        assert app.shown()[-1].endswith("line 699")


async def test_space_pages_and_says_when_there_is_no_more():
    async with a_transcript(some_lines(0, 30)) as (app, pilot):
        await pilot.press("home", "space", "space", "space")
        assert app.view.is_at_end
        assert app.heard == []
        await pilot.press("space")
        assert app.heard == [TranscriptView.Finished()]


async def test_a_huge_message_is_cut_and_shows_more_when_asked():
    async with a_transcript((a_line(0, "row\n" * 200_000),)) as (app, pilot):
        assert app.shown()[-1].endswith("… 199,601 more lines, v shows more")
        await pilot.press("v")
        assert app.shown()[-1].endswith("… 196,001 more lines, v shows more")
    assert is_cut(a_line(0, "x" * 10**6))
    assert text_of(a_line(0, "x" * 10**6))[-1].strip() == "… 980,000 more characters, v shows more"
    assert not is_cut(a_line(0, "short"))


async def test_a_mere_look_begins_with_who_speaks():
    long = a_line(0, "\n".join(f"row {n}" for n in range(30)))
    async with a_transcript((long, a_line(1, "short"))) as (app, _):
        assert "Mara" not in app.shown()[0]
        app.view._says_who = True
        app.view.repaint()
        shown = app.shown()
        assert "Mara" in shown[0]
        assert shown[0].endswith("…")
        assert shown[1].strip() == "row 22"
        assert shown[-1].endswith("short")
        app.view.set_lines((a_line(0, "whole"),))
        assert not app.shown()[0].endswith("…")


async def test_every_key_is_harmless_in_an_empty_transcript():
    async with a_transcript(()) as (app, pilot):
        await pilot.press("j", "k", "pageup", "home", "end", "v", "up", "down")
        assert app.heard == []


async def test_a_resize_wraps_anew_and_keeps_the_message():
    async with a_transcript(tuple(a_line(k, f"{k} " + "word " * 30) for k in range(40)), (80, 10)) as (app, pilot):
        await pilot.press("pageup", "pageup")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert all(cell_len(line) <= 40 for line in app.shown())
        assert not app.view.is_at_end


@pytest.mark.parametrize(("width", "mark"), [(99, "✓ #7"), (100, "✓ #7 14:13:20")])
def test_with_room_for_it_a_receipt_tells_its_time(width: int, mark: str):
    (row,) = message_lines(own(0, "done", receipt=7, accepted_at=NOW), width, 0)
    assert row[-1][0] == mark
