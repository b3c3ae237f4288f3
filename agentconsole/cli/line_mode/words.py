"""The prompt's words for what the domain has as values: how somebody is there, what a line of a transcript is."""

from __future__ import annotations

from typing import Final

from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.terms import Voice
from agentconsole.tongue import N_, _
from agentconsole.tui.present import KINDS
from agentconsole.workspace.views import TranscriptLine

PRESENCES: Final = {
    Presence.AVAILABLE: N_("available"),
    Presence.WRAP_UP: N_("wrap up"),
    Presence.BREAK: N_("break"),
    Presence.OFFLINE: N_("offline"),
}
ROLES: Final = {Role.AGENT: N_("agent"), Role.LEAD: N_("lead")}
VISIBILITIES: Final = {"public": N_("PUBLIC"), "internal": N_("INTERNAL")}
VOICES: Final = {
    Voice.LEAD: N_("reply, as lead"),
    Voice.WHISPER: N_("whisper"),
    Voice.ALONG: N_("unsent text"),
    Voice.UNSENT: N_("unsent text"),
    Voice.SUMMARY: N_("summary"),
    Voice.REMINDER: N_("reminder"),
}


def kind_of(line: TranscriptLine) -> str:
    """What a line that is not the contact's is: a note, a whisper, a lead's public word."""
    return _(VOICES[line.voice] if line.voice in VOICES else KINDS[line.kind])
