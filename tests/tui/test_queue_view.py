"""The queue on the screen: where the cursor stands, what waits, and how little is painted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot

from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.terms import FAR, Channel
from agentconsole.tui import present
from agentconsole.tui.rest import REST
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.queue_row import Layout, Mark, row_lines
from agentconsole.tui.widgets.queue_view import QueueView
from agentconsole.tui.widgets.queue_window import KEPT, QueueWindow
from agentconsole.workspace.queue_views import QueueRow
from tests.tui.hostile import BAD, payloads
from tests.tui.rows import NOW, a_clock, a_row, some_rows


class QueueApp(App[None]):
    def __init__(self, layout: Layout = Layout.STRIP) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self.painted: list[tuple[Region, ...]] = []
        self.chosen = layout

    def compose(self) -> ComposeResult:
        yield QueueView()

    def on_mount(self) -> None:
        self.queue.set_layout(self.chosen)
        self.queue.focus()

    @property
    def queue(self) -> QueueView:
        return self.query_one(QueueView)

    @on(QueueView.Selected)
    @on(QueueView.Opened)
    @on(QueueView.WantsMore)
    @on(QueueView.WantsEdge)
    def hear(self, message: Message) -> None:
        self.heard.append(message)

    def watch_paint(self) -> None:
        """From now on `painted` lists the regions of each repaint of the queue."""
        refresh = self.queue.refresh

        def listed(*regions: Region, **options: Any) -> QueueView:
            self.painted.append(regions)
            return refresh(*regions, **options)

        self.queue.refresh = listed  # type: ignore[method-assign]

    def shown(self) -> list[str]:
        return [self.queue.render_line(y).text for y in range(self.queue.size.height)]


@asynccontextmanager
async def a_queue(
    rows: tuple[QueueRow, ...], size: tuple[int, int] = (80, 11), layout: Layout = Layout.STRIP, **page: Any
) -> AsyncIterator[tuple[QueueApp, Pilot[None]]]:
    app = QueueApp(layout)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.queue.set_page(rows, **{"total": len(rows), "now": NOW} | page)
        await _told(app, pilot)
        app.heard.clear()
        yield app, pilot


async def _told(app: QueueApp, pilot: Pilot[None]) -> None:
    """Until it was told where the cursor rests; at once where it stands nowhere."""
    for _ in range(200):
        await pilot.pause(REST / 5)
        if QueueView.Selected(app.queue.selected_id) in app.heard or not app.queue.selected_id:
            return


async def test_a_row_says_mark_urgency_due_channel_id_contact_subject_and_news():
    chat = a_row(4502, a_clock(gone=258), channel=Channel.CHAT, slot=1, contact_name="Mara Kovač", unread=2)
    async with a_queue((chat, a_row(4460, is_mine=True))) as (app, _):
        assert app.shown()[1].split() == [
            ">!!",
            "upd",
            "0:42",
            "C1",
            "4502",
            "Mara",
            "Kovač",
            "about",
            "4502",
            "2",
            "new",
        ]
        assert app.shown()[2].startswith("·   waiting    T  4460")


@pytest.mark.parametrize("width", [20, 30, 45, 60, 80, 120, 200])
@pytest.mark.parametrize("layout", list(Layout))
async def test_rows_fill_any_width_exactly_whatever_is_in_them(width: int, layout: Layout):
    rows = tuple(
        a_row(n, a_clock(gone=n * 50), contact_name=text[:2000], subject=text[:2000], unread=n)
        for n, text in enumerate(payloads().values())
    )
    async with a_queue(rows, (width, 40), layout) as (app, _):
        lines = app.shown()
        assert {cell_len(line) for line in lines} == {width}
        assert not set("".join(lines)) & set(BAD)


async def test_the_title_tells_the_part_in_sight():
    async with a_queue(some_rows(0, 300), total=1234, total_is_exact=False) as (app, pilot):
        app.queue.set_title("QUEUE mine")
        assert app.shown()[0].split() == ["QUEUE", "mine", "rows", "1-10", "of", "1,234+"]
        await pilot.press("pagedown", "pagedown")
        assert "12-21 of 1,234+" in app.shown()[0]


async def test_an_empty_queue_says_so_and_every_key_is_harmless():
    async with a_queue(()) as (app, pilot):
        app.queue.set_title("QUEUE", "Quiet.")
        await pilot.press("j", "k", "pagedown", "pageup", "home", "end", "enter", "G")
        assert "Quiet." in app.shown()[1]
        assert app.heard == []
        assert app.queue.selected_id == ""


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", 1), ("down", 1), ("j j k", 1), ("j up", 0), ("k", 0), ("pagedown", 10), ("pagedown pageup", 0),
        ("end", 49), ("G", 49), ("G home", 0), ("pagedown j j", 12),
    ],
)  # fmt: skip
async def test_each_key_moves_where_it_says(keys: str, expected: int):
    async with a_queue(some_rows(0, 50)) as (app, pilot):
        await pilot.press(*keys.split())
        assert app.queue.selected_id == str(expected)


@pytest.mark.parametrize("key", ["enter", "l", "right"])
async def test_opening_names_the_selected_conversation(key: str):
    async with a_queue(some_rows(0, 5)) as (app, pilot):
        await pilot.press("j", key)
        assert [each for each in app.heard if isinstance(each, QueueView.Opened)] == [QueueView.Opened("1")]


async def test_where_the_cursor_stands_is_told_once_it_rests():
    async with a_queue(some_rows(0, 5)) as (app, pilot):
        app.queue.action_queue_down()
        app.queue.action_queue_down()
        await _told(app, pilot)
        assert app.heard == [QueueView.Selected("2")]


async def test_a_key_repaints_two_rows_and_a_tick_only_the_clocks_that_read_differently():
    rows = (a_row(0, a_clock(gone=250)), a_row(1, a_clock(gone=10)), *some_rows(2, 20))
    async with a_queue(rows) as (app, pilot):
        app.watch_paint()
        await pilot.press("j")
        assert [region.y for region in app.painted[0]] == [1, 2]
        assert len(app.painted) == 1
        app.painted.clear()
        app.queue.tick(NOW + 1000)
        ((region,),) = app.painted
        assert (region.y, region.height) == (1, 1)
        assert region.right <= 15
        app.painted.clear()
        app.queue.tick(NOW + 1000)
        app.queue.set_page(rows, len(rows))
        assert app.painted == []


async def test_one_changed_row_repaints_one_row():
    rows = some_rows(0, 20)
    async with a_queue(rows) as (app, _):
        app.watch_paint()
        rows = (*rows[:3], replace(rows[3], unread=4), *rows[4:])
        app.queue.set_page(rows, len(rows))
        assert [[region.y for region in regions] for regions in app.painted] == [[4]]
        app.queue.set_page((*rows[:15], replace(rows[15], unread=4), *rows[16:]), len(rows))
        assert len(app.painted) == 1


async def test_the_cursor_stays_on_its_conversation_when_the_order_changes():
    rows = some_rows(0, 30)
    async with a_queue(rows) as (app, pilot):
        await pilot.press("j", "j", "j")
        await pilot.pause(0.6)
        app.heard.clear()
        app.queue.set_page((a_row(99), *rows), 31)
        assert app.queue.selected_id == "3"
        assert app.queue.window.top == 0
        assert app.heard == []
        assert "99" in app.shown()[1]


async def test_a_new_order_waits_while_the_agent_moves_and_contents_do_not():
    rows = some_rows(0, 30)
    async with a_queue(rows) as (app, pilot):
        await pilot.press("j")
        assert app.queue.is_held
        app.queue.set_page((a_row(99), replace(rows[0], subject="newer words"), *rows[1:]), 31)
        assert "newer words" in app.shown()[1]
        assert app.queue.selected_id == "1"
        await pilot.pause(0.7)
        assert not app.queue.is_held
        assert "99" in app.shown()[1]
        assert app.queue.selected_id == "1"


@pytest.mark.parametrize(("has_focus", "selected"), [(False, "99"), (True, "1")])
async def test_what_is_looked_for_while_its_row_waits_has_the_cursor_when_it_comes(has_focus: bool, selected: str):
    rows = some_rows(0, 30)
    async with a_queue(rows) as (app, pilot):
        await pilot.press("j")
        app.queue.set_page((a_row(99), *rows), 31)
        assert not app.queue.select("99")
        if not has_focus:
            app.set_focus(None)
        await pilot.pause(0.7)
        assert app.queue.selected_id == selected


async def test_when_its_conversation_is_gone_the_cursor_stays_at_the_place():
    rows = some_rows(0, 30)
    async with a_queue(rows) as (app, pilot):
        await pilot.press("j", "j")
        await pilot.pause(0.6)
        app.queue.set_page((*rows[:2], *rows[3:]), 29)
        assert app.queue.selected_id == "3"
        await _told(app, pilot)
        assert app.heard[-1] == QueueView.Selected("3")


async def test_more_rows_are_asked_for_once_before_the_end_comes_in_sight():
    rows = some_rows(0, 100)
    async with a_queue(rows, total=1000) as (app, pilot):
        await pilot.press(*["pagedown"] * 9)
        wanted = [m for m in app.heard if isinstance(m, QueueView.WantsMore)]
        assert wanted == [QueueView.WantsMore(after=rows[-1].position)]
        app.queue.add_after(some_rows(100, 100))
        assert len(app.queue.window.rows) == 200
        assert app.queue.selected_id == "90"


async def test_the_end_of_a_long_queue_is_asked_for_by_the_edge():
    async with a_queue(some_rows(0, 100), total=100_000) as (app, pilot):
        await pilot.press("G")
        assert QueueView.WantsEdge(at_top=False) in app.heard
        app.queue.set_page(some_rows(99_900, 100), 100_000, first_index=99_900)
        assert app.queue.selected_id == "99999"
        await pilot.press("home")
        assert QueueView.WantsEdge(at_top=True) in app.heard
        app.queue.set_page(some_rows(0, 100), 100_000)
        assert app.queue.selected_id == "0"


def test_the_window_never_holds_more_than_its_share():
    window = QueueWindow().turned(some_rows(0, 900), 900, True, 0, 10)
    assert len(window.rows) == KEPT
    for page in range(1, 20):
        window = window.moved(len(window.rows) - 1, 10).extended_after(some_rows(KEPT + page * 100, 100))
    assert len(window.rows) == KEPT
    assert window.first_index > 0
    selected = window.selected
    window = window.extended_before(some_rows(5000, 100))
    assert window.selected == selected


async def test_a_resize_keeps_the_cursor_in_sight():
    async with a_queue(some_rows(0, 50), (80, 30)) as (app, pilot):
        await pilot.press(*["j"] * 25)
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert any(line.startswith(">") for line in app.shown())


async def test_two_line_rows_put_the_subject_below_and_page_by_rows():
    async with a_queue(some_rows(0, 50), (45, 21), Layout.TWO_LINE) as (app, pilot):
        assert app.shown()[1].startswith(">   waiting    T  0     Contact 0")
        assert app.shown()[2].strip() == "about 0"
        await pilot.press("pagedown")
        assert app.queue.selected_id == "10"


async def test_the_selected_row_is_marked_without_colour_and_rests_without_focus():
    async with a_queue(some_rows(0, 3)) as (app, pilot):
        assert app.queue.lines[1][0][1] is Ink.CURSOR
        app.set_focus(None)
        await pilot.pause()
        assert app.queue.lines[1][0][1] is Ink.RESTING
        assert app.shown()[1].startswith(">")


async def test_the_queue_knows_when_its_words_change_next():
    rows = (a_row(0, a_clock(ClockKind.HOLD, gone=190)), a_row(1))
    async with a_queue(rows) as (app, _):
        assert app.queue.changes_at == NOW + 1000
    async with a_queue(some_rows(0, 3)) as (app, _):
        assert app.queue.changes_at == FAR


async def test_a_click_selects_and_a_second_one_opens():
    async with a_queue(some_rows(0, 9)) as (app, pilot):
        await pilot.click(QueueView, offset=(5, 4))
        assert app.queue.selected_id == "3"
        assert QueueView.Opened("3") not in app.heard
        await pilot.click(QueueView, offset=(5, 4))
        assert QueueView.Opened("3") in app.heard


@pytest.mark.parametrize(("width", "whole"), [(60, False), (68, True), (90, True)])
def test_a_name_is_whole_where_what_it_is_about_keeps_as_much_room(width: int, whole: bool):
    row = a_row(1, contact_name="Studio Bevilacqua", subject="invoice without a number", unread=1)
    (line,) = row_lines(row, present.row_due(row, NOW), Mark(), width, Layout.ONE_LINE)
    drawn = "".join(words for words, _ in line)
    assert ("Studio Bevilacqua" in drawn) == whole
    assert drawn.rstrip().endswith("1 new")


@pytest.mark.parametrize("is_selected", [True, False])
def test_a_long_name_is_whole_where_the_line_below_has_room_for_the_news(is_selected: bool):
    row = a_row(1, contact_name="Studio Bevilacqua SRL", subject="invoice", unread=2)
    drawn = row_lines(row, present.row_due(row, NOW), Mark(is_selected=is_selected), 46, Layout.TWO_LINE)
    above, below = ("".join(words for words, _ in line) for line in drawn)
    assert above.rstrip().endswith("Studio Bevilacqua SRL")
    assert (below.split(), cell_len(below)) == (["invoice", "2", "new"], 46)
    short = replace(row, contact_name="Mara")
    above, below = (
        "".join(words for words, _ in line)
        for line in row_lines(short, present.row_due(short, NOW), Mark(), 46, Layout.TWO_LINE)
    )
    assert above.rstrip().endswith("2 new")
    assert "new" not in below


@pytest.mark.parametrize(("layout", "width", "spare"), [(Layout.TWO_LINE, 46, 6), (Layout.ONE_LINE, 62, 6)])
async def test_what_a_row_has_to_spare_goes_to_its_words(layout: Layout, width: int, spare: int):
    long = "Long" * 20
    rows = tuple(a_row(n, contact_name=long, subject=long, unread=n) for n in (0, 1))
    async with a_queue(rows, (width, 12), layout) as (app, _):
        calm, news = (line.rstrip() for line in app.shown() if "  T  " in line)
    assert cell_len(calm) - cell_len(news[: news.rindex("…") + 1]) == spare
    assert news.endswith("1 new")


async def test_what_an_empty_queue_says_is_whole_at_every_width():
    async with a_queue((), (46, 11)) as (app, _):
        app.queue.set_title("QUEUE", "Nothing here. Backspace shows mine and what waits.")
        assert " ".join(" ".join(app.shown()[1:]).split()) == "Nothing here. Backspace shows mine and what waits."


async def test_a_title_without_room_for_the_part_in_sight_counts_rows():
    async with a_queue(some_rows(0, 20), (46, 24)) as (app, pilot):
        app.queue.set_title("QUEUE mine+waiting /channel:chat")
        await pilot.pause()
        assert app.shown()[0].endswith("20 rows ")


@pytest.mark.parametrize(("width", "layout"), [(46, Layout.TWO_LINE), (120, Layout.ONE_LINE)])
def test_a_row_names_the_colleague_who_has_it_and_nobody_else(width: int, layout: Layout):
    def drawn(row: QueueRow) -> str:
        return "".join(
            words for line in row_lines(row, present.row_due(row, NOW), Mark(), width, layout) for words, _ in line
        )

    row = a_row(1, subject="invoice", assignee="bo")
    assert "@bo invoice" in drawn(row)
    assert "@" not in drawn(replace(row, assignee=""))
    assert "@" not in drawn(replace(row, is_mine=True))
