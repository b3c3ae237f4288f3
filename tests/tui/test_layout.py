"""The layout as an agent wants it: asked for and zoomed while working, kept, and checked where it is written down."""

from __future__ import annotations

import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.geometry import Region

from agentconsole.cli.starting.setting import looks, shape, theme_folders
from agentconsole.cli.starting.tastes import Tastes
from agentconsole.domain import commands as ask
from agentconsole.settings import DisplaySettings, LayoutSettings, Settings, SettingsError, read_settings
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens.layout.arrangement import AS_FITS, Shape, width_of
from agentconsole.tui.screens.layout.laying_out import LINES_OF_CARD
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.widgets.queue_row import Layout
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import SIZES, Console, a_console

PATIENCE = 60.0


@dataclass(frozen=True)
class Seen:
    """What stands on the screen: its words, the layout in force, and where the queue and the conversation are."""

    text: str
    shape: Shape
    rows: Layout
    queue: Region
    left: Region


async def drawn(size: str, wanted: Shape, file: Path, *keys: str) -> Seen:
    """What the terminal shows after these keys."""
    app = ConsoleApp(a_shift(), Setting(tastes=Tastes(Settings(), file, theme_folders()), shape=wanted))
    async with app.run_test(size=SIZES[size]) as pilot:
        console = Console(app, app.door, pilot)
        await pilot.pause(0.01)
        await console.press(*keys)
        screen = console.screen
        queue, left = screen.queue, screen.left
        return Seen(console.text, screen.shape, queue._layout_in_force, queue.region, left.region)


def written(file: Path, count: int = 1) -> dict[str, object]:
    """The layout in the file, once so much of it is there."""
    end, found = time.monotonic() + PATIENCE, dict[str, object]()
    while len(found) < count:
        assert time.monotonic() < end, "it was not kept"
        time.sleep(0.01)
        found = tomllib.loads(file.read_text("utf-8")).get("layout", {}) if file.exists() else {}
    return found


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("wanted", [AS_FITS, Shape(side="right"), Shape(queue_width=70, rows="one")])
async def test_the_console_is_whole_in_every_layout(size: str, wanted: Shape, tmp_path: Path):
    seen = await drawn(size, wanted, tmp_path / "c.toml", "f2", "escape")
    assert "Mara" in seen.text
    assert "QUEUE" in seen.text
    assert seen.queue.right <= SIZES[size][0]
    assert seen.left.width >= 40


async def test_the_queue_stands_right_and_as_wide_as_wanted(tmp_path: Path):
    seen = await drawn("wide", Shape(side="right", queue_width=80), tmp_path / "c.toml")
    assert (seen.queue.right, seen.left.x, seen.queue.width) == (200, 0, 79)
    seen = await drawn("medium", Shape(queue_width=120), tmp_path / "c.toml", "f2", "escape")
    assert seen.left.width >= 40, "a conversation keeps its room"


async def test_a_second_chat_alone_has_the_whole_room_and_stays_where_it_is_when_the_first_comes():
    async with a_console(size="wide") as console:
        door, screen = console.door, console.screen
        first = next(each for each in door.status().chats if each.slot_no == 1)
        door.perform(ask.Resolve(first.conversation_id))
        door.perform(ask.WrapUp(first.conversation_id, "solved"))
        await console.press("f3", *"half a sentence")
        left, right, column = screen.left.region, screen.right.region, screen.column.region
        assert left.width == 0, "an empty pane takes no room"
        assert right.x == screen.side.region.right
        assert column.x == right.right
        door.perform(ask.Claim(door.next_waiting_chat().id))
        await console.settle()
        assert screen.left.region.width == screen.right.region.width
        assert console.app.focused is screen.right.composer
        assert screen.right.composer.text == "half a sentence"


@pytest.mark.parametrize("keys", [("f3",), ("f3", "escape", "i")], ids=["reply", "note"])
async def test_who_writes_in_the_second_chat_alone_writes_on_at_the_same_letter_when_the_window_grows(
    keys: tuple[str, ...],
):
    async with a_console(size="narrow") as console:
        door, screen = console.door, console.screen
        first = next(each for each in door.status().chats if each.slot_no == 1)
        door.perform(ask.Resolve(first.conversation_id))
        door.perform(ask.WrapUp(first.conversation_id, "solved"))
        await console.press(*keys, *"before end", "left", "left", "left")
        for size, letters, pane in (("wide", "one ", screen.right), ("narrow", "two ", screen.left)):
            await console._pilot.resize_terminal(*SIZES[size])
            await console.settle()
            await console.type(letters)
            assert console.app.focused is pane.composer
        assert screen.left.composer.text == "before one two end"
        assert screen.is_noting is ("i" in keys)
        await console.press("escape")
        await console._pilot.resize_terminal(*SIZES["wide"])
        await console.settle()
        assert console.app.focused is screen.right.transcript, "keys that scroll go where it is read"


async def test_one_or_two_lines_a_row_whatever_the_window(tmp_path: Path):
    for rows, layout in (("one", Layout.ONE_LINE), ("two", Layout.TWO_LINE)):
        for size in ("medium", "wide"):
            seen = await drawn(size, Shape(rows=rows), tmp_path / "c.toml")
            assert seen.rows is layout
    seen = await drawn("narrow", Shape(rows="two"), tmp_path / "c.toml", "f2", "escape")
    assert seen.rows is Layout.STRIP


async def test_a_zoom_stays_through_the_queue_and_to_the_next_start(tmp_path: Path):
    file = tmp_path / "c.toml"
    seen = await drawn("medium", AS_FITS, file, "f2", "escape", "plus", "escape", "enter")
    assert seen.shape.zoom == "reader"
    assert "QUEUE" not in seen.text
    assert written(file) == {"zoom": "reader"}
    again = await drawn("medium", shape(read_settings(file, {})), file, "f2", "escape")
    assert "QUEUE" not in again.text


async def test_a_zoom_that_comes_later_says_so(tmp_path: Path):
    seen = await drawn("medium", AS_FITS, tmp_path / "c.toml", "f2", "escape", "plus", "plus")
    assert "the queue alone, once you are in it" in seen.text
    seen = await drawn("medium", Shape(zoom="both"), tmp_path / "d.toml", "plus")
    assert "the conversation alone, once one is open" in seen.text
    seen = await drawn("medium", Shape(zoom="both"), tmp_path / "e.toml", "underscore")
    assert "shown: the queue alone" in seen.text
    assert "once you" not in seen.text


async def test_a_wide_window_gives_the_queue_its_share(tmp_path: Path):
    assert (await drawn("wide", AS_FITS, tmp_path / "c.toml")).queue.width == 68


async def test_the_palette_changes_it_at_once_and_keeps_what_is_new(tmp_path: Path):
    file = tmp_path / "c.toml"
    file.write_text('# mine\ntheme = "ac-light"\n', "utf-8")
    keys = ("ctrl+p", *"app.layout", "enter", "down", "down", "tab", "2", "enter")
    seen = await drawn("wide", AS_FITS, file, *keys)
    assert seen.shape == Shape(rows="two", side="right")
    assert written(file, 2) == {"rows": "two", "side": "right"}
    assert file.read_text("utf-8").startswith("# mine\n")


async def test_a_width_that_is_none_leaves_the_form_open_and_says_why(tmp_path: Path):
    keys = ("ctrl+p", *"app.layout", "enter", "tab", "tab", "ctrl+u", "9", "enter")
    seen = await drawn("medium", AS_FITS, tmp_path / "c.toml", *keys)
    assert "Write auto, or 30 to 120 columns." in seen.text


@pytest.mark.parametrize(("words", "width"), [("", 0), ("auto", 0), ("0", 0), ("30", 30), ("120", 120)])
def test_widths(words: str, width: int):
    assert width_of(words) == width


@pytest.mark.parametrize("words", ["29", "121", "-1", "wide", "٤٠"])
def test_no_widths(words: str):
    with pytest.raises(ValueError, match="30 to 120"):
        width_of(words)


def test_the_settings_say_what_is_wrong(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"layout\.queue_width is 12"):
        shape(Settings(layout=LayoutSettings(queue_width=12)))
    file = tmp_path / "c.toml"
    file.write_text('[layout]\nside = "top"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"layout\.side"):
        read_settings(file, {})
    found = read_settings(tmp_path / "none.toml", {"AGENTCONSOLE_LAYOUT__QUEUE_WIDTH": "60"})
    assert found.layout.queue_width == 60
    with pytest.raises(SettingsError, match="whole number"):
        read_settings(tmp_path / "none.toml", {"AGENTCONSOLE_LAYOUT__QUEUE_WIDTH": "wide"})


def test_kitty_itself_draws_a_vowel_sign_within_its_letter_and_a_tmux_inside_it_does_not():
    assert not looks(Settings(), {"TERM": "xterm-kitty"}).counts_vowel_signs
    assert looks(Settings(), {"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}).counts_vowel_signs
    joined = Settings(display=DisplaySettings(emoji="joined"))
    assert not looks(joined, {"TERM": "xterm-256color"}).counts_vowel_signs


@pytest.mark.parametrize(("height", "queue"), [(15, 0), (19, 0), (20, 4), (24, 7)])
async def test_a_low_window_shows_what_was_asked_while_the_answer_is_written(height: int, queue: int):
    async with a_console(size=(60, height)) as console:
        await console.press("f2")
        assert console.screen.pane.transcript.size.height >= 5
        assert console.screen.query_one("#side").region.height == queue
        await console.press("escape", "escape")
        assert console.screen.query_one("#side").region.height > 5
        await console.press("plus")
        assert "conversation alone" in console.notice


async def test_the_card_has_those_lines_from_the_first_picture_on():
    door = FakeDoor()
    door.arrives("ticket", "Mara Kovač", "mail bounces", "Hello?")
    async with a_console(door, "medium") as console:
        assert console.screen.card.outer_size.height > LINES_OF_CARD


async def test_the_card_takes_the_lines_for_which_the_queue_has_no_rows():
    async with a_console(a_shift(), "medium") as console:
        assert console.screen.card.outer_size.height == LINES_OF_CARD
        await console.press("g", "m")
        assert console.screen.card.outer_size.height > LINES_OF_CARD
        await console.press("g", "q")
        assert console.screen.card.outer_size.height == LINES_OF_CARD
