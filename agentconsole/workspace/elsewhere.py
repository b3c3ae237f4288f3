"""What the agent has typed on another computer of theirs and not sent: offered where it is newer, never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.store.own import drafts, own_drafts
from agentconsole.workspace.views import DraftElsewhere

if TYPE_CHECKING:
    from agentconsole.store.own.own_drafts import OwnDraft
    from agentconsole.workspace.desk import Desk


def offered(desk: Desk, conversation_id: str) -> DraftElsewhere | None:
    """The newest of them that is newer than the draft here, and than what was said since; None when there is none."""
    found = own_drafts.elsewhere(desk.db, desk.server, desk.me, conversation_id)
    newer = next((each for each in found if _is_newer(desk, each)), None)
    return DraftElsewhere(newer.label, newer.visibility.value, newer.body, newer.saved_at) if newer else None


def _is_newer(desk: Desk, each: OwnDraft) -> bool:
    here = drafts.load(desk.db, desk.server, desk.me, each.conversation_id, each.visibility)
    if here is not None and (here.saved_at >= each.saved_at or each.body.strip() in here.body):
        return False
    said = "SELECT 1 FROM message WHERE conv_id = ? AND author = ? AND at_ms >= ? LIMIT 1"
    return desk.db.execute(said, (each.conversation_id, desk.me, each.saved_at)).fetchone() is None
