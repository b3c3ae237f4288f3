"""README's table of keys, made from the console's one table of commands."""

from __future__ import annotations

from agentconsole.tui.commands import Command, Scope, keys_in_words, scoped

BEGIN, END = "<!-- keys -->", "<!-- /keys -->"
GROUPS = (
    ("Everywhere, also while typing", (Scope.EVERYWHERE,)),
    ("In the queue and the transcript", (Scope.READING,)),
    ("While typing", (Scope.COMPOSER,)),
    ("On the board, besides those of the queue", (Scope.BOARD,)),
)
EDITING = "Text"
"""The group of the editing keys, which are those of every shell's line; the help page lists them."""


def readme_keys() -> str:
    """A table a group, one row a command that has a key: the key, what it does, its id."""
    parts = []
    for title, scopes in GROUPS:
        rows = [_row(command) for command in scoped(*scopes) if command.key and command.group != EDITING]
        parts.append("\n".join([f"| {title} | | id |", "|---|---|---|", *rows]))
    return "\n\n".join(parts)


def _row(command: Command) -> str:
    key = keys_in_words(command.key).replace("|", "\\|")
    return f"| `{key}` | {command.help.rstrip('.')} | `{command.id}` |"


if __name__ == "__main__":
    from tests.house.source import ROOT

    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{readme_keys()}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
