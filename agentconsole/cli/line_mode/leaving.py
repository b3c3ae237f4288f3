"""What the prompt says to an agent who leaves while somebody is with them."""

from __future__ import annotations

from agentconsole.tongue import _
from agentconsole.workspace.queue_views import StatusView


def with_you(status: StatusView) -> str:
    """Who is in a chat or a call with the agent, and what becomes of that, in one sentence; empty when nobody is."""
    names = [held.contact_name for held in (*status.chats, *([status.call] if status.call else []))]
    if not names:
        return ""
    return _("With you right now: {names}; they stay yours, drafts are saved.").format(names=", ".join(names))
