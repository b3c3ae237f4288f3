"""Messages no single widget owns."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.message import Message
from textual.theme import Theme

from agentconsole.domain.values import dataclass


class TakesAnyKey:
    """A screen for which the driver takes every letter with Alt for a key while it stands on top."""


@runtime_checkable
class FollowsStore(Protocol):
    """A screen that shows what the store holds."""

    def store_changed(self) -> None:
        """Something was committed."""
        ...


class StoreChanged(Message, bubble=False):
    """Something was committed: whoever shows anything reads it again. It carries nothing, so bursts melt into one."""

    def can_replace(self, message: Message) -> bool:
        """One of them is as good as many."""
        return isinstance(message, StoreChanged)


class Shown(Message, bubble=False):
    """The first whole picture is on its way to the terminal."""


@dataclass
class ThemeRead(Message):
    """A theme to wear from now on."""

    theme: Theme


class OutsideBegins(Message):
    """Another program has the terminal from now on: nothing may be written to it."""


class OutsideEnds(Message):
    """The terminal is the console's again."""


@dataclass
class Told(Message, bubble=False):
    """What a thread behind the screens has to say to the agent."""

    words: str


@dataclass
class Called(Message):
    """Something the agent should look at, in words that hold nothing a contact wrote: they look elsewhere."""

    words: str


@dataclass
class LateChanged(Message):
    """Another number of promises is broken: the window's title says it."""

    late: int
