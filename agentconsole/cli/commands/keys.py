"""`agentconsole keys`: every key of the console, with yours over those of the preset."""

from __future__ import annotations

from agentconsole.cli import output
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.starting.setting import keymap_of
from agentconsole.tongue import _
from agentconsole.tui.commands import COMMANDS, Command


@line_command("keys", example="keys --json")
def command(session: Session) -> None:
    """The ids to write under [keymap], their keys and what they do."""
    keymap = keymap_of(session.settings)
    for problem in keymap.problems:
        output.complain(problem)
    words = "\n".join(_line(each, keymap.of(each.id)) for each in COMMANDS)
    session.answer([_fields(each, keymap.of(each.id)) for each in COMMANDS], words)


def _fields(each: Command, keys: str) -> dict[str, object]:
    return {
        "id": each.id,
        "keys": [key for key in keys.split(",") if key],
        "title": each.title,
        "help": each.help,
        "scope": each.scope.value,
        "group": each.group,
    }


def _line(each: Command, keys: str) -> str:
    return output.row([(each.id, 26), (keys, 24), (each.scope.value, 11), (_(each.title), 0)])
