"""The keys that mean something on the lead board: its own, and those that do their work on its row."""

from __future__ import annotations

from textual.binding import Binding

from agentconsole.tui.commands import Command, Scope, scoped

OWN = {"pane.close", "nav.back", "goto.board", "queue.filter", "queue.clear", "app.help", "app.keys", "app.quit"}
"""Commands of the console that mean something of the board's own here."""
PASSED = {"app.palette", "app.commands", "app.redraw", "conversation.undo", "conversation.why", "conversation.claim"}
"""Commands that the console does for the conversation under the board's cursor."""


def _is_live(each: Command) -> bool:
    return each.id in OWN | PASSED or each.group in ("Leads", "Team lead") or each.id == "goto.menu"


def board_bindings() -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The console's own keys, doing their work on the board's row."""
    commands = [each for each in scoped(Scope.EVERYWHERE, Scope.READING) if each.key and _is_live(each)]
    return [
        Binding(
            each.key,
            each.action if each.id in OWN else f"pass_down('{each.id}')",
            each.title,
            show=False,
            priority=True,
            id=each.id,
        )
        for each in commands
    ]
