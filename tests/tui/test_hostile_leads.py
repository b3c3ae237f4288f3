"""Hostile words in everything leads and agents say to each other, on the console and on the board."""

from __future__ import annotations

from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.workspace.audit_views import AuditLine
from agentconsole.workspace.lead_views import ToldView
from tests.support.fake_authority import START
from tests.tui.conftest import a_console
from tests.tui.hostile import BAD
from tests.tui.lead_scenes import a_door, taken


async def test_hostile_words_of_leads_and_contacts_are_drawn_as_text():
    evil = "[/]\x1b]52;c;eA==\x07\x1b[2J\u202e[@click=app.quit]x[/]"
    door, own = a_door("dana")
    door.does("dana", lead.Escalate(own, EscalationReason.OTHER, evil))
    door.does("mo", lead.Whisper(own, evil))
    door.leads.trail = (AuditLine(17, START, evil, "whisper.sent", own, evil, ()),)
    door.leads.said = (ToldView(evil, door.now() + 1, evil),)
    async with a_console(door, "wide") as console:
        console.screen.open_conversation(own)
        await console.settle()
        assert "WHISPER" in console.text
        shown = console.text
        for keys in (("g", "A"), ("escape", "f7"), ("f7",)):
            await console.press(*keys)
            shown += console.text
        taken(door, own)
        door.does("mo", lead.HandBack(own, evil))
        await console.settle()
        shown += console.text
        assert not set(shown.replace("\n", "")) & set(BAD)
