"""Reading fixture files: tables of TOML to checked dataclasses, and the error that names what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar, get_args, get_type_hints

import msgspec

from agentconsole.typed import converted


class ScriptError(ValueError):
    """A fixture that cannot be used; the words name the file, the entry and what is wrong with it."""


def entries(file: Traversable, key: str) -> Iterator[tuple[dict[str, object], str]]:
    """The tables under `key`, each with the words that name it in an error.

    Raises:
        ScriptError: the file is no TOML, or `key` is no array of tables.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScriptError(f"{file.name}: {error}") from error
    rows = document.get(key, [])
    if not isinstance(rows, list):
        raise ScriptError(f"{file.name}: write [[{key}]], not [{key}]")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise ScriptError(f"{file.name}: {key} {number} is no table")
        yield row, f"{file.name}: {key} {row.get('id') or row.get('name') or number}"


_Value = TypeVar("_Value")

_SPELT = {"turns": "turn", "whole": "text"}
"""Fields the files know by another word: `[[conversation.turn]]` is one turn, `text` is a method here."""


def read(kind: type[_Value], row: Mapping[str, object], where: str) -> _Value:
    """The row as a value of `kind`, its fields checked against the type hints.

    Raises:
        ScriptError: a field is missing, misspelt or of another type.
    """
    try:
        return converted(_renamed(kind, row, where), kind)
    except msgspec.ValidationError as error:
        raise ScriptError(f"{where}: {error}") from error


def _renamed(kind: type, row: Mapping[str, object], where: str) -> dict[str, object]:
    """The row under the names of the dataclass; a word it does not know is an error, not a silence."""
    kinds = get_type_hints(kind)
    names = {_SPELT.get(field.name, field.name): field.name for field in fields(kind)}
    if unknown := row.keys() - names.keys():
        raise ScriptError(f"{where}: nobody reads `{sorted(unknown)[0]}`")
    return {names[word]: _inner(kinds[names[word]], value, where) for word, value in row.items()}


def _inner(kind: object, value: object, where: str) -> object:
    """The same for the values inside a row: a contact, the turns."""
    of = (*get_args(kind), kind)[0]
    if not (isinstance(of, type) and is_dataclass(of)):
        return value
    if isinstance(value, list):
        return [_inner(of, one, where) for one in value]
    return _renamed(of, value, where) if isinstance(value, dict) else value


def unique(ids: list[str], where: str) -> None:
    """Refuse an id that is used twice.

    Raises:
        ScriptError: one is.
    """
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ScriptError(f"{where}: `{one}` is there twice")
        seen.add(one)
