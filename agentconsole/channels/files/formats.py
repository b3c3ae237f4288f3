"""The formats an import knows: guessing which one a path is, and opening the reader for it."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from agentconsole.channels.files.reader import Options, Reader, UnreadableFile


class Format(StrEnum):
    """How the conversations of a path are written down."""

    JSONL = "jsonl"
    CSV = "csv"
    MBOX = "mbox"
    MAILDIR = "maildir"


_SUFFIXES = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".mbox": Format.MBOX,
    ".mbx": Format.MBOX,
}
_LOOK = 4096


def guess(path: Path) -> Format:
    """The format by folder shape, file suffix, or the first bytes. Raises: UnreadableFile, OSError."""
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            return Format.MAILDIR
        raise UnreadableFile(f"{path} is a folder but no maildir: it has no cur and new; name a file")
    _must_be_a_file(path)
    return _SUFFIXES.get(path.suffix.lower()) or _guess_by_content(path)


def open_reader(path: Path, format: Format, options: Options | None = None) -> Reader:
    """A reader of the path as this format. Raises: UnreadableFile, OSError."""
    options = options or Options()
    if format is not Format.MAILDIR:
        _must_be_a_file(path)
    elif not path.is_dir():
        raise UnreadableFile(f"{path} is no folder, so it is no maildir; name another format")
    # Each format's own libraries are loaded only when a file of that format is read.
    match format:
        case Format.JSONL:
            from agentconsole.channels.files.jsonl import JsonlReader

            return JsonlReader(path, options)
        case Format.CSV:
            from agentconsole.channels.files.table import CsvReader

            return CsvReader(path, options)
        case Format.MBOX:
            from agentconsole.channels.files.mailbox import MailReader, Mbox

            return MailReader(Mbox(path), options)
        case Format.MAILDIR:
            from agentconsole.channels.files.mailbox import Maildir, MailReader

            return MailReader(Maildir(path), options)
        case _:
            assert_never(format)


def _guess_by_content(path: Path) -> Format:
    with path.open("rb") as file:
        start = file.read(_LOOK).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"From "):
        return Format.MBOX
    if start.startswith(b"{"):
        return Format.JSONL
    if b"external_id" in start.partition(b"\n")[0].lower():
        return Format.CSV
    raise UnreadableFile(f"{path} is in no known format; name one: {', '.join(Format)}")


def _must_be_a_file(path: Path) -> None:
    # A pipe or a device would never end, and threads of a mailbox are read twice.
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableFile(f"{path} is not a regular file; save it as one and import that")
