"""The search's finds come page by page: each is asked for once, behind the last one, and moves none that is shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from agentconsole.store.searching.search import Place
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.screens.finding.search import MEANT, MOST_AT_ONCE, Finder
from agentconsole.workspace.search_views import SearchHit, SearchPage
from tests.support.a_shift import a_shift
from tests.tui.conftest import a_console

COUNT = 130


class Searched:
    """A search that answers when it is told to."""

    def __init__(self) -> None:
        self.asked = list[tuple[str, int, SearchPage | None]]()
        self.coming = list[Future[SearchPage]]()
        self.shown = list[tuple[list[str], bool]]()
        self.soon = list[Callable[[], None]]()
        self.finder = Finder(self.search, self.soon.append, 0, 0)

    def search(self, text: str, limit: int, after: SearchPage | None) -> Future[SearchPage]:
        self.asked.append((text, limit, after))
        self.coming.append(Future())
        return self.coming[-1]

    def find(self, text: str, limit: int) -> None:
        def show(items: list[Item], *, has_more: bool = False) -> None:
            self.shown.append(([each.value for each in items], has_more))

        self.finder.find(text, limit, show)

    def answer(self, page: SearchPage) -> None:
        self.coming[-1].set_result(page)
        while self.soon:
            self.soon.pop(0)()


def page(*numbers: int, after: int = 0) -> SearchPage:
    hits = tuple(SearchHit("message", str(n), "Mara", "mail", 0, "words", ()) for n in numbers)
    return SearchPage(hits, Place(message=after) if after else None)


def test_the_next_page_is_asked_for_once_and_behind_the_last():
    it = Searched()
    it.find("mail", 20)
    first = page(9, 8, after=8)
    it.answer(first)
    it.find("mail", 500)
    it.find("mail", 500)
    assert it.asked == [("mail", 20, None), ("mail", MOST_AT_ONCE, first)]
    it.answer(page(7, 6))
    it.find("mail", 500)
    assert it.shown == [(["9", "8"], True), (["9", "8", "7", "6"], False), (["9", "8", "7", "6"], False)]
    assert len(it.asked) == 2, "there is no more to ask for"


def test_an_answer_to_other_words_is_not_shown():
    it = Searched()
    it.find("mail", 20)
    late = it.coming[-1]
    it.find("mailx", 20)
    late.set_result(page(1))
    it.answer(page(2))
    assert it.shown == [(["2"], False)]


def test_a_page_on_which_nothing_fits_is_gone_past():
    it = Searched()
    it.find("mail", 20)
    empty = page(after=8)
    it.answer(empty)
    assert it.asked[-1] == ("mail", 20, empty)
    assert it.shown == []
    it.answer(page(3))
    assert it.shown == [(["3"], False)]


def test_an_overtaken_page_is_asked_for_again():
    it = Searched()
    it.find("mail", 20)
    it.coming[-1].cancel()
    it.find("mail", 20)
    assert len(it.asked) == 2


async def test_the_end_of_the_list_brings_the_next_page_and_the_title_says_when_that_was_all():
    door = a_shift()
    for n in range(COUNT):
        door.arrives("ticket", f"Bo {n}", "it is down", f"needle {n}")
    async with a_console(door) as console:
        await console.press("g", "s")
        await console.type("needle")
        assert "20+" in console.text
        await console.press(*["down"] * 20)
        assert "120+" in console.text
        await console.press(*["down"] * COUNT)
        assert f"{COUNT} " in console.text
        assert f"{COUNT}+" not in console.text


def test_a_search_that_finds_nothing_offers_the_words_that_were_meant():
    it = Searched()
    it.find("certifcate", 20)
    it.answer(SearchPage((), meant="certificate"))
    assert it.shown == [([f"{MEANT}certificate"], False)]


async def test_enter_looks_for_what_was_meant(monkeypatch: pytest.MonkeyPatch):
    door = a_shift()
    door.arrives("ticket", "Bo", "https", "the certificate has expired")
    look = door.search

    def search(text: str, limit: int = 50, after: SearchPage | None = None) -> Future[SearchPage]:
        found = look(text, limit, after)
        if not found.result().hits and text == "certifcate":
            found = Future[SearchPage]()
            found.set_result(SearchPage((), meant="certificate"))
        return found

    monkeypatch.setattr(door, "search", search)
    async with a_console(door) as console:
        await console.press("g", "s")
        await console.type("certifcate")
        assert "did you mean certificate?" in console.text
        await console.press("enter")
        assert "the certificate has expired" in console.text
        await console.press("enter")
        assert console.app.screen.__class__.__name__ != "PickerScreen"
