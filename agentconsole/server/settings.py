"""The server's settings: one TOML file, under the environment, under the options; each value knows where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from agentconsole.settings import SettingsError
from agentconsole.typed import converted

PREFIX = "AGENTCONSOLE_SERVER_"
FILE_VARIABLE = f"{PREFIX}CONFIG"
OTHER_NAMES = {"AGENTCONSOLE_DATABASE": "database"}
"""Variables that stand for a setting under a name of their own; the one with the prefix counts before them."""
DEFAULT = "default"
WORKSPACE = "agentconsole"

Rate = Annotated[int, Meta(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How long a terminal stays signed in: unused, and from the password at the longest (OWASP ASVS 5.0, 7.1.1)."""

    unused_hours: Annotated[int, Meta(ge=1, le=720)] = 12
    longest_days: Annotated[int, Meta(ge=1, le=365)] = 30


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """What is taken of one agent: the commands by all processes together; streams, and deliveries of one source, by
    each process.

    Each command is signed, on record and idempotent: the limit only keeps one agent's loop from being everybody's wait.
    """

    commands_a_minute: Rate = 600
    deliveries_a_minute: Rate = 6_000
    streams: Annotated[int, Meta(ge=1, le=100)] = 4


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What whoever operates the server may set."""

    database: str = ""
    workspace: str = WORKSPACE
    host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65_535)] = 8765
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    forwarded_allow_ips: tuple[str, ...] = ("127.0.0.1", "::1")
    """Proxies whose word about where a request came from is believed."""
    metrics_key: str = ""
    """With it /metrics is shown to whoever brings it; without, to this machine only."""
    sessions: SessionSettings = field(default_factory=SessionSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)


@dataclass(frozen=True, slots=True)
class Found:
    """The settings that count, and where each came from: an option, a variable, a file, or the default."""

    settings: ServerSettings
    sources: Mapping[str, str]

    def told(self) -> Iterator[tuple[str, str, str]]:
        """Each key, its value in words that hold no secret, and its source."""
        for key in _kinds(ServerSettings):
            value: Any = self.settings
            for part in key.split("."):
                value = getattr(value, part)
            yield key, _shown(key, value), self.sources.get(key, DEFAULT)


def read_server_settings(file: str, environment: Mapping[str, str], options: Mapping[str, Any]) -> Found:
    """The settings: `options` over `environment` over the TOML file over what is built in. Raises SettingsError.

    `options` are dotted keys as typed on the command line, with their values; those that are None were not typed.
    """
    kinds, values, sources = _kinds(ServerSettings), dict[str, Any](), dict[str, str]()
    path = file or environment.get(FILE_VARIABLE, "")
    layers = [_from_file(Path(path).expanduser())] if path else []
    layers += [_from_environment(environment, kinds), _from_options(options)]
    for layer in layers:
        for key, (value, source) in layer.items():
            if key not in kinds:
                raise SettingsError(f"{source}: {key} is no setting; there are {', '.join(sorted(kinds))}.")
            values[key], sources[key] = _checked(value, kinds[key], key, source), source
    return Found(_built(values), sources)


def _kinds(kind: type, above: str = "") -> dict[str, Any]:
    """Every setting by its dotted key, with its type."""
    found: dict[str, Any] = {}
    hints = get_type_hints(kind, include_extras=True)
    for each in fields(kind):
        hint = hints[each.name]
        if is_dataclass(hint):
            found |= _kinds(hint, f"{above}{each.name}.")  # type: ignore[arg-type]  # a class, never an instance
        else:
            found[above + each.name] = hint
    return found


Layer = dict[str, tuple[Any, str]]


def _from_file(path: Path) -> Layer:
    import tomllib

    try:
        read = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); make it readable, or give another.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from error
    return {key: (value, str(path)) for key, value in _flat(read)}


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _from_environment(environment: Mapping[str, str], kinds: Mapping[str, Any]) -> Layer:
    """`AGENTCONSOLE_SERVER_LIMITS__STREAMS=8` is `limits.streams`; a list is written with commas."""
    found: Layer = {key: (environment[name], name) for name, key in OTHER_NAMES.items() if environment.get(name)}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name == FILE_VARIABLE or not value:
            continue
        key = name.removeprefix(PREFIX).lower().replace("__", ".")
        is_list = kinds.get(key) == tuple[str, ...]
        found[key] = ([each.strip() for each in value.split(",")] if is_list else value, name)
    return found


def _from_options(options: Mapping[str, Any]) -> Layer:
    given = {key: value for key, value in options.items() if value not in (None, "")}
    return {key: (value, "--" + key.replace("_", "-").replace(".", "-")) for key, value in given.items()}


def _checked(value: Any, kind: Any, key: str, source: str) -> Any:
    """The value as its type. Words from the environment may stand for a number; those of a file say what they are."""
    try:
        return converted(value, kind, strict=not source.startswith("AGENTCONSOLE_"))
    except msgspec.ValidationError as error:
        what, _, _ = str(error).partition(" - at `$")
        raise SettingsError(f"{source}: {key}: {what}.") from error


def _built(values: Mapping[str, Any]) -> ServerSettings:
    nested: dict[str, Any] = {"sessions": {}, "limits": {}}
    for key, value in values.items():
        above, _, name = key.rpartition(".")
        (nested[above] if above else nested)[name] = value
    nested["sessions"], nested["limits"] = SessionSettings(**nested["sessions"]), LimitSettings(**nested["limits"])
    return ServerSettings(**nested)


def _shown(key: str, value: Any) -> str:
    match key:
        case "database":
            return without_password(value) if value else "a file of its own in the data folder"
        case "metrics_key":
            return "set, not shown" if value else "none"
        case _:
            return ", ".join(value) if isinstance(value, tuple) else str(value)


def has_password(address: str) -> bool:
    """Whether a database's address holds a password."""
    return without_password(address) != address


def without_password(address: str) -> str:
    """A database's address that may be shown: no password, and nothing that could hold one."""
    if not address.startswith(("postgresql://", "postgres://")):
        return address
    parts = urlsplit(address)
    user, at, place = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    query = "&".join(
        f"{each.partition('=')[0]}=…" if "password" in each.partition("=")[0] else each
        for each in parts.query.split("&")
    )
    shown = f"{parts.scheme}://{name}{':…' if colon else ''}{at}{place}{parts.path}"
    return f"{shown}?{query}" if query else shown
