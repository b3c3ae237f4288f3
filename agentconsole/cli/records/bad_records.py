"""What is wrong with a record of a file, in the reader's language: where, and why, each piece by itself."""

from __future__ import annotations

from agentconsole.domain.incoming import BadRecord
from agentconsole.tongue import said


def in_words(bad: BadRecord) -> str:
    """Where it stands and what is wrong there. Whatever of it was in the file stays as it is."""
    return ": ".join(_piece(each) for each in (*bad.where.split(": "), *bad.reason.split(": ")))


def _piece(words: str) -> str:
    told = said(words)
    # A rule's own sentence stands here without its full stop.
    return told if told != words else said(f"{words}.").removesuffix(".")
