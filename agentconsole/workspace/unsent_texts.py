"""All the agent has typed and not sent, wherever it belongs: also where its conversation is there no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.domain.words.wording import apart, aside
from agentconsole.store.own import drafts
from agentconsole.store.queries import contact_names
from agentconsole.workspace.views import TEAM_WORDS

if TYPE_CHECKING:
    import sqlite3

    from agentconsole.store.own.drafts import Draft

BEFORE = (aside(""), apart(""))
"""What stands before a conversation's number where its place holds something beside the reply."""


@dataclass(frozen=True, slots=True)
class UnsentText:
    """One text. `place` and `visibility` name it among the drafts; `conversation_id` and `contact_name` are empty for
    what belongs to none. `is_there` is False where this console knows of no such conversation (any more)."""

    place: str
    visibility: str
    conversation_id: str
    contact_name: str
    body: str
    saved_at: int
    is_there: bool


def unsent_texts(db: sqlite3.Connection, server: str, actor: str) -> tuple[UnsentText, ...]:
    """Those of this agent, the one saved last first."""
    found = [each for each in drafts.of_actor(db, server, actor) if each.body.strip()]
    names = contact_names(db, [own for own in (conversation_at(each.conversation_id) for each in found) if own])
    return tuple(_told(each, names) for each in found)


def _told(draft: Draft, names: dict[str, str]) -> UnsentText:
    own = conversation_at(draft.conversation_id)
    where = draft.conversation_id, draft.visibility.value
    return UnsentText(*where, own, names.get(own, ""), draft.body, draft.saved_at, not own or own in names)


def conversation_at(place: str) -> str:
    """The conversation a text at this place belongs to; empty where it belongs to none."""
    for each in BEFORE:
        place = place.removeprefix(each)
    return "" if ":" in place or place == TEAM_WORDS else place
