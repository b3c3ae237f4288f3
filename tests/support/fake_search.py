"""A search through the messages of an in-memory door, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.message import Message
from agentconsole.store.searching.search import Place
from agentconsole.workspace.search_views import SearchHit, SearchPage


def fake_search(
    spoken: Iterable[tuple[Message, Conversation]], text: str, limit: int, after: SearchPage | None
) -> Future[SearchPage]:
    """The page of finds that follows `after`, newest first."""
    wanted = text.strip().casefold()
    found = []
    for message, it in spoken:
        start = message.body.casefold().find(wanted) if wanted else -1
        if start >= 0:
            spans = ((start, start + len(wanted)),)
            found.append(SearchHit("message", it.id, it.contact_name, it.subject, message.at, message.body, spans))
    found.sort(key=lambda hit: -hit.at)
    begin = after.after.message if after and after.after else 0
    end = begin + limit
    answer = Future[SearchPage]()
    answer.set_result(SearchPage(tuple(found[begin:end]), Place(message=end) if end < len(found) else None))
    return answer
