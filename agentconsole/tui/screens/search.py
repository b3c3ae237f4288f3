"""What the search shows of its finds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait

from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.workspace.views import SearchHit

Hits = tuple[SearchHit, ...]
Search = Callable[[str, int], Future[Hits]]
PATIENCE = 0.008
"""Seconds a typed letter waits for its finds: half a frame, while a second paint would come two frames later."""


def finder(search: Search, soon: Callable[[Callable[[], None]], object], offset: int, now: int) -> Find:
    """Finds as items, newest first, each opening its conversation.

    The search answers in a thread of its own; `soon` brings a call from there to the screens' thread. What is found
    within PATIENCE is shown with the typed letter, in one paint.
    """

    def find(text: str, limit: int, show: Show) -> None:
        if not text.strip():
            show(())
            return

        def shown(answer: Future[Hits]) -> None:
            if not answer.cancelled():
                show([item(hit, offset, now) for hit in answer.result()])

        asked = search(text, limit)
        if wait((asked,), PATIENCE).done:
            shown(asked)
        else:
            asked.add_done_callback(lambda answer: soon(lambda: shown(answer)))

    return find


def item(hit: SearchHit, offset: int, now: int) -> Item:
    """One find: who and about what, when, and below the list the words themselves."""
    if not hit.conversation_id:
        return Item("", f"What was typed cannot be understood: {safe.line(hit.contact_name)}")
    words = f"{safe.line(hit.contact_name, 22)} {safe.line(hit.snippet or hit.subject)}"
    when = times.moment(hit.at, now, offset)
    return Item(hit.conversation_id, words, when, f"#{hit.conversation_id} {hit.subject}: {hit.snippet}")
