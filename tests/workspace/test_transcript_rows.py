"""The lines a transcript shows: what is cut off a very long message says where the whole of it is."""

from __future__ import annotations

from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.workspace.transcript_rows import transcript_line

START = 1_790_000_000_000


def test_a_cut_message_names_the_command_that_writes_all_of_it() -> None:
    row = (1, 1, MessageKind.REPLY, Author.CONTACT, "Mara", START, "x" * 10, 32_899, "", Voice.OWN)
    shown = transcript_line(row, "dana", {}).body.splitlines()
    assert shown == ["x" * 10, "… 32,889 more characters, `agentconsole export` writes all"]
