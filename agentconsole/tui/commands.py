"""Every command of the console in one table: its key, its words, and where it works."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.values import dataclass
from agentconsole.tui.command_table import TABLE


class Scope(StrEnum):
    """Where a key works. `reading` is every place of the console screen that is not a composer."""

    EVERYWHERE = "everywhere"
    READING = "reading"
    QUEUE = "queue"
    TRANSCRIPT = "transcript"
    COMPOSER = "composer"
    BOARD = "board"
    GOTO = "goto"
    DIALOG = "dialog"


OVERLAPS = {
    Scope.EVERYWHERE: frozenset(
        {Scope.EVERYWHERE, Scope.READING, Scope.QUEUE, Scope.TRANSCRIPT, Scope.COMPOSER, Scope.BOARD}
    ),
    Scope.READING: frozenset({Scope.EVERYWHERE, Scope.READING, Scope.QUEUE, Scope.TRANSCRIPT, Scope.BOARD}),
    Scope.QUEUE: frozenset({Scope.EVERYWHERE, Scope.READING, Scope.QUEUE}),
    Scope.TRANSCRIPT: frozenset({Scope.EVERYWHERE, Scope.READING, Scope.TRANSCRIPT}),
    Scope.COMPOSER: frozenset({Scope.EVERYWHERE, Scope.COMPOSER}),
    Scope.BOARD: frozenset({Scope.EVERYWHERE, Scope.READING, Scope.BOARD}),
    Scope.GOTO: frozenset({Scope.GOTO}),
    Scope.DIALOG: frozenset({Scope.DIALOG}),
}
"""The scopes whose keys are live at the same time, and so must differ."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the agent can do with a key. `key` lists alternatives with commas; empty: palette only.

    `footer` is the word beside the key in the hint line; empty keeps it out. Titles that end in `...` ask on.
    """

    id: str
    key: str
    title: str
    help: str
    scope: Scope
    group: str
    footer: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys one by one."""
        return tuple(key for key in self.key.split(",") if key)

    @property
    def action(self) -> str:
        """The name of the action method without its prefix."""
        return self.id.replace(".", "_")

    @property
    def in_palette(self) -> bool:
        """Whether choosing it from a list makes sense: moving about by key does not."""
        return self.scope in (Scope.EVERYWHERE, Scope.READING) and self.id not in NOT_IN_PALETTE


NOT_IN_PALETTE = frozenset({"app.palette", "nav.back", "leader.goto"})


def _read(table: str) -> tuple[Command, ...]:
    """The commands of a table; raises ValueError for a row that has not five columns."""
    commands, scope, group = [], Scope.EVERYWHERE, ""
    for line in filter(None, table.splitlines()):
        if line.startswith("["):
            place, group = line.strip("[]").split(": ")
            scope = Scope(place)
        else:
            row, keys, title, footer, words = (part.strip() for part in line.split("|", 4))
            commands.append(Command(row, keys, title, words, scope, group, footer))
    return tuple(commands)


COMMANDS = _read(TABLE)
BY_ID = {command.id: command for command in COMMANDS}


def scoped(*scopes: Scope) -> tuple[Command, ...]:
    """The commands of these scopes, in the table's order."""
    return tuple(command for command in COMMANDS if command.scope in scopes)


def keys_in_words(key: str) -> str:
    """Keys as a person reads them: `ctrl+q,ctrl+c` is `Ctrl+Q Ctrl+C`."""
    return " ".join(_key_in_words(each) for each in key.split(",") if each)


KEY_WORDS = {
    "question_mark": "?",
    "colon": ":",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
    "slash": "/",
    "number_sign": "#",
    "exclamation_mark": "!",
    "equals_sign": "=",
    "at": "@",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "quotation_mark": '"',
    "asterisk": "*",
    "ampersand": "&",
    "percent_sign": "%",
    "dollar_sign": "$",
}


def _key_in_words(key: str) -> str:
    if key in KEY_WORDS:
        return KEY_WORDS[key]
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    last = KEY_WORDS.get(last, last if len(last) == 1 and not modifiers else last.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), last])


def clashes(keys: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Every (key, id, id) where two commands live at the same time want the same key; `keys` maps ids to keys."""
    found = []
    taken: dict[tuple[Scope, str], str] = {}
    for command in COMMANDS:
        for key in filter(None, keys.get(command.id, command.key).split(",")):
            holders = (taken.get((scope, key)) for scope in OVERLAPS[command.scope])
            found += [(key, other, command.id) for other in holders if other and other != command.id]
            taken.setdefault((command.scope, key), command.id)
    return tuple(found)
