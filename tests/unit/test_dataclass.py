"""Classes of ``porchlight.dataclass`` behave as those of the standard library."""

import copy
import dataclasses
import inspect
import pickle
import sys
import time
import weakref
from collections.abc import Callable
from dataclasses import FrozenInstanceError, InitVar, field
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from porchlight import dataclass as ours

Decorator = Callable[..., Callable[[type], type]]
_T = TypeVar("_T")
_Made = tuple[type[Any], type[Any]]


def _both(define: Callable[[Decorator], type]) -> _Made:
    return define(dataclasses.dataclass), define(ours.dataclass)


def _frozen(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True)
    class Frozen:
        """With everything that a field may have."""

        count: ClassVar[int] = 3
        name: str
        size: int = 5
        parts: list[int] = field(default_factory=list, compare=False)
        secret: str = field(default="hidden", repr=False)
        unhashed: tuple[int, ...] = field(default=(), hash=False)
        last: str = field(kw_only=True, default="end")

    return Frozen


def _mutable(decorator: Decorator) -> type:
    @decorator(slots=True)
    class Mutable:
        name: str
        seen: dict[str, int] = field(default_factory=dict)
        total: int = field(init=False, default=7)
        later: float = field(init=False)

        def __post_init__(self) -> None:
            self.later = 1.5

    return Mutable


def _derived(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True)
    class Base:
        first: int
        second: str = "base"

    @decorator(frozen=True, slots=True)
    class Derived(Base):
        third: float = 0.5

        def __hash__(self) -> int:
            return 42

        def __repr__(self) -> str:
            return "as it likes"

    return Derived


def _own_equality(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True)
    class OwnEquality:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, OwnEquality) and self.name.lower() == other.name.lower()

    return OwnEquality


def _empty(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True)
    class Empty:
        """Nothing."""

    return Empty


def _by_identity(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True, eq=False)
    class ByIdentity:
        name: str

    return ByIdentity


def _narrower(decorator: Decorator) -> type:
    """A field again, with another default, and one that is set afterwards."""

    @decorator(frozen=True, slots=True)
    class Wider:
        name: str
        size: int = 5

        def __post_init__(self) -> None:
            object.__setattr__(self, "size", self.size + 1)

    @decorator(frozen=True, slots=True)
    class Narrower(Wider):
        size: int = 7
        parts: list[str] = field(init=False, default_factory=list, hash=False)
        whole: str = field(init=False, default="all")

        def __post_init__(self) -> None:
            Wider.__post_init__(self)
            self.parts.append(f"{self.name} {self.size} {self.whole}")

    return Narrower


def _generic(decorator: Decorator) -> type:
    @decorator(frozen=True, slots=True)
    class Holder(Generic[_T]):
        held: _T
        others: tuple[_T, ...] = ()

    made: type = Holder
    return made


@ours.dataclass(frozen=True, slots=True)
class _Sent:
    name: str
    parts: tuple[int, ...] = ()


_DEFINITIONS = (_frozen, _mutable, _derived, _own_equality, _empty, _by_identity, _narrower, _generic)
_ARGUMENTS: dict[Callable[[Decorator], type], tuple[Any, ...]] = {
    _frozen: ("a",),
    _mutable: ("a",),
    _derived: (1,),
    _own_equality: ("a",),
    _empty: (),
    _by_identity: ("a",),
    _narrower: ("a",),
    _generic: ("a",),
}


def _result_of(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except (TypeError, ValueError) as error:
        return type(error)


def _hash_of(one: object) -> object:
    try:
        return hash(one)
    except TypeError:
        return "unhashable"


@pytest.mark.parametrize("define", _DEFINITIONS)
def test_the_same_class_as_the_standard_library_makes(define: Callable[[Decorator], type]) -> None:
    theirs, made = _both(define)
    arguments = _ARGUMENTS[define]

    def told(cls: type[Any]) -> list[object]:
        one, equal = cls(*arguments), cls(*arguments)
        described = [(each.name, each.type, each.init, each.repr, each.compare) for each in dataclasses.fields(cls)]
        return [
            repr(one),
            one == equal,
            one == "something else",
            _hash_of(one) == _hash_of(equal),
            inspect.signature(cls).parameters.keys(),
            [parameter.kind for parameter in inspect.signature(cls).parameters.values()],
            getattr(cls, "__match_args__", None),
            cls.__slots__,
            cls.__qualname__,
            cls.__module__,
            described,
            [getattr(one, each.name) for each in dataclasses.fields(cls)],
            dataclasses.asdict(one),
            _result_of(lambda: repr(dataclasses.replace(one))),
            _result_of(lambda: repr(dataclasses.replace(one, whole="some"))),
            _result_of(lambda: weakref.ref(one)),
            [getattr(copy.deepcopy(one), each.name) for each in dataclasses.fields(cls)],
            [getattr(copy.copy(one), each.name) for each in dataclasses.fields(cls)],
        ]

    assert told(made) == told(theirs)


def test_each_default_is_made_anew() -> None:
    for cls in _both(_frozen):
        assert cls("a").parts is not cls("a").parts


def test_what_is_frozen_cannot_be_changed() -> None:
    for cls in _both(_frozen):
        one = cls("a")
        with pytest.raises(FrozenInstanceError):
            one.name = "b"
        with pytest.raises((FrozenInstanceError, TypeError)):  # the second: the standard library's, by mistake
            one.another = 1
        with pytest.raises(FrozenInstanceError):
            del one.name
        assert one.name == "a"


def test_what_inherits_is_another_class_and_as_frozen() -> None:
    for cls in _both(_narrower):
        base = cls.__base__
        assert base is not None
        one = cls("a")
        assert one != base("a", 7)
        assert base("a", 7) != one
        assert {one: 1}[cls("a")] == 1
        with pytest.raises(FrozenInstanceError):
            one.name = "b"
        with pytest.raises(FrozenInstanceError):
            one.whole = "b"


def test_a_class_that_inherits_and_is_no_dataclass_may_add_and_not_change() -> None:
    """The standard library, by mistake, lets it do neither."""

    class Further(_Sent):
        pass

    further: Any = Further("a")
    further.note = "its own"
    with pytest.raises(FrozenInstanceError):
        further.name = "b"
    assert further != _Sent("a")
    assert further == Further("a")


def test_a_generic_class_is_made_by_its_parameters() -> None:
    """Not so with the standard library of Python 3.11."""
    parametrised: Any = _both(_generic)[1]
    assert parametrised[int](3).held == 3


def test_what_it_does_not_know_is_refused_at_once() -> None:
    with pytest.raises(TypeError):

        @ours.dataclass(slots=True)
        class WithGiven:
            name: str
            given: InitVar[int]


def test_wrong_arguments_are_refused_by_name() -> None:
    for cls in _both(_frozen):
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
            cls()
        with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
            cls("a", colour=1)


def test_it_looks_at_values_not_at_identity_and_at_all_compared_fields() -> None:
    for cls in _both(_frozen):
        assert cls("a", parts=[1]) == cls("a", parts=[2])
        assert cls("a", unhashed=(1,)) != cls("a", unhashed=(2,))
        assert hash(cls("a", unhashed=(1,))) == hash(cls("a", unhashed=(2,)))
        assert cls("a", secret="x") != cls("a", secret="y")


def test_it_matches_in_patterns() -> None:
    match _both(_derived)[1](1, "b"):
        case object(first=1, second=second):
            assert second == "b"
        case _:
            pytest.fail("no match")


def test_it_travels_to_another_process() -> None:
    sent = _Sent("a", (1, 2))
    assert pickle.loads(pickle.dumps(sent)) == sent


def test_a_class_without_slots_is_not_for_it() -> None:
    with pytest.raises(TypeError):
        ours.dataclass(slots=False)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the standard library compiles a class at once there")
def test_it_takes_less_time_than_the_standard_library() -> None:
    def fastest(decorator: Decorator) -> float:
        times = []
        for _ in range(15):
            began = time.perf_counter()
            _frozen(decorator)
            times.append(time.perf_counter() - began)
        return min(times)

    assert fastest(ours.dataclass) < 0.7 * fastest(dataclasses.dataclass)
