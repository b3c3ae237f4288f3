"""What does not change while the console runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agentconsole.tui.attention import Attention
from agentconsole.tui.calling import Manners

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.tui.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Setting:
    """The setting of a console. `offset` is ms east of UTC; `speed` scales the door's clock."""

    keymap: Keymap
    choices: Choices | None = None
    """The team's own codes and categories; None for the usual ones."""
    offset: int = 0
    speed: float = 1.0
    enter_sends: str = "in-chat"
    manners: Manners = field(default_factory=Manners)
    notices: tuple[str, ...] = ()
    attention: Attention = field(default_factory=Attention)
