"""The lines a transcript shows: what is cut off a very long message says where the whole of it is."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.domain.promises.service_levels import HOUR
from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.tui.widgets.transcript_lines import message_lines
from agentconsole.workspace.conversation_reader import ConversationReader
from agentconsole.workspace.transcript_rows import transcript_line
from tests.workspace.conftest import desk_of

START = 1_790_000_000_000


def test_a_cut_message_names_the_command_that_writes_all_of_it() -> None:
    row = (1, 1, MessageKind.REPLY, Author.CONTACT, "Mara", START, "x" * 10, 32_899, "", Voice.OWN)
    shown = transcript_line(row, "dana", {}).body.splitlines()
    assert shown == ["x" * 10, "… 32,889 more characters, `agentconsole export` writes all"]


def test_a_report_on_progress_has_the_time_it_promises_beside_it(shift) -> None:
    own = shift.comes("ticket", "Mara", "mail bounces")
    shift.does("dana", ask.Claim(own))
    shift.does("dana", ask.Reply(own, "I look."))
    until = shift.clock.now() + HOUR
    shift.does("dana", ask.ReportProgress(own, "The disk is being copied.", until))
    with desk_of(shift, "dana") as desk:
        told = {line.body: line for line in ConversationReader(desk).transcript(own, None, 60)}
    assert told["The disk is being copied."].next_word_at == until
    assert told["I look."].next_word_at == 0
    drawn = "".join(part for row in message_lines(told["The disk is being copied."], 100, 0) for part, _ in row)
    assert "next word by " in drawn
