"""Short ways to write a file, read it, and tell good records from bad ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agentconsole.channels.files.formats import Format, open_reader
from agentconsole.channels.files.reader import Options
from agentconsole.domain.incoming import BadRecord, IncomingConversation


def a_record(**changed: Any) -> dict[str, Any]:
    """A valid line of JSONL as a dict, with some keys changed."""
    record: dict[str, Any] = {
        "external_id": "c-1",
        "channel": "ticket",
        "subject": "No mail",
        "category": "mail",
        "contact": {"name": "Mara", "email": "mara@x.example", "phone": ""},
        "received_at": "2026-05-04T09:30:00Z",
        "status": "waiting",
        "messages": [
            {"author": "contact", "kind": "reply", "at": "2026-05-04T09:30:00+00:00", "body": "Hello?"},
        ],
    }
    return record | changed


def a_line(**changed: Any) -> bytes:
    """The same as bytes, with its newline."""
    return json.dumps(a_record(**changed)).encode() + b"\n"


def read(
    path: Path, format: Format, options: Options | None = None
) -> tuple[list[IncomingConversation], list[BadRecord]]:
    """Good and bad records of a file."""
    records = list(open_reader(path, format, options))
    good = [r for r in records if isinstance(r, IncomingConversation)]
    return good, [r for r in records if isinstance(r, BadRecord)]


def read_bytes(
    folder: Path, content: bytes, format: Format = Format.JSONL, options: Options | None = None
) -> tuple[list[IncomingConversation], list[BadRecord]]:
    """Good and bad records of a file with this content."""
    path = folder / f"records.{format}"
    path.write_bytes(content)
    return read(path, format, options)
