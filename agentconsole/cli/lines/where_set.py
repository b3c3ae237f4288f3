"""Where each setting got its value: the file with its line, a variable of the environment, or the program itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from agentconsole.domain.values import dataclass
from agentconsole.settings import TABLES, Settings, of_environment, read_file, settings_in
from agentconsole.tongue import N_, _

ABOUT: Mapping[str, str] = {
    "store": N_("the store that opens; empty: the one in your data folder"),
    "agent": N_("who you are, as --as says it"),
    "theme": N_("ac-dark, ac-light, ac-contrast, ac-ansi, ac-ansi-light, or one of your own"),
    "ca_file": N_("certificates of your team's own, for a server this computer does not know"),
    "bell": N_("whether the terminal's bell may ring"),
    "keymap": N_("your keys by command id; `agentconsole keys` lists the ids"),
    "keys.preset": N_("the keys that yours go over: default, vim, zendesk"),
    "keys.letters": N_("whether single letters act where nothing is typed; without them Ctrl+P and F keys do all"),
    "display.bandwidth": N_("low on a slow line: 16 colours unless you name a theme, no ticking seconds, no mouse"),
    "display.reduced_motion": N_("whether nothing ticks every second: the last minute shows as <1m"),
    "display.show_cursor": N_("whether the terminal's own cursor is seen and follows the focus, for screen readers"),
    "display.plain_borders": N_("whether lines are drawn with - and |"),
    "display.emoji": N_("joined where your terminal draws a family or a flag as one picture; most shift the row"),
    "display.language": N_("the language of the interface: auto as the terminal's, en, de"),
    "display.clock": N_("how the time of day is shown: auto as the language does, 24, or 12 as 2:05p"),
    "layout.rows": N_("lines a row of the queue takes: auto, one, two"),
    "layout.side": N_("where the queue stands beside a conversation: left, right"),
    "layout.queue_width": N_("columns of the queue beside a conversation, 30 to 120; 0 leaves it to the window"),
    "layout.zoom": N_("what has the room: both, reader, queue; + and _ keep it here"),
    "notify.desktop": N_("the terminal's own notifications: auto, off, osc9, osc777, osc99"),
    "notify.tmux_passthrough": N_("whether your tmux has allow-passthrough on, and hands them on"),
    "notify.command": N_('a program that is run, too: ["notify-send", "{title}", "{body}"]'),
    "notify.detail": N_("what a call says: none, or the contact's name"),
    "notify.quiet": N_("a span of the day without a sound: 22:00-07:00"),
    "composer.enter": N_("what Enter does while you write: in-chat (sends in chats), always, never"),
}
"""Each setting in a few words, a table's with the table in front."""
_TABLE = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_.-]+))\s*=""")


@dataclass(frozen=True, slots=True)
class Set:
    """One setting: its key with its table in front, its value, and who says so in words."""

    key: str
    value: Any
    source: str


def where_set(path: Path, environment: Mapping[str, str]) -> list[Set]:
    """Every setting in force, in the order of the program. Raises SettingsError."""
    values = read_file(path)
    found, lines = settings_in(values, str(path)), _lines(path) if values else {}
    overlay = {".".join(filter(None, key)): told for key, told in of_environment(environment).items()}
    return [_one(key, value, values, lines, overlay, path) for key, value in _flat(found)]


def _flat(settings: Settings) -> Iterator[tuple[str, Any]]:
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if each.name in TABLES:
            yield from ((f"{each.name}.{name.name}", getattr(value, name.name)) for name in fields(value))
        elif each.name == "keymap":
            yield from ((f"keymap.{command_id}", keys) for command_id, keys in value.items())
        else:
            yield each.name, value


def _one(
    key: str,
    value: Any,
    in_file: Mapping[str, Any],
    lines: Mapping[str, int],
    overlay: Mapping[str, tuple[str, Any]],
    path: Path,
) -> Set:
    if key in overlay:
        variable, told = overlay[key]
        return Set(key, told, f"the variable {variable}")
    table, _, name = key.partition(".")
    inner = in_file.get(table, {})
    if (name in inner) if name else (key in in_file):
        line = f", line {lines[key]}" if key in lines else ""
        return Set(key, value, f"{path}{line}")
    return Set(key, value, "default")


def _lines(path: Path) -> dict[str, int]:
    """On which line of the file each key stands, as far as it stands on one of its own."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if opened := _TABLE.match(line):
            table = opened[1]
        elif named := _KEY.match(line):
            name = next(part for part in named.groups() if part is not None)
            found.setdefault(f"{table}.{name}" if table else name, number)
    return found


def template(values: Mapping[str, Any] = MappingProxyType({})) -> str:
    """A file to go on with: every setting with what it means, set where `values` of a file set it. Raises
    SettingsError for values that cannot be used."""
    parts = [f"# {_('The settings of agentconsole. Take the # away in front of a line to set it.')}", ""]
    table = ""
    rows = list(_flat(settings_in(values, "")))
    if not values.get("keymap"):
        rows.append(("keymap.conversation.resolve", "x"))
    for key, value in rows:
        above, __, name = key.partition(".")
        if name and above != table:
            table = above
            parts += ["", f"[{table}]"]
            parts += [f"# {_(ABOUT[table])}"] if table in ABOUT else []
        if key in ABOUT:
            parts.append(f"# {_(ABOUT[key])}")
        shown = f'"{name}"' if above == "keymap" else name or key
        is_set = name in values.get(above, {}) if name else key in values
        parts.append(f"{'' if is_set else '# '}{shown} = {_toml(value)}")
    return "\n".join(parts) + "\n"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(_toml(each) for each in value)}]"
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
