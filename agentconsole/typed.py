"""JSON and plain values as the program's own types: the only door to msgspec's readers, for a thread's sake."""

from __future__ import annotations

from threading import Lock
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_met: set[Any] = set()
_meeting = Lock()


def decoded(text: bytes | str, kind: type[T]) -> T:
    """The JSON as a `kind`. Raises msgspec.DecodeError, its ValidationError among them."""
    _meet(kind)
    return msgspec.json.decode(text, type=kind)


def converted(value: object, kind: type[T], *, strict: bool = True) -> T:
    """Dicts, lists and words as a `kind`; where it is not `strict`, numbers written as words are numbers. Raises
    msgspec.ValidationError."""
    _meet(kind)
    return msgspec.convert(value, kind, strict=strict)


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """What reads many of a `kind`."""
    with _meeting:
        return msgspec.json.Decoder(kind)


def _meet(kind: Any) -> None:
    """Lets msgspec learn what a type looks like, one thread at a time.

    Until msgspec 0.21 at least, whatever it knows of a class lies where every thread finds it before it is complete:
    another thread that reads a value of that class at this moment ends the process with a segmentation fault.
    """
    if kind not in _met:
        decoder(kind)
        _met.add(kind)
