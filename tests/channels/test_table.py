"""CSV: delimiters, encodings, grouping, and rows that cannot be read."""

from __future__ import annotations

from pathlib import Path

from agentconsole.channels.files.export import CSV_COLUMNS
from agentconsole.channels.files.formats import Format, open_reader
from agentconsole.channels.files.table import LARGEST_CELL
from agentconsole.domain.incoming import BadRecord, IncomingConversation
from tests.channels.records import read_bytes

TIME = "2026-05-04T09:30:00Z"


def a_row(body: str = "Hello?", *, id: str = "c-1", author: str = "contact", name: str = "Mara") -> list[str]:
    return [id, "ticket", "No mail", "mail", name, "m@x.example", "", TIME, "waiting", author, "reply", TIME, body]


def a_table(*rows: list[str], delimiter: str = ",") -> str:
    quoted = [[f'"{c}"' for c in row] for row in [list(CSV_COLUMNS), *rows]]
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


def read_text(folder: Path, text: str, encoding: str = "utf-8") -> tuple[list[IncomingConversation], list[BadRecord]]:
    return read_bytes(folder, text.encode(encoding), Format.CSV)


def test_rows_of_one_id_that_follow_each_other_form_one_conversation(tmp_path: Path) -> None:
    rows = (a_row("one"), a_row("two", author="agent"), a_row("three", id="c-2"))
    good, bad = read_text(tmp_path, a_table(*rows))
    assert bad == []
    assert [[m.body for m in c.messages] for c in good] == [["one", "two"], ["three"]]


def test_comma_semicolon_and_tab_are_told_apart(tmp_path: Path) -> None:
    for delimiter in ",;\t":
        good, bad = read_text(tmp_path, a_table(a_row("a,b;c"), delimiter=delimiter))
        assert (bad, good[0].messages[0].body) == ([], "a,b;c")


def test_utf8_with_a_mark_utf16_and_latin1_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "latin-1"):
        good, bad = read_text(tmp_path, a_table(a_row(name="Zoë")), encoding)
        assert (bad, good[0].contact.name) == ([], "Zoë")


def test_a_row_with_a_bad_value_is_named_and_its_conversation_left_out(tmp_path: Path) -> None:
    good, bad = read_text(tmp_path, a_table(a_row(), a_row(author="boss"), a_row(id="c-2")))
    assert [c.external_id for c in good] == ["c-2"]
    assert [b.where for b in bad] == ["line 3"]


def test_a_header_without_the_needed_columns_is_explained(tmp_path: Path) -> None:
    good, bad = read_text(tmp_path, "name,age\r\nMara,3\r\n")
    assert good == []
    assert "channel, external_id, received_at" in bad[0].reason


def test_columns_may_come_in_any_order_and_be_absent(tmp_path: Path) -> None:
    good, bad = read_text(tmp_path, f"channel,received_at,external_id\nphone,{TIME},p-1\n")
    assert (bad, good[0].channel, good[0].messages) == ([], "phone", ())


def test_a_body_of_a_megabyte_and_line_breaks_inside_a_cell_are_kept(tmp_path: Path) -> None:
    body = "x" * 1_000_000 + "\nsecond\r\nthird"
    good, _ = read_text(tmp_path, a_table(a_row(body)))
    assert good[0].messages[0].body == body


def test_a_quote_that_is_never_closed_ends_at_the_limit(tmp_path: Path) -> None:
    text = a_table(a_row()) + '"never closed ' + "x" * (LARGEST_CELL + 10)
    good, bad = read_text(tmp_path, text)
    assert [c.external_id for c in good] == ["c-1"]
    assert any("quote" in b.reason for b in bad)


def test_nul_and_short_rows_do_no_harm(tmp_path: Path) -> None:
    good, bad = read_text(tmp_path, a_table(a_row("A\x00B")) + '"c-2","chat"\r\n')
    assert good[0].messages[0].body == "A\ufffdB"
    assert [b.where for b in bad] == ["line 3"]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(a_table(a_row()))
    reader = open_reader(path, Format.CSV)
    assert len(list(reader)) == 1
    assert reader.done_bytes == reader.total_bytes
