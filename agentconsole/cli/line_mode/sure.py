"""What the prompt asks before a conversation ends: whether its contact goes without an answer, or to another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import Channel
from agentconsole.tongue import _
from agentconsole.workspace.api import Door, UnknownConversation

if TYPE_CHECKING:
    from agentconsole.cli.line_mode.typed import Asked

YES = "y"
ENDS = ("resolve", "wrap-up")
MERGE = "merge"


def doubt(door: Door, asked: Asked) -> str:
    """The question, where the line would end what somebody still waits in; else empty."""
    if asked.arguments[0] != "conversation" or asked.arguments[1] not in (*ENDS, MERGE):
        return ""
    if asked.arguments[1] == MERGE:
        return _stranger(door, asked.conversation_id, asked.arguments[-1])
    try:
        it = door.conversation(asked.conversation_id).conversation
    except UnknownConversation:
        return ""
    if not it.is_answerable or it.assignee != door.me.id:
        return ""
    asks = _("{yes} ends it all the same.").format(yes=YES)
    if door.drafts.text(it.id, "public").strip():
        unsent = _("#{id}: your reply to {contact} is not sent.").format(id=it.id, contact=it.contact_name)
        return f"{unsent} {asks}"
    if it.channel is Channel.PHONE:
        return f"{_('#{id}: {contact} is on the line.').format(id=it.id, contact=it.contact_name)} {asks}"
    if it.owed_since is None or not it.is_live:
        return ""
    words = _("#{id}: what {contact} said last is not answered.").format(id=it.id, contact=it.contact_name)
    return f"{words} {asks}"


def _stranger(door: Door, own: str, typed: str) -> str:
    """The question, where it would go on in what another contact has with us."""
    try:
        it, into = (door.conversation(each).conversation for each in (own, typed.lstrip("#")))
    except UnknownConversation:
        return ""
    if it.contact_id == into.contact_id:
        return ""
    words = _("#{id} is of another contact, {contact}: {subject}. {yes} merges it all the same.")
    return words.format(id=into.id, contact=into.contact_name, subject=into.subject, yes=YES)
