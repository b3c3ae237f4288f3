"""Where each mail of an mbox file begins and ends, found in one pass that holds one header block at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from agentconsole.domain.values import dataclass

LONGEST_READ = 64 * 1024
"""Bytes of a line that are looked at at once."""

LARGEST_HEADERS = 256 * 1024
"""Bytes of a header block that are kept."""

_SEPARATOR = re.compile(rb"From .*\d\d:\d\d")
"""The line between two mails; it always has a time, which a sentence that begins with From seldom has."""


@dataclass(frozen=True, slots=True)
class Span:
    """One mail without its separator line: byte offsets, and the raw header block."""

    start: int
    stop: int
    headers: bytes


def spans(file: BinaryIO) -> Iterator[Span]:
    """Each mail of the file in order; text before the first separator is passed over."""
    start, position = -1, 0
    headers = bytearray()
    in_headers = after_blank = True
    whole_line = True
    while piece := file.readline(LONGEST_READ):
        if whole_line and after_blank and _SEPARATOR.match(piece):
            if start >= 0:
                yield Span(start, position, bytes(headers))
            start = position + len(piece)
            headers.clear()
            in_headers, after_blank = True, False
        else:
            after_blank = whole_line and not piece.strip()
            in_headers = in_headers and not after_blank
            if in_headers and len(headers) < LARGEST_HEADERS:
                headers += piece
        whole_line = piece.endswith(b"\n")
        position += len(piece)
    if start >= 0:
        yield Span(start, position, bytes(headers))
