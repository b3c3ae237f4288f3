"""Which format a path is in, and paths that are in none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentconsole.channels.files.formats import Format, guess, open_reader
from agentconsole.channels.files.reader import UnreadableFile
from tests.channels.records import a_line
from tests.support.mailbox import a_mail, a_maildir, an_mbox


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.jsonl", b"", Format.JSONL),
        ("a.NDJSON", b"", Format.JSONL),
        ("a.tsv", b"", Format.CSV),
        ("a.mbox", b"", Format.MBOX),
        ("export", a_line(), Format.JSONL),
        ("export.txt", b"\xef\xbb\xbfexternal_id;channel\n", Format.CSV),
        ("inbox", b"From a@x Mon Feb  3 10:00:00 2025\n", Format.MBOX),
    ],
)
def test_the_suffix_or_the_content_tells_the_format(tmp_path: Path, name: str, content: bytes, format: Format) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert guess(path) is format


def test_a_folder_is_a_maildir_when_it_has_the_shape_of_one(tmp_path: Path) -> None:
    assert guess(a_maildir(tmp_path / "box", [a_mail()])) is Format.MAILDIR
    with pytest.raises(UnreadableFile, match="no maildir"):
        guess(tmp_path)


def test_an_unknown_content_is_refused_with_the_choice(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(UnreadableFile, match="jsonl, csv, mbox, maildir"):
        guess(path)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="regular file"):
        guess(pipe)
    with pytest.raises(UnreadableFile, match="regular file"):
        open_reader(pipe, Format.JSONL)


def test_every_format_opens_its_reader(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_bytes(a_line())
    paths = [lines, an_mbox(tmp_path / "a.mbox", [a_mail()]), a_maildir(tmp_path / "box", [a_mail()])]
    assert [len(list(open_reader(path, guess(path)))) for path in paths] == [1, 1, 1]


def test_mail_libraries_are_loaded_only_for_mail() -> None:
    program = "import sys, agentconsole.channels.files.jsonl, agentconsole.channels.files.formats; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert not {"nh3", "markdownify", "bs4", "mailparser_reply", "email.parser"} & set(loaded.split())
