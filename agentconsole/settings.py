"""The user's settings: one TOML file, overlaid by environment variables, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

PREFIX = "AGENTCONSOLE_"
SHORT = {"AS": "agent"}
"""Variables with a shorter name than the setting they stand for."""


class SettingsError(ValueError):
    """A setting that cannot be used: which file or variable, which key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ComposerSettings:
    """How the composer answers keys: whether Enter sends."""

    enter: Literal["in-chat", "always", "never"] = "in-chat"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; empty strings leave the choice to the program."""

    store: str = ""
    agent: str = ""
    theme: str = ""
    ca_file: str = ""
    """Certificates of the team's own, for a server that shows one the computer does not know."""
    bell: bool = True
    keymap: dict[str, str] = field(default_factory=dict)
    composer: ComposerSettings = field(default_factory=ComposerSettings)


def read_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the file, where there is one, under those of `AGENTCONSOLE_…`. Raises SettingsError."""
    in_file = _read(path)
    _only_known(in_file, Settings, str(path), "")
    from_file = _convert(in_file, str(path)) if in_file else Settings()
    overlay = _overlay(environment)
    if not overlay:
        return from_file
    composer = {"enter": from_file.composer.enter, **overlay.pop("composer", {})}
    merged = {**asdict(from_file), **overlay, "composer": composer}
    return _convert(merged, f"the environment ({PREFIX}…)")


def _read(path: Path) -> dict[str, Any]:
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


def _only_known(values: Mapping[str, Any], kind: type, where: str, above: str) -> None:
    known = {each.name for each in fields(kind)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{where}: {above}{name} is no setting; there are {', '.join(sorted(known))}.")
        if name == "composer" and isinstance(value, dict):
            _only_known(value, ComposerSettings, where, "composer.")


def _convert(values: Mapping[str, Any], where: str) -> Settings:
    import msgspec

    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$.")
        key = f"{place.rstrip('`')}: " if place else ""
        raise SettingsError(f"{where}: {key}{what}.") from error


def _overlay(environment: Mapping[str, str]) -> dict[str, Any]:
    """`AGENTCONSOLE_COMPOSER__ENTER=never` is `composer.enter`; variables that name no setting are not ours."""
    found: dict[str, Any] = {}
    known = {each.name for each in fields(Settings)} - {"keymap", "composer"}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX) or not value:
            continue
        short = variable.removeprefix(PREFIX)
        name = SHORT.get(short, short.lower())
        if name in known:
            found[name] = _flag(variable, value) if name == "bell" else value
        elif name == "composer__enter":
            found["composer"] = {"enter": value}
    return found


def _flag(variable: str, value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.casefold() not in words:
        raise SettingsError(f"{variable} is {value!r}; write true or false.")
    return words[value.casefold()]
