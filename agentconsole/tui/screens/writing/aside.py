"""A reply that was begun when F5 came: it is set aside on the disk while the update goes, and then stands there again.

Mixed into one text the half sentence would go to the contact with the update, by one Enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.words import wording
from agentconsole.tui.screens.writing import besides

if TYPE_CHECKING:
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.workspace.api import Door


def set_aside(door: Door, pane: ConversationPane, text: str) -> None:
    """Puts `text` where the reply stands; the reply, where one was begun, is kept apart from it."""
    begun = pane.composer.text
    if begun.strip():
        # What a response does besides goes with its own words alone.
        pane.aside = begun
        besides.set_aside(door, pane)
        door.drafts.save(wording.aside(pane.conversation_id), "public", begun)
    pane.composer.change(lambda edit: edit.replace(text))


def follow(door: Door, pane: ConversationPane, text: str) -> None:
    """What stands there again, by undo or brought back, is kept apart no more."""
    if pane.aside and text == pane.aside:
        pane.aside = pane.update_text = ""
        besides.bring_back(door, pane)
        door.drafts.save(wording.aside(pane.conversation_id), "public", "")
        pane.show_rule()


def taken_over(door: Door, pane: ConversationPane | None, conversation_id: str) -> str:
    """What the agent has not sent when a lead takes it over, the begun reply last. No update can be sent any more: one
    that stands there as it was proposed is nobody's words, and gives its place back."""
    typed = door.drafts.text(conversation_id, "public").strip()
    begun = door.drafts.text(wording.aside(conversation_id), "public").strip()
    if begun and pane is not None and typed == pane.update_text.strip():
        if pane.composer.letter is not None and pane.composer.letter.is_public:
            pane.bring_back()
        return begun
    return wording.whole_reply(typed, begun)
