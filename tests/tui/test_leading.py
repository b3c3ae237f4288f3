"""Each command around team leads does what it says, by its key where it has one, on a console of whoever may."""

from __future__ import annotations

import pytest

from agentconsole.domain.leads import commands as lead
from agentconsole.domain.words import wording
from agentconsole.tui.commands import COMMANDS
from agentconsole.tui.screens.leads.board import BoardScreen
from agentconsole.workspace.audit_views import AuditLine
from agentconsole.workspace.lead_views import ToldView
from tests.support.fake_authority import START
from tests.tui.conftest import a_console
from tests.tui.doing import do
from tests.tui.lead_scenes import AGENTS, LEADS, a_door, raised, taken

GROUPS = ("Leads", "Team lead")


def test_every_command_around_leads_is_tried():
    assert {each.id for each in COMMANDS if each.group in GROUPS} == AGENTS.keys() | LEADS.keys()


@pytest.mark.parametrize("command_id", AGENTS)
async def test_an_agents_command_does_what_it_says(command_id):
    door, own = a_door("dana")
    async with a_console(door) as console:
        await AGENTS[command_id](console, door, own)


@pytest.mark.parametrize("command_id", LEADS)
async def test_a_leads_command_does_what_it_says(command_id):
    door, own = a_door("mo")
    async with a_console(door) as console:
        await LEADS[command_id](console, door, own)


async def test_an_agent_is_told_that_only_leads_may():
    door, own = a_door("bo")
    async with a_console(door) as console:
        await do(console, "conversation.take_over", own)
        assert "lead" in console.notice
        assert door.rows_of[own].assignee == "dana"


async def test_the_card_goes_into_the_reply_and_nothing_is_sent():
    door, own = a_door("dana")
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        said = len(door.messages[own])
        await console.press("f8")
        assert "Dana Weber" in console.screen.pane.composer.text
        assert own in console.screen.pane.composer.text
        assert len(door.messages[own]) == said


async def test_what_an_agent_had_typed_goes_along_when_a_lead_takes_over_and_stays_a_draft():
    door, own = a_door("dana")
    async with a_console(door) as console:
        console.screen.open_conversation(own, into="composer")
        await console.type("Dear Mara")
        taken(door, own)
        await console.settle()
        assert door.performed[-1] == lead.HandInText(own, "Dear Mara")
        assert door.drafts.text(own, "public") == "Dear Mara"
        assert "took" in console.notice
        assert "you go on reading" in console.text


@pytest.mark.parametrize("more", ["", "!"])
async def test_a_reply_that_was_set_aside_for_an_update_goes_along_and_stands_there_again(more: str):
    door, own = a_door("dana")
    async with a_console(door) as console:
        console.screen.open_conversation(own, into="composer")
        await console.type("Dear Mara")
        await console.press("f5")
        proposed = console.screen.pane.composer.text
        assert "Mara" not in proposed
        await console.type(more)
        taken(door, own)
        await console.settle()
        handed = f"{proposed}{more}\n\nDear Mara" if more else "Dear Mara"
        assert door.performed[-1] == lead.HandInText(own, handed)
        assert console.screen.pane.composer.text == (f"{proposed}{more}" if more else "Dear Mara")
        assert door.drafts.text(wording.aside(own) if more else own, "public") == "Dear Mara"


async def test_a_take_over_from_the_board_leaves_it_and_opens_the_conversation():
    door, own = a_door("mo")
    raised(door, own)
    async with a_console(door) as console:
        await console.press("f7", "T")
        assert not isinstance(console.app.screen, BoardScreen)
        assert console.screen.current == own
        assert door.rows_of[own].assignee == "mo"


async def test_a_leads_keys_follow_one_another_and_none_ends_up_in_the_reply():
    door, own = a_door("mo")
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        await console.press("M", "J", "T", "R")
        assert "Hand back" in console.text
        assert not door.drafts
        assert door.rows_of[own].assignee == "mo"


async def test_a_call_for_a_lead_reaches_a_leads_notice_line():
    door, own = a_door("mo")
    async with a_console(door) as console:
        raised(door, own)
        await console.settle()
        assert "calls a lead" in console.notice


async def test_whoever_offered_it_is_told_that_it_was_not_taken():
    door, _own = a_door("mo")
    ticket = next(it.id for it in door.rows_of.values() if it.contact_name == "Chen Yu")
    async with a_console(door) as console:
        await do(console, "conversation.offer", ticket)
        await console.press("1", "enter")
        assert "did not take" not in console.notice
        offered = door.conversation(ticket).conversation.oversight.offer
        assert offered is not None
        door.does(offered.to, lead.DeclineOffer(ticket))
        await console.until(lambda: f"did not take #{ticket}: nobody has it." in console.notice)


async def test_a_word_to_the_team_is_shown_until_it_is_put_away():
    door, _ = a_door("bo")
    door.leads.said = (ToldView("Mo", door.now(), "the lights are back"),)
    async with a_console(door) as console:
        assert "the lights are back" in console.notice
        await console.press("escape")
        assert "the lights are back" not in console.notice


async def test_the_tables_nobody_touched_are_listed_with_what_speaks_for_them():
    door, own = a_door("mo")
    door.writes(own, "This is ridiculous, I will call my lawyer and file a complaint!!")
    async with a_console(door) as console:
        await console.press("g", "t")
        assert "sign" in console.text
        assert "lawyer" in console.text
        await console.press("enter")
        assert door.performed[-1] == lead.LookedAt(own)
        assert console.screen.current == own


async def test_the_audit_trail_is_a_page_of_words():
    door, own = a_door("mo")
    door.leads.trail = (AuditLine(17, START, "mo", "whisper.sent", own, "whispered to dana", ("dana",)),)
    async with a_console(door) as console:
        await console.press("g", "A")
        assert "whispered to dana" in console.text
        assert "#17" in console.text
