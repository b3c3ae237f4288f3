"""What the search shows of its finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait

from agentconsole.tongue import _, said
from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.found import Item, Show
from agentconsole.workspace.nothing_found import nothing_found
from agentconsole.workspace.search_views import SearchHit, SearchPage

Search = Callable[[str, int, SearchPage | None], Future[SearchPage]]
PATIENCE = 0.008
"""Seconds a key waits for what is looked up in another thread: half a frame, while a second paint would come two
frames later."""
MOST_AT_ONCE = 100
"""Finds in a page."""
MEANT = "meant:"
"""In front of words to search for, where a find has a conversation's number."""


class Finder:
    """Finds as items, each opening its conversation: page by page, each looked for behind the one before it.

    The search answers in a thread of its own; `soon` brings a call from there to the screens' thread. What is found
    within PATIENCE is shown with the typed letter, in one paint.
    """

    def __init__(
        self,
        search: Search,
        soon: Callable[[Callable[[], None]], object],
        offset: int,
        now: int,
        otherwise: Sequence[Item] = (),
    ) -> None:
        """`otherwise` is shown where no word is typed."""
        self._search, self._soon, self._offset, self._now = search, soon, offset, now
        self._otherwise = otherwise
        self._text, self._found = "", list[Item]()
        self._last: SearchPage | None = None
        self._coming: Future[SearchPage] | None = None

    def find(self, text: str, limit: int, show: Show) -> None:
        """What was found so far for the words, and the next page when more is asked for."""
        if text != self._text:
            self._text, self._found, self._last, self._coming = text, [], None, None
        if not text.strip():
            show(self._otherwise)
        elif self._coming is not None and not self._coming.done():
            return
        elif len(self._found) >= limit or (self._last is not None and self._last.after is None):
            self._show(show)
        else:
            self._ask(min(limit - len(self._found), MOST_AT_ONCE), show)

    def _ask(self, limit: int, show: Show) -> None:
        asked = self._coming = self._search(self._text, limit, self._last)

        def shown() -> None:
            if asked is self._coming and not asked.cancelled():
                self._take(asked.result(), limit, show)

        if wait((asked,), PATIENCE).done:
            shown()
        else:
            asked.add_done_callback(lambda _: self._soon(shown))

    def _take(self, page: SearchPage, limit: int, show: Show) -> None:
        self._coming, self._last = None, page
        if page.meant:
            self._found = [Item(f"{MEANT}{page.meant}", safe.line(nothing_found(page.meant)))]
        self._found += [item(hit, self._offset, self._now) for hit in page.hits]
        if page.hits or page.after is None:
            self._show(show)
        else:
            # Many with the words, and none of them fits: what fits may be further down.
            self._ask(limit, show)

    def _show(self, show: Show) -> None:
        show(self._found, has_more=self._last is not None and self._last.after is not None)


def item(hit: SearchHit, offset: int, now: int) -> Item:
    """One find: who, the words, when; and below the list what it is about."""
    if not hit.conversation_id:
        why = safe.line(said(hit.contact_name))
        return Item("", _("What was typed cannot be understood: {why}").format(why=why))
    said_there = safe.in_order(" ".join(safe.line(hit.snippet or hit.subject).split()))
    words = f"{safe.name(hit.contact_name, 22)} {said_there}"
    when = times.moment(hit.at, now, offset)
    return Item(hit.conversation_id, words, when, f"#{hit.conversation_id} {safe.in_order(hit.subject)}")
