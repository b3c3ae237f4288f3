"""The picker: what is typed is answered now or later, and a key meant for the answer waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App

from agentconsole.tui.dialogs.found import Item, Show
from agentconsole.tui.dialogs.picker import AROUND, PAGE, PickerScreen, PickerView


class Slow:
    """A search whose answers come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, Show]] = []

    def __call__(self, text: str, limit: int, show: Show) -> None:
        if text:
            self.asked.append((text, limit, show))
        else:
            show(())

    def answer(self, n: int, words: Sequence[str]) -> None:
        self.asked[n][2]([Item(each, each) for each in words])


class Host(App[None]):
    def __init__(self, find: Slow) -> None:
        super().__init__()
        self.find, self.picked = find, list[str | None]()

    def on_mount(self) -> None:
        self.push_screen(PickerScreen("SEARCH", self.find), self.picked.append)


def shown(app: App[None]) -> str:
    return "\n".join("".join(text for text, _ in line) for line in app.screen.query_one(PickerView).lines)


async def test_enter_waits_for_what_the_typed_words_find():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a")
        find.answer(0, ["first"])
        await pilot.press("b", "enter")
        assert pilot.app.picked == []
        find.answer(1, ["second"])
        await pilot.pause()
        assert pilot.app.picked == ["second"]


async def test_an_answer_that_comes_too_late_is_not_shown():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a", "b")
        assert [text for text, _, _ in find.asked] == ["a", "ab"]
        find.answer(1, ["of both"])
        find.answer(0, ["of the first"])
        assert "of both" in shown(pilot.app)
        assert "of the first" not in shown(pilot.app)


async def test_nothing_is_called_not_found_before_the_answer_is_there():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a")
        assert "Nothing found" not in shown(pilot.app)
        find.answer(0, [])
        assert "Nothing found" in shown(pilot.app)


async def test_the_end_of_the_list_asks_for_more_and_keeps_its_place():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a")
        find.answer(0, [f"find {n}" for n in range(PAGE)])
        await pilot.press(*["down"] * PAGE)
        assert [limit for _, limit, _ in find.asked] == [PAGE, PAGE + 100]
        find.answer(1, [f"find {n}" for n in range(PAGE + 30)])
        await pilot.press("down")
        assert f"> find {PAGE}" in shown(pilot.app)
        await pilot.press("enter")
        assert pilot.app.picked == [f"find {PAGE}"]


async def test_a_screen_of_finds_is_one_key_and_its_end_asks_for_more():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a")
        find.answer(0, [f"find {n}" for n in range(PAGE)])
        page = pilot.app.screen.query_one(PickerView).size.height - AROUND - 1
        await pilot.press("pagedown")
        assert f"> find {page}" in shown(pilot.app)
        await pilot.press("pagedown", "pagedown")
        assert f"> find {PAGE - 1}" in shown(pilot.app)
        assert len(find.asked) == 2
        await pilot.press("pageup")
        assert f"> find {PAGE - 1 - page}" in shown(pilot.app)


async def test_enter_on_nothing_keeps_the_typed_words_until_escape_leaves():
    find = Slow()
    async with Host(find).run_test() as pilot:
        await pilot.press("a")
        find.answer(0, [])
        await pilot.press("enter")
        assert pilot.app.picked == []
        assert "> a" in shown(pilot.app)
        await pilot.press("escape")
        assert pilot.app.picked == [None]


async def test_a_sheet_that_follows_is_as_high_as_what_is_found_needs():
    find = Slow()
    screen = PickerScreen("RESPONSES", find, follows=True)
    async with Host(find).run_test(size=(80, 40)) as pilot:
        pilot.app.push_screen(screen)
        await pilot.pause()
        for n, (hits, rows) in enumerate([(30, PickerScreen.LINES), (2, 3 + AROUND), (7, 7 + AROUND)]):
            await pilot.press("a")
            find.answer(n, [str(each) for each in range(hits)])
            await pilot.pause()
            assert (screen.view.size.height, screen.view.region.bottom) == (rows, 39)
        assert " > aaa" in shown(pilot.app)


async def test_what_a_row_has_no_room_for_ends_before_its_detail_which_stays_whole():
    items = [Item("a", "word " * 60, detail="#1013 our home address")]
    view = PickerView("SEARCH", lambda _text, _limit, show: show(items))
    first, second = ("".join(text for text, _ in line) for line in view._foot(80))
    assert first.startswith(" word word")
    assert second.rstrip().endswith("… · #1013 our home address")


async def test_the_columns_of_a_row_that_is_told_below_are_parted_and_nothing_hangs_behind_them():
    items = [Item("a", "mail-header   " + "To see which check failed. " * 9)]
    view = PickerView("RESPONSES", lambda _text, _limit, show: show(items))
    told = "".join(text for line in view._foot(80) for text, _ in line)
    assert told.startswith(" mail-header · To see which")
    assert told.rstrip().endswith("…")
