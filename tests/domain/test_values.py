"""Our dataclasses are the standard library's to whoever uses them: each shape is made by both and compared."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any, ClassVar

import msgspec
import pytest

from agentconsole.domain.values import dataclass

MADE_BY = pytest.mark.parametrize("make", [dataclass, dataclasses.dataclass], ids=["ours", "standard"])
FORMS = pytest.mark.parametrize("form", [{"frozen": True, "slots": True}, {"slots": True}, {}], ids=str)


@dataclass(frozen=True, slots=True)
class Told:
    """What can be pickled, since it stands in a module."""

    words: str
    said: tuple[str, ...] = ()


def some(make: Any, **form: bool) -> Any:
    """A class of that form with every kind of field there is in this house."""

    @make(**form)
    class Some:
        """A value."""

        KIND: ClassVar[str] = "some"
        one: int
        two: str = "two"
        notes: list[str] = field(default_factory=list)
        aside: int = field(default=0, compare=False, repr=False)

        @property
        def both(self) -> str:
            return f"{self.one} {self.two}"

    return Some


@FORMS
def test_what_is_made_is_told_compared_and_hashed_as_the_standard_library_does(form: dict[str, bool]):
    ours, theirs = some(dataclass, **form), some(dataclasses.dataclass, **form)
    for given in [(1,), (1, "x"), (1, "x", ["y"]), (2, "x", ["y"], 7)]:
        assert repr(ours(*given)) == repr(theirs(*given))
        assert ours(*given) == ours(*given)
        assert ours(*given) != theirs(*given)
        assert ours(*given) != given
    assert ours(1, aside=3) == ours(1, aside=4)
    assert ours(1) != ours(1, "x")
    assert ours.__match_args__ == theirs.__match_args__
    assert [(f.name, f.type, f.default) for f in fields(ours)] == [(f.name, f.type, f.default) for f in fields(theirs)]
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert hasattr(ours(1), "__dict__") == hasattr(theirs(1), "__dict__")


@MADE_BY
def test_a_list_a_value_has_by_itself_is_its_own(make: Any):
    made = some(make, frozen=True, slots=True)
    first, second = made(1), made(1)
    first.notes.append("mine")
    assert (first.notes, second.notes) == (["mine"], [])


@MADE_BY
@pytest.mark.parametrize("names", [(), ("a",), ("a", "b", "c")])
def test_equal_values_are_one_key_however_many_fields_they_have(make: Any, names: tuple[str, ...]):
    space = {"__annotations__": dict.fromkeys(names, int), "__doc__": "A value."}
    made = make(frozen=True, slots=True)(type("Made", (), space))
    numbers = range(len(names))
    assert hash(made(*numbers)) == hash(tuple(numbers))
    assert {made(*numbers): "x"}[made(*numbers)] == "x"


@MADE_BY
def test_what_is_frozen_stays(make: Any):
    value = some(make, frozen=True, slots=True)(1)
    with pytest.raises(FrozenInstanceError):
        value.one = 2
    with pytest.raises(FrozenInstanceError):
        del value.one
    assert value.one == 1


@MADE_BY
@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"three": 3}), ((1,), {"one": 1})]
)
def test_a_value_is_not_made_of_the_wrong_things(make: Any, given: tuple[int, ...], named: dict[str, int]):
    with pytest.raises(TypeError, match=r"Some\.__init__\(\)"):
        some(make, frozen=True, slots=True)(*given, **named)


@MADE_BY
def test_a_list_for_all_values_is_refused(make: Any):
    with pytest.raises(ValueError, match="mutable default"):
        make(frozen=True, slots=True)(
            type("Made", (), {"__annotations__": {"a": list}, "a": [], "__doc__": "A value."})
        )


@MADE_BY
def test_what_a_class_writes_itself_stays(make: Any):
    @make(frozen=True, slots=True)
    class Own:
        """A value with manners of its own."""

        a: int
        made: bool = field(default=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "made", True)

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    assert (Own(1).made, Own(1) == Own(2), hash(Own(1)), repr(Own(1))) == (True, True, 7, "own")


@MADE_BY
def test_what_comes_from_another_has_its_fields_first(make: Any):
    @make(frozen=True, slots=True)
    class Above:
        """The base."""

        a: int

    @make(frozen=True, slots=True)
    class Below(Above):
        """What builds on it."""

        b: int = 2

    assert repr(Below(1)).endswith("Below(a=1, b=2)")
    assert replace(Below(1), a=5, b=6) == Below(5, 6)
    assert Above(1) != Below(1)
    assert Below.__slots__ == ("b",)


def test_a_value_is_copied_pickled_replaced_and_read_from_json():
    told = Told("hello", ("a", "b"))
    assert copy.copy(told) == copy.deepcopy(told) == told
    assert pickle.loads(pickle.dumps(told)) == told
    assert replace(told, words="x") == Told("x", ("a", "b"))
    assert dataclasses.asdict(told) == {"words": "hello", "said": ("a", "b")}
    assert msgspec.json.decode(msgspec.json.encode(told), type=Told) == told


@MADE_BY
def test_what_is_only_named_is_not_taken_by_its_place(make: Any):
    named = some(make, frozen=True, slots=True, kw_only=True)
    assert repr(named(two="x", one=1)).endswith("Some(one=1, two='x', notes=[])")
    with pytest.raises(TypeError, match=r"Some\.__init__\(\)"):
        named(1)


@pytest.mark.parametrize("told", [{"init": False, "default": 0}, {"hash": False}], ids=str)
def test_what_would_be_made_otherwise_than_by_the_standard_library_is_refused(told: dict[str, Any]):
    space = {"__annotations__": {"a": int}, "a": field(**told), "__doc__": "A value."}
    with pytest.raises(TypeError, match=r"Made: .* a$"):
        dataclass(frozen=True, slots=True)(type("Made", (), space))
    with pytest.raises(TypeError, match="order"):
        dataclass(order=True)(type("Made", (), {}))  # type: ignore[call-overload]
