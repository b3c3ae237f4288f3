"""What the search shows of its finds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.picker import Find, Item, Show
from agentconsole.workspace.views import SearchHit

Hits = tuple[SearchHit, ...]
Search = Callable[[str], Future[Hits]]


def finder(search: Search, soon: Callable[[Callable[[], None]], object], offset: int, now: int) -> Find:
    """Finds as items, newest first, each opening its conversation.

    The search answers in a thread of its own; `soon` brings a call from there to the screens' thread.
    """

    def find(text: str, show: Show) -> None:
        if not text.strip():
            show(())
            return

        def found(answer: Future[Hits]) -> None:
            if not answer.cancelled():
                soon(lambda: show([item(hit, offset, now) for hit in answer.result()]))

        search(text).add_done_callback(found)

    return find


def item(hit: SearchHit, offset: int, now: int) -> Item:
    """One find: who and about what, when, and below the list the words themselves."""
    words = f"{safe.line(hit.contact_name, 22)} {safe.line(hit.snippet or hit.subject)}"
    when = times.moment(hit.at, now, offset)
    return Item(hit.conversation_id, words, when, f"#{hit.conversation_id} {hit.subject}: {hit.snippet}")
