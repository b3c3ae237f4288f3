"""The user's settings: one TOML file, overlaid by environment variables, checked key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from agentconsole.domain.values import dataclass

PREFIX = "AGENTCONSOLE_"
MOST_NAMED = 10
"""How many faults of a file are named at once."""
SHORT = {"AS": "agent"}
"""Variables with a shorter name than the setting they stand for."""


class SettingsError(ValueError):
    """A setting that cannot be used: which file or variable, which key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ComposerSettings:
    """How the composer answers keys: whether Enter sends."""

    enter: Literal["in-chat", "always", "never"] = "in-chat"


@dataclass(frozen=True, slots=True)
class KeySettings:
    """Which set of keys yours in `keymap` go over, and whether single characters act at all."""

    preset: Literal["default", "vim", "zendesk"] = "default"
    letters: bool = True


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """How much is drawn, and with what: for slow lines, calm eyes, screen readers and poor fonts."""

    bandwidth: Literal["full", "low"] = "full"
    reduced_motion: bool = False
    show_cursor: bool = False
    plain_borders: bool = False
    emoji: Literal["plain", "joined"] = "plain"
    language: Literal["auto", "en", "de"] = "auto"
    clock: Literal["auto", "24", "12"] = "auto"


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """Where the queue stands and how much room it has; 0 columns and `auto` leave that to the window's size."""

    rows: Literal["auto", "one", "two"] = "auto"
    side: Literal["left", "right"] = "left"
    queue_width: int = 0
    zoom: Literal["both", "reader", "queue"] = "both"


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """How the console calls an agent who looks elsewhere, beside the bell and the window's title."""

    desktop: Literal["auto", "off", "osc9", "osc777", "osc99"] = "auto"
    tmux_passthrough: bool = False
    command: tuple[str, ...] = ()
    detail: Literal["none", "name"] = "none"
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; empty strings leave the choice to the program. A field that is a dataclass is a table."""

    store: str = ""
    agent: str = ""
    theme: str = ""
    ca_file: str = ""
    """Certificates of the team's own, for a server that shows one the computer does not know."""
    bell: bool = True
    keymap: dict[str, str] = field(default_factory=dict)
    composer: ComposerSettings = field(default_factory=ComposerSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    layout: LayoutSettings = field(default_factory=LayoutSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)


TABLES: Mapping[str, type] = {
    "composer": ComposerSettings,
    "keys": KeySettings,
    "display": DisplaySettings,
    "layout": LayoutSettings,
    "notify": NotifySettings,
}
"""The tables of the file by name; `keymap` is one too, with names of the user's."""


def read_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the file, where there is one, under those of `AGENTCONSOLE_…`. Raises SettingsError."""
    from_file = settings_in(read_file(path), str(path))
    overlay = of_environment(environment)
    if not overlay:
        return from_file
    merged = asdict(from_file)
    for (table, name), (_, value) in overlay.items():
        (merged[table] if table else merged)[name] = value
    return _convert(merged, f"the environment ({PREFIX}…)")


def settings_in(values: Mapping[str, Any], where: str) -> Settings:
    """The settings that the values of a file spell. Raises SettingsError, which names `where` and each key that is
    wrong."""
    if unknown := list(_unknown(values, Settings)):
        raise SettingsError(_all_of(where, [*unknown, *_wrong(values, Settings)]))
    return _convert(values, where) if values else Settings()


def read_file(path: Path) -> dict[str, Any]:
    """The values of the file as they stand there; none where there is no file. Raises SettingsError."""
    try:
        words = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); make it readable, or move it away.") from error
    # Most consoles start without a file, and show their first frame without the parser.
    import tomllib

    try:
        return tomllib.loads(words.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from error


def _unknown(values: Mapping[str, Any], kind: type, above: str = "") -> Iterator[str]:
    """The names that are no settings, those of a table together, with the names that are."""
    known = {each.name for each in fields(kind)}
    strange = [f"{above}{name}" for name in values if name not in known]
    if strange:
        verb = "is no setting" if len(strange) == 1 else "are no settings"
        more = f" and {len(strange) - MOST_NAMED} more" if len(strange) > MOST_NAMED else ""
        yield f"{', '.join(strange[:MOST_NAMED])}{more} {verb}; there are {', '.join(sorted(known))}"
    for name, value in values.items():
        if not above and name in TABLES and isinstance(value, dict):
            yield from _unknown(value, TABLES[name], f"{name}.")


def _all_of(where: str, faults: list[str]) -> str:
    """What is wrong, each thing in a sentence, so that one look at the file mends it all."""
    more = [f"and {len(faults) - MOST_NAMED} more"] if len(faults) > MOST_NAMED else []
    return f"{where}: {'. '.join([*faults[:MOST_NAMED], *more])}."


def _convert(values: Mapping[str, Any], where: str) -> Settings:
    import msgspec

    from agentconsole.typed import converted

    try:
        return converted(values, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(_all_of(where, list(_wrong(values, Settings)))) from error


def _wrong(values: Mapping[str, Any], kind: type, above: str = "") -> Iterator[str]:
    """Every value that is not of its kind, and what would do: `layout.rows is 'three'; write one of auto, one, two`."""
    kinds = get_type_hints(kind)
    for name, value in values.items():
        if name not in kinds:
            continue
        wanted, key = kinds[name], above + name
        if name not in TABLES and name != "keymap":
            yield from _not_one(key, value, wanted)
        elif not isinstance(value, dict):
            yield f"{key} is {value!r}; it is a table, begun by [{key}] on a line of its own"
        elif name in TABLES:
            yield from _wrong(value, wanted, f"{key}.")
        else:
            for command_id, typed in value.items():
                yield from _not_one(f"{key}: {command_id}", typed, str)


def _not_one(key: str, value: object, wanted: Any) -> Iterator[str]:
    choices = get_args(wanted) if get_origin(wanted) is Literal else ()
    is_list = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if choices and value not in choices:
        what = f'it in quotes: "{value}"' if str(value) in choices else f"one of {', '.join(choices)}"
        yield f"{key} is {value!r}; write {what}"
    elif wanted is bool and not isinstance(value, bool):
        yield f"{key} is {value!r}; write true or false, without quotes"
    elif wanted is int and type(value) is not int:
        yield f"{key} is {value!r}; write a whole number, without quotes"
    elif wanted is str and not isinstance(value, str):
        yield f"{key} is {value!r}; write words in quotes"
    elif get_origin(wanted) is tuple and not is_list:
        yield f'{key} is {value!r}; write a list, each word in quotes: ["one", "two"]'


def of_environment(environment: Mapping[str, str]) -> dict[tuple[str, str], tuple[str, Any]]:
    """What the environment sets: by table (empty for none) and name, the variable and its value.

    `AGENTCONSOLE_COMPOSER__ENTER=never` is `composer.enter`; variables that name no setting are not ours.
    Raises SettingsError.
    """
    found: dict[tuple[str, str], tuple[str, Any]] = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX) or not value:
            continue
        short = variable.removeprefix(PREFIX)
        table, _, name = SHORT.get(short, short.lower()).rpartition("__")
        kinds = _kinds(table)
        if name in kinds and name not in TABLES and name != "keymap":
            found[table, name] = (variable, _as(kinds[name], variable, value))
    return found


def _kinds(table: str) -> dict[str, str]:
    """The names of a table with their types as they are written here."""
    kind = TABLES.get(table) if table else Settings
    return {each.name: str(each.type) for each in fields(kind)} if kind else {}


def _as(kind: str, variable: str, value: str) -> object:
    match kind:
        case "bool":
            return _flag(variable, value)
        case "int":
            return _whole(variable, value)
        case "tuple[str, ...]":
            return _words(variable, value)
        case _:
            return value


def _words(variable: str, value: str) -> tuple[str, ...]:
    import shlex

    try:
        return tuple(shlex.split(value))
    except ValueError as error:
        raise SettingsError(f"{variable} is {value!r}: {error}.") from error


def _whole(variable: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise SettingsError(f"{variable} is {value!r}; write a whole number.")
    return int(value)


def _flag(variable: str, value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.casefold() not in words:
        raise SettingsError(f"{variable} is {value!r}; write true or false.")
    return words[value.casefold()]
