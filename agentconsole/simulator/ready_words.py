"""Responses the demo's team keeps ready."""

from __future__ import annotations

from typing import Final

from agentconsole.domain.knowledge_commands import SaveCanned

READY_WORDS: Final = (
    SaveCanned("hello", "Good day {{first}}, thank you for writing. I am looking into it now.", True),
    SaveCanned("dns-wait", "The change is made. It takes up to {{?time}} until every name server knows it.", True),
    SaveCanned("mail-settings", "Please check that the outgoing server is the one named under Mail, Settings.", True),
    SaveCanned("thanks", "Thank you for your patience. Is there anything else I can do for you?", True),
)
"""A lead keeps them for everybody."""
