"""A poke as it travels: where the log ends, over how long to spread the pulls, and a trace of what it is about."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator

from agentconsole.domain.values import dataclass

TRACES = 256
MOST_TOLD = 16
"""Traces of one poke; more would be about nearly everybody, and say nothing."""


@dataclass(frozen=True, slots=True)
class Poke:
    """`about` are traces of conversations: whoever has one of them open pulls at once, everybody else within
    `spread_ms`."""

    spread_ms: int = 0
    about: frozenset[int] = frozenset()


def trace(conversation_id: str) -> int:
    """One of TRACES: a console with the conversation open knows it again, and nobody learns from it which one it is."""
    return zlib.crc32(conversation_id.encode()) % TRACES


def written(epoch: str, seq: int, spread_ms: int, about: Collection[int]) -> bytes:
    """One event of the stream. A console that knows nothing of traces passes over their line."""
    traces = " ".join(map(str, sorted(about))) if len(about) <= MOST_TOLD else ""
    line = f"about: {traces}\n" if traces else ""
    return f"id: {epoch}:{seq}\n{line}data: {spread_ms}\n\n".encode()


def read(lines: Iterable[str]) -> Iterator[Poke]:
    """The pokes of a stream; what it says beside is passed over."""
    about = frozenset[int]()
    for line in lines:
        if line.startswith("about:"):
            about = frozenset(int(each) for each in line[6:].split()[:MOST_TOLD] if each.isdecimal() and len(each) < 4)
        elif line.startswith("data:"):
            spread = line[5:].strip()
            yield Poke(int(spread[:6]) if spread.isdecimal() else 0, about)
            about = frozenset()
