"""Export: what goes out comes back in, and no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentconsole.channels.files.export import CSV_COLUMNS, csv_rows, jsonl_line, write_csv
from agentconsole.channels.files.formats import Format
from agentconsole.channels.files.formula_guard import guard, unguard
from agentconsole.channels.files.jsonl import conversation_of
from agentconsole.channels.files.reader import Options
from agentconsole.channels.text import attachment_name
from agentconsole.channels.times import LAST
from agentconsole.domain.incoming import (
    INCOMING_CHANNELS,
    INCOMING_KINDS,
    INCOMING_STATUSES,
    Attachment,
    IncomingContact,
    IncomingConversation,
    IncomingMessage,
)
from agentconsole.domain.terms import Author
from tests.channels.records import read

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
word = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
instants = st.integers(0, LAST)
attachments = st.builds(
    Attachment,
    text.map(attachment_name),
    st.integers(0, 2**53),
    st.sampled_from(["image/png", "application/octet-stream"]),
)
plain_messages = st.builds(
    IncomingMessage, st.sampled_from(Author), st.sampled_from(sorted(INCOMING_KINDS)), instants, text
)
full_messages = st.builds(
    IncomingMessage,
    st.sampled_from(Author),
    st.sampled_from(sorted(INCOMING_KINDS)),
    instants,
    text,
    text,
    text,
    st.lists(attachments, max_size=3).map(tuple),
)


def conversations(messages: st.SearchStrategy[IncomingMessage]) -> st.SearchStrategy[IncomingConversation]:
    return st.builds(
        IncomingConversation,
        source=word,
        external_id=word,
        channel=st.sampled_from(sorted(INCOMING_CHANNELS)),
        subject=text,
        category=text,
        contact=st.builds(IncomingContact, word, text, text),
        received_at=instants,
        status=st.sampled_from(sorted(INCOMING_STATUSES)),
        messages=st.lists(messages, max_size=4).map(tuple),
    )


@settings(deadline=None)
@given(conversations(full_messages))
def test_a_conversation_comes_back_from_its_json_line(conversation: IncomingConversation) -> None:
    line = jsonl_line(conversation)
    assert line.count("\n") == 1
    assert conversation_of(line.encode(), Options()) == conversation


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(conversations(plain_messages), max_size=4, unique_by=lambda c: c.external_id))
def test_conversations_come_back_from_their_csv(tmp_path: Path, written: list[IncomingConversation]) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(written, file)
    good, bad = read(path, Format.CSV)
    assert bad == []
    as_csv = [(c.external_id, c.subject, c.contact, c.received_at, c.messages) for c in written if c.messages]
    assert [(c.external_id, c.subject, c.contact, c.received_at, c.messages) for c in good if c.messages] == as_csv
    assert [c.external_id for c in good] == [c.external_id for c in written]


@given(text | st.text(st.sampled_from("'=+-@ \t\r\x00＝a"), max_size=6))
def test_taking_the_guard_off_gives_the_original(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize(
    "cell",
    [
        *("=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "  =1"),
        *("＝1", "＋1", "－1", "＠SUM", "\n=1", "\u00a0=1"),
    ],
)
def test_a_cell_that_a_spreadsheet_could_run_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == "'" + cell


def test_harmless_cells_stay_as_they_are() -> None:
    for cell in ("", "Hello", "a=b", "'quoted'", "it's", "1-2", " x"):
        assert guard(cell) == cell


def test_every_cell_of_a_row_is_guarded() -> None:
    contact = IncomingContact("=1", "@x", "+420 1")
    message = IncomingMessage(Author.CONTACT, "reply", 0, "-1")
    conversation = IncomingConversation("s", "=2", "chat", "=3", "=4", contact, 0, "waiting", (message,))
    (row,) = csv_rows(conversation)
    assert [cell for cell in row if cell[:1] in "=+-@"] == []
    assert dict(zip(CSV_COLUMNS, row, strict=True))["contact_phone"] == "'+420 1"


def test_a_conversation_without_messages_is_one_row() -> None:
    conversation = IncomingConversation("s", "1", "chat", "", "", IncomingContact("Mara"), 0, "waiting", ())
    out = io.StringIO()
    write_csv([conversation], out)
    assert len(list(csv.reader(io.StringIO(out.getvalue())))) == 2
