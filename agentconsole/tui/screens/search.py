"""What the search shows of its finds."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.picker import Find, Item
from agentconsole.workspace.views import SearchHit

Search = Callable[[str], tuple[SearchHit, ...]]


def finder(search: Search, offset: int, now: int) -> Find:
    """Finds as items, newest first, each opening its conversation."""

    def find(text: str) -> tuple[Item, ...]:
        return tuple(item(hit, offset, now) for hit in search(text)) if text.strip() else ()

    return find


def item(hit: SearchHit, offset: int, now: int) -> Item:
    """One find: who and about what, when, and below the list the words themselves."""
    words = f"{safe.line(hit.contact_name, 22)} {safe.line(hit.snippet or hit.subject)}"
    when = times.moment(hit.at, now, offset)
    return Item(hit.conversation_id, words, when, f"#{hit.conversation_id} {hit.subject}: {hit.snippet}")
