"""JSON Lines: what is read, what is repaired, and what becomes a bad record with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentconsole.channels.files.formats import Format, open_reader
from agentconsole.channels.files.lines import LONGEST_LINE
from agentconsole.channels.files.reader import Options
from agentconsole.domain.terms import Author
from tests.channels.records import a_line, a_record, read_bytes

MESSAGE = {"author": "contact", "kind": "reply", "at": "2026-05-04T09:30:00Z", "body": "Hello?"}


def the_reason(folder: Path, line: bytes) -> str:
    good, bad = read_bytes(folder, line)
    assert good == []
    assert [b.where for b in bad] == ["line 1"]
    return bad[0].reason


def test_a_line_becomes_a_conversation(tmp_path: Path) -> None:
    good, bad = read_bytes(tmp_path, a_line())
    assert bad == []
    assert (good[0].external_id, good[0].channel, good[0].status) == ("c-1", "ticket", "waiting")
    assert good[0].contact.name == "Mara"
    assert good[0].received_at == 1_777_887_000_000
    assert good[0].messages[0].author is Author.CONTACT


def test_unknown_keys_and_missing_optional_ones_do_no_harm(tmp_path: Path) -> None:
    record = a_record(colour="red", contact={"name": "Mara", "shoe": 41})
    for name in ("subject", "category", "status"):
        del record[name]
    good, bad = read_bytes(tmp_path, json.dumps(record).encode())
    assert (bad, good[0].subject, good[0].status) == ([], "", "waiting")


def test_of_duplicate_keys_the_last_counts(tmp_path: Path) -> None:
    line = a_line().replace(b'"subject"', b'"subject": "first", "subject"', 1)
    good, _ = read_bytes(tmp_path, line)
    assert good[0].subject == "No mail"


def test_a_bad_line_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    good, bad = read_bytes(tmp_path, a_line() + b"{oops\n\n" + a_line(external_id="c-2"))
    assert [g.external_id for g in good] == ["c-1", "c-2"]
    assert [b.where for b in bad] == ["line 2"]
    assert "not valid JSON" in bad[0].reason


def test_a_bad_message_is_named_by_its_number(tmp_path: Path) -> None:
    reason = the_reason(tmp_path, a_line(messages=[MESSAGE, MESSAGE | {"author": "boss"}]))
    assert reason.startswith("message 2: author is 'boss'; use one of agent, contact, system")


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"subject": 7}, "$.subject"),
        ({"external_id": None}, "$.external_id"),
        ({"external_id": " "}, "external_id is empty"),
        ({"external_id": "x" * 10_000}, "external_id is longer"),
        ({"channel": "fax"}, "channel is 'fax'"),
        ({"status": "ringing"}, "status is 'ringing'"),
        ({"messages": {}}, "$.messages"),
        ({"contact": "Mara"}, "$.contact"),
        ({"messages": [MESSAGE | {"kind": "whisper"}]}, "kind is 'whisper'"),
        ({"messages": [MESSAGE | {"body": None}]}, "body"),
        ({"messages": [MESSAGE | {"attachments": [{"name": "x", "size": -1}]}]}, "size of an attachment"),
        ({"messages": [MESSAGE | {"attachments": [{"name": "x", "size": 10**30}]}]}, "size of an attachment"),
    ],
)
def test_a_value_of_the_wrong_type_or_range_is_refused_with_its_name(
    tmp_path: Path, changed: dict[str, object], word: str
) -> None:
    assert word in the_reason(tmp_path, a_line(**changed))


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "yesterday", "", "2026-13-01"]
)
def test_a_time_outside_1970_to_9999_is_a_bad_record(tmp_path: Path, time: str) -> None:
    assert "received_at" in the_reason(tmp_path, a_line(received_at=time))


def test_an_offset_that_leads_out_of_the_years_is_a_bad_record(tmp_path: Path) -> None:
    assert "received_at" in the_reason(tmp_path, a_line(received_at="9999-12-31T23:59:59-10:00"))
    assert "received_at" in the_reason(tmp_path, a_line(received_at="0001-01-01T00:00:00+10:00"))


def test_times_have_offsets_and_naive_ones_are_utc(tmp_path: Path) -> None:
    times = ("2026-05-04T11:30:00+02:00", "2026-05-04T09:30:00", "2026-05-04T09:30:00Z")
    for time in times:
        good, _ = read_bytes(tmp_path, a_line(received_at=time))
        assert good[0].received_at == 1_777_887_000_000


def test_a_depth_bomb_is_a_bad_record_wherever_it_stands(tmp_path: Path) -> None:
    bomb = b"[" * 100_000 + b"]" * 100_000
    assert the_reason(tmp_path, bomb)
    assert "nested too deeply" in the_reason(tmp_path, a_line()[:-2] + b', "z": ' + bomb + b"}\n")
    assert "nested too deeply" in the_reason(tmp_path, a_line()[:-2] + b', "y": "\\ud800", "z": ' + bomb + b"}\n")


def test_impossible_numbers_where_nobody_looks_do_no_harm_and_nan_is_refused(tmp_path: Path) -> None:
    for number in (b"1e999", b"9" * 5000, b"-0"):
        good, bad = read_bytes(tmp_path, a_line()[:-2] + b', "z": ' + number + b"}\n")
        assert (len(good), bad) == (1, [])
    assert "NaN" in the_reason(tmp_path, a_line()[:-2] + b', "z": NaN}\n')


def test_a_huge_number_beside_damage_is_a_bad_record(tmp_path: Path) -> None:
    line = a_line()[:-2] + b', "y": "\\ud800", "z": ' + b"9" * 6000 + b"}\n"
    assert "number" in the_reason(tmp_path, line)


def test_lone_surrogates_become_replacement_characters(tmp_path: Path) -> None:
    line = a_line().replace(b"No mail", b"A\\ud800B \\ud83d\\ude00")
    good, bad = read_bytes(tmp_path, line)
    assert (bad, good[0].subject) == ([], "A\ufffdB \U0001f600")


def test_invalid_utf8_and_nul_become_replacement_characters(tmp_path: Path) -> None:
    for damage in (b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\\u0000", b"\x00"):
        good, bad = read_bytes(tmp_path, a_line().replace(b"Hello?", b"A" + damage + b"B"))
        assert bad == []
        assert set(good[0].messages[0].body) == set("A\ufffdB")


def test_a_utf8_mark_is_skipped_and_utf16_is_explained(tmp_path: Path) -> None:
    good, bad = read_bytes(tmp_path, b"\xef\xbb\xbf" + a_line())
    assert (len(good), bad) == (1, [])
    assert "UTF-16" in the_reason(tmp_path, a_line().decode().encode("utf-16"))


def test_a_body_of_a_megabyte_is_kept_whole(tmp_path: Path) -> None:
    good, _ = read_bytes(tmp_path, a_line(messages=[MESSAGE | {"body": "x" * 1_000_000}]))
    assert len(good[0].messages[0].body) == 1_000_000


def test_a_line_beyond_the_limit_is_passed_over_and_named(tmp_path: Path) -> None:
    good, bad = read_bytes(tmp_path, b'"' + b"x" * (LONGEST_LINE + 5) + b"\n" + a_line())
    assert [b.where for b in bad] == ["line 1"]
    assert len(good) == 1


def test_recorded_turns_become_a_closed_chat_half_a_minute_apart(tmp_path: Path) -> None:
    turns = [{"role": "User", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    line = json.dumps({"id": "conv_7", "turns": turns}).encode()
    good, bad = read_bytes(tmp_path, line, options=Options(source="cucom", received_at=5_000))
    chat = good[0]
    assert bad == []
    assert (chat.source, chat.external_id, chat.channel, chat.status) == ("cucom", "conv_7", "chat", "closed")
    assert chat.contact.name == "Contact conv_7"
    assert [(m.author, m.at) for m in chat.messages] == [(Author.CONTACT, 5_000), (Author.AGENT, 35_000)]


def test_a_turn_of_an_unknown_role_is_a_bad_record(tmp_path: Path) -> None:
    assert "role is 'robot'" in the_reason(tmp_path, b'{"id": "1", "turns": [{"role": "robot", "content": ""}]}')


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"") == ([], [])


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(a_line() * 10)
    reader = open_reader(path, Format.JSONL)
    seen = [reader.done_bytes for _ in reader]
    assert seen == sorted(seen)
    assert seen[-1] == reader.total_bytes == path.stat().st_size
