"""What a verification finds wrong: one plain sentence per fault, and the list that collects them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from agentconsole.domain.values import dataclass

FAULTS_KEPT = 1_000
"""Faults named one by one; a store that is worse than that is broken all over."""

LOOK_EVERY = 2_000
"""Rows between two reports of progress."""

Progress = Callable[[str, int, int], None]
"""Told what is being read, how many rows are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` names the row ("event 17", "conversation 1004", "chat slots"), `words` say what is wrong with it."""

    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}: {self.words}"


@dataclass(slots=True)
class Faults:
    """Collects faults, the first FAULTS_KEPT of them by name."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, words: str) -> None:
        """One more."""
        self.count += 1
        if self.count <= FAULTS_KEPT:
            self.kept.append(Fault(where, words))


def silent(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""
