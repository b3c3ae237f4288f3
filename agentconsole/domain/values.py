"""The dataclasses a console is made of: the standard library's, to the same effect, for a quarter of what they cost.

The standard library compiles a function for each method of each class, and a console has some hundred classes before
its first picture and as many again right after it. Here only `__init__` is compiled, which is called for every row of
every page, and only once a value is made; the other methods say the same of any class.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter

# Importing typing would double what an opening costs a line command.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from typing import Any
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False):
        """As the standard library's, with those of its options that are used here. Raises TypeError for others, a
        field's own among them."""

        def made(cls):
            return _made(cls, is_frozen=frozen, has_slots=slots, is_named=kw_only)

        return made if cls is None else made(cls)


def _made(cls: type[Any], *, is_frozen: bool, has_slots: bool, is_named: bool) -> type[Any]:
    """The class with its fields collected by the standard library, and with the methods `cls` does not write itself."""
    own = frozenset(vars(cls))
    collect = dataclasses.dataclass(init=False, repr=False, eq=False, slots=has_slots, kw_only=is_named)
    made: type[Any] = collect(cls)
    known = fields(made)
    if strange := [each.name for each in known if not each.init or each.hash is not None]:
        raise TypeError(f"{cls.__qualname__}: init and hash of a field are not told apart here: {', '.join(strange)}")
    eq, hashed = _comparing(tuple([each.name for each in known if each.compare]))
    methods: dict[str, object] = {"__init__": _beginning(made, known, is_frozen=is_frozen), "__repr__": _words}
    methods |= {"__eq__": eq, "__hash__": None}
    if is_frozen:
        methods |= {"__hash__": hashed, "__setattr__": _refuse, "__delattr__": _refuse}
        if has_slots:
            methods |= {"__getstate__": _state, "__setstate__": _take}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _beginning(cls: type[Any], known: tuple[Field[Any], ...], *, is_frozen: bool) -> Callable[..., None]:
    """`__init__` until the first value is made: of every other class a start loads it makes none."""

    def __init__(self: object, *given: object, **named: object) -> None:
        cls.__init__ = _compiled(cls, known, is_frozen=is_frozen)
        cls.__init__(self, *given, **named)

    return __init__


def _compiled(cls: type[Any], known: tuple[Field[Any], ...], *, is_frozen: bool) -> Callable[..., None]:
    """`__init__`: its parameters are the fields, in their order, and what a field has by itself is made when needed."""
    names: dict[str, object] = {"_set": object.__setattr__}
    takes, by_name, does = ["self"], list[str](), []
    for each in known:
        name, by_itself, made = each.name, f"_{each.name}", ""
        if each.default is not MISSING:
            names[by_itself] = each.default
        elif each.default_factory is not MISSING:
            names[by_itself], made = each.default_factory, f"{by_itself}() if {name} is {by_itself} else "
        (by_name if each.kw_only else takes).append(f"{name}={by_itself}" if by_itself in names else name)
        does.append(f"_set(self, '{name}', {made}{name})" if is_frozen else f"self.{name} = {made}{name}")
    if by_name:
        takes += ["*", *by_name]
    if hasattr(cls, "__post_init__"):
        does.append("self.__post_init__()")
    exec(f"def __init__({', '.join(takes)}):\n " + ("\n ".join(does) or "pass"), names)  # noqa: S102 - our own names
    begin: Callable[..., None] = names["__init__"]  # type: ignore[assignment]  # just written
    begin.__qualname__ = f"{cls.__qualname__}.__init__"
    return begin


def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    # For a single name it would give the bare value.
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _comparing(names: tuple[str, ...]) -> tuple[Callable[[object, object], bool], Callable[[object], int]]:
    """`__eq__` and `__hash__` by these fields."""
    values = _values_of(names)

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return other is self or values(self) == values(other)

    return __eq__, lambda self: hash(values(self))


def _words(self: Any) -> str:
    said = ", ".join([f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr])
    return f"{self.__class__.__qualname__}({said})"


def _refuse(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r} of {self.__class__.__qualname__}")


def _state(self: Any) -> list[object]:
    return [getattr(self, each.name) for each in fields(self)]


def _take(self: Any, state: list[object]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
