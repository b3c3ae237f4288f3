"""What a request brings: its body read as a value, and how often somebody may bring one."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from agentconsole.server.problems import Problem
from agentconsole.typed import decoded

T = TypeVar("T")


def told(body: bytes, kind: type[T], otherwise: str) -> T:
    """The value the body spells. Raises Problem, in whose words `otherwise` says what the body then is."""
    try:
        return decoded(body, kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise Problem(422, "invalid", f"The body {otherwise}: {str(error)[:200]}.") from error


def ask_for_patience(wait: int, words: str) -> None:
    """Raises Problem where there are milliseconds to wait."""
    if wait:
        raise Problem(429, "patience", words, {"Retry-After": str(-(-wait // 1_000))})
