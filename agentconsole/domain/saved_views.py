"""Views of the queue that are kept under a name: the value, what is asked for around it, and what happened to it."""

from __future__ import annotations

from typing import ClassVar, Final

from agentconsole.domain.commands import Command
from agentconsole.domain.events import Event
from agentconsole.domain.values import dataclass

LONGEST_NAME: Final = 40
LONGEST_FILTER: Final = 400
"""As much as a search reads of what is typed."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter under a name, in the words an agent types. `owner` is whose own it is, empty for the team's."""

    name: str
    filter: str
    owner: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether the whole team uses it."""
        return not self.owner


@dataclass(frozen=True, slots=True)
class SaveView(Command):
    """Keep a filter of the queue under a name: your own, or the team's; the one of that name before is replaced."""

    kind: ClassVar[str] = "view.save"
    name: str
    filter: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class RemoveView(Command):
    """Your own view of that name goes, or the team's."""

    kind: ClassVar[str] = "view.remove"
    name: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class ViewSaved(Event):
    """A view is kept."""

    type: ClassVar[str] = "view.saved"
    view: SavedView


@dataclass(frozen=True, slots=True)
class ViewRemoved(Event):
    """A view is gone; `owner` is empty for the team's."""

    type: ClassVar[str] = "view.removed"
    name: str
    owner: str = ""


def fault_in(view: SavedView) -> str:
    """Why it cannot be kept, in one sentence; empty when it can."""
    if not view.name.strip() or len(view.name) > LONGEST_NAME or not view.name.isprintable():
        return f"A view is called by 1 to {LONGEST_NAME} letters, in one line."
    if not view.filter.strip() or not view.filter.isprintable():
        return "A view without a filter is the whole queue; write one such as channel:ticket tag:dns breached:yes."
    if len(view.filter) > LONGEST_FILTER:
        return f"The filter of a view may have {LONGEST_FILTER} characters."
    return ""
