"""The lines a transcript shows: what is cut off a very long message says where the whole of it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from agentconsole.domain import commands as ask
from agentconsole.domain.promises.service_levels import HOUR
from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.tongue import said, speak
from agentconsole.tui.screens.writing.receipts import receipts_page
from agentconsole.tui.widgets.transcript_lines import message_lines
from agentconsole.workspace.conversation_reader import ConversationReader
from agentconsole.workspace.proofs import find_receipts
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


def test_what_was_taken_back_is_named_in_the_transcript_and_on_the_receipt_in_both_languages(shift) -> None:
    own = shift.comes("ticket", "Mara", "mail bounces")
    for command in (ask.Claim(own), ask.Resolve(own), ask.Undo(own)):
        shift.does("dana", command)
    with desk_of(shift, "dana") as desk:
        remarks = [line.body for line in ConversationReader(desk).transcript(own, None, 60)]
        undo, resolve, *_ = find_receipts(desk.db, "dana", 10)
    assert remarks[-2:] == ["dana resolved it", "dana took back: resolved"]
    assert (undo.taken_back, resolve.taken_back) == ("resolved", "")
    speak("de")
    try:
        assert said(remarks[-1]) == "dana hat zurückgenommen: gelöst"
        assert "Zurücknahme: gelöst" in "".join(part for part, _ in receipts_page([undo], 0)[1])
    finally:
        speak("en")


def test_a_taking_back_in_an_older_log_reads_as_it_did(shift) -> None:
    own = shift.comes("ticket", "Mara", "mail bounces")
    for command in (ask.Claim(own), ask.Undo(own)):
        shift.does("dana", command)
    with closing(sqlite3.connect(shift.path)) as db, db:
        db.execute("UPDATE event_body SET body = json_remove(body, '$.undone')")
    with desk_of(shift, "dana") as desk:
        remarks = [line.body for line in ConversationReader(desk).transcript(own, None, 60)]
        assert find_receipts(desk.db, "dana", 1)[0].taken_back == ""
    assert "dana took the last step back" in remarks
