"""What does not change while the console runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from agentconsole.domain.values import dataclass
from agentconsole.tui.attention import Attention
from agentconsole.tui.calling import Manners
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.looks import USUAL, Looks
from agentconsole.tui.screens.layout.arrangement import AS_FITS, Shape
from agentconsole.tui.stray_letters import StrayLetters

if TYPE_CHECKING:
    from textual.theme import Theme

    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.lessons import Tutorial


class Keys:
    """The keymap in force; the one thing of the setting an agent changes while it runs."""

    def __init__(self, keymap: Keymap = DEFAULT) -> None:
        self.now = keymap


class Tastes(Protocol):
    """Where the agent's own keys and themes are read and kept."""

    def read_keys(self, changes: Mapping[str, str], /) -> Keymap:
        """The keymap with these changes, and what is wrong with it."""
        ...

    def keep_key(self, command_id: str, key: str, /) -> str:
        """Keeps a key for the next start; what to tell the agent."""
        ...

    def theme_names(self) -> tuple[str, ...]:
        """The themes to choose from."""
        ...

    def theme(self, name: str, /) -> Theme:
        """One of them. Raises BadTheme."""
        ...

    def keep_layout(self, changes: Mapping[str, str | int], /) -> None:
        """Keeps it for the next start, soon."""
        ...

    def keep_theme(self, name: str, /) -> str:
        """Keeps it for the next start; what to tell the agent."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """The setting of a console. `offset` is ms east of UTC; `speed` scales the door's clock."""

    keys: Keys = field(default_factory=Keys)
    choices: Choices | None = None
    """The team's own codes and categories; None for the usual ones."""
    offset: int = 0
    speed: float = 1.0
    enter_sends: str = "in-chat"
    manners: Manners = field(default_factory=Manners)
    notices: tuple[str, ...] = ()
    """What the start has to tell the agent, beside what is wrong with the keys."""
    attention: Attention = field(default_factory=Attention)
    stray: StrayLetters = field(default_factory=StrayLetters)
    tastes: Tastes | None = None
    looks: Looks = USUAL
    tutorial: Tutorial | None = None
    """None where what is done is real."""
    shape: Shape = AS_FITS
    """The layout at the start; the console changes its own."""

    @property
    def keymap(self) -> Keymap:
        """The keys in force."""
        return self.keys.now
