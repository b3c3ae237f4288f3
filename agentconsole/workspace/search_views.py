"""What a search shows: its finds, page by page."""

from __future__ import annotations

from agentconsole.domain.values import dataclass
from agentconsole.store.searching.search import Place


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found. `kind` is message, conversation or contact; spans are (start, end) in `snippet`."""

    kind: str
    conversation_id: str
    contact_name: str
    subject: str
    at: int
    snippet: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Finds, at most as many as were asked for; the search goes on at `after`, None when this was all."""

    hits: tuple[SearchHit, ...]
    after: Place | None = None
    meant: str = ""
    """Where nothing was found: words near the typed ones that would find something."""
