"""What a version to come has put into a row and this one does not know: seen before the row is written back without it.

Servers of two versions may work on one database for a while. The older one reads what it knows of a row; where that is
not all of it, the row is left to the newer one. A version that gives a fact up takes it out of the rows it finds: to
every version after it, it would be the fact of a newer one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, get_args, get_origin, get_type_hints

import msgspec

from agentconsole.store.errors import StoreTooNew
from agentconsole.store.setting import find_setting, put_setting

if TYPE_CHECKING:
    from agentconsole.store.connection import Connection

Beyond = Callable[[str], None]
"""Told the conversation of whose row some would be lost; whoever decides raises."""
Shape: TypeAlias = dict[str, "Shape"] | None
NOTE = "dropped"


class RowTooNew(StoreTooNew):
    """A newer agentconsole has written this row, and some of it means nothing here."""

    what = "a newer agentconsole wrote this"
    todo = "Nothing was changed; it can be done once this one is as new, or by the newer one."


def refuse(conversation_id: str) -> None:
    """Raises RowTooNew: what is decided here must not be decided on a part of the facts, nor take some of them away."""
    raise RowTooNew(f"conversation #{conversation_id}")


@contextmanager
def understood(where: str) -> Iterator[None]:
    """Within it a row whose values are none of this version's raises RowTooNew."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise RowTooNew(where) from error


def is_more(told: str, kind: type) -> bool:
    """Whether the JSON `told` names anything that a value of this kind, a dataclass, has no room for."""
    return _is_more(msgspec.json.decode(told), shape_of(kind))


@cache
def shape_of(kind: Any) -> Shape:
    """The names a value of this kind has, and those of what is in it; None for what has none."""
    if is_dataclass(kind):
        return {name: shape_of(each) for name, each in get_type_hints(kind).items() if get_origin(each) is not ClassVar}
    return next((found for part in get_args(kind) if (found := shape_of(part)) is not None), None)


def _is_more(told: Any, shape: Shape) -> bool:
    if shape is None or not told:
        return False
    if isinstance(told, dict):
        return any(name not in shape or _is_more(value, shape[name]) for name, value in told.items())
    return isinstance(told, list) and any(_is_more(each, shape) for each in told)


def note_dropped(db: Connection, version: str) -> None:
    """This copy lacks what only a version newer than this one could keep. Belongs inside a transaction."""
    put_setting(db, NOTE, version)


def dropped_by(db: Connection) -> str:
    """The version that could not keep everything in this copy; empty when all of it was kept."""
    return find_setting(db, NOTE)
