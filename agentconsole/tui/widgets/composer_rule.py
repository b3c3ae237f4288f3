"""The rule over a composer: who will read what is typed, said in words before it is said in colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from agentconsole.domain.customer.called import called
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted


@dataclass(frozen=True, slots=True)
class RuleView:
    """What the rule says. `saved` is about the draft, `aside` names the key that switches, `does` is what sending does
    besides, `is_from_right` that some of the text is read from right to left, `hidden` counts the rows above and below
    those in sight."""

    is_public: bool
    contact_name: str
    saved: str = ""
    aside: str = ""
    does: str = ""
    is_from_right: bool = False
    hidden: tuple[int, int] = (0, 0)


class ComposerRule(Painted):
    """A thin rule over a reply, a double one over a note; none where nothing can be typed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: RuleView | None = None

    def show(self, view: RuleView | None) -> None:
        """Another view; an equal one paints nothing."""
        if view != self._view:
            self._view = view
            self.repaint()

    def lay_out(self, width: int, _height: int) -> Sequence[Line]:
        """One line."""
        view = self._view
        if view is None:
            return [()]
        rule = "─" if view.is_public else "═"
        words = safe.fit(_read_by(view), max(1, width - 4))
        # The key is in the hints as well, and gives way first; then the draft's state. Nothing is cut.
        more = ""
        order = safe.FROM_RIGHT.strip() if view.is_from_right else ""
        for part in (order, view.does, _out_of_sight(*view.hidden), view.saved, view.aside):
            if part and cell_len(words) + cell_len(more) + cell_len(part) + 6 <= width:
                more += f"   {part}"
        left = max(0, width - 3 - cell_len(words) - cell_len(more))
        ink = Ink.OWN if view.is_public else Ink.NOTE
        return [((rule * 2, Ink.RULE), (words, ink), (f"{more} ", Ink.DIM), (rule * left, Ink.RULE))]


def _out_of_sight(above: int, below: int) -> str:
    if above and below:
        return _("{above} more above, {below} below").format(above=above, below=below)
    words = _("{above} more above") if above else _("{below} more below") if below else ""
    return words.format(above=above, below=below)


def _read_by(view: RuleView) -> str:
    name = safe.name(called(view.contact_name))
    if view.is_public:
        return _(" reply PUBLIC to {name}").format(name=name) if name else _(" reply PUBLIC to the contact")
    words = _(" NOTE internal, {name} cannot see this") if name else _(" NOTE internal, the contact cannot see this")
    return words.format(name=name)
