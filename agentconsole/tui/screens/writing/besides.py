"""What a response does once its words are sent: kept beside the draft, so that both come back together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.words import wording

if TYPE_CHECKING:
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.workspace.api import Door


def promise(door: Door, pane: ConversationPane, deeds: tuple[str, ...]) -> None:
    """The reply in the pane does this from now on; nothing more where it is empty."""
    if deeds == pane.deeds:
        return
    from agentconsole.domain.knowledge.canned import written

    pane.deeds = deeds
    door.drafts.save(wording.besides(pane.conversation_id), "public", written(deeds))
