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


def set_aside(door: Door, pane: ConversationPane) -> None:
    """What the reply does waits with it, while what takes its place does nothing of it."""
    if pane.deeds:
        from agentconsole.domain.knowledge.canned import written

        door.drafts.save(_beside_the_aside(pane), "public", written(pane.deeds))
        promise(door, pane, ())


def bring_back(door: Door, pane: ConversationPane) -> None:
    """The reply that was set aside stands there again, and does what it did."""
    kept = door.drafts.text(_beside_the_aside(pane), "public")
    if kept:
        from agentconsole.domain.knowledge.canned import read

        promise(door, pane, read(kept))
        door.drafts.save(_beside_the_aside(pane), "public", "")


def _beside_the_aside(pane: ConversationPane) -> str:
    return wording.besides(wording.aside(pane.conversation_id))
