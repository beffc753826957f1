"""``dataclass`` as the standard library has it, for a quarter of the time it takes to make a class.

For a frozen class with slots the standard library compiles six functions, before Python 3.13 one by one: about 1 ms
a class, which was a third of the start of a command. Here only ``__init__`` is compiled. Comparing, hashing and
printing read the fields by ``operator.attrgetter`` and need no code for each class. Use it for classes with
slots and without ``InitVar``. What it makes behaves alike; ``dataclasses.replace``, ``fields``, ``asdict`` and type
checkers see no difference. Only a frozen class of the standard library's cannot inherit from one of these.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, InitVar
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True):
        """See ``dataclasses.dataclass``; only classes with slots."""
        if not slots:
            raise TypeError("without slots use dataclasses.dataclass")
        return lambda cls: _made(cls, frozen=frozen, eq=eq)


__all__ = ["dataclass"]


_with_slots: Final = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)


def _made(cls: type[Any], *, frozen: bool, eq: bool) -> type[Any]:
    defined = frozenset(vars(cls)) - (
        {"__hash__"} if vars(cls).get("__hash__", cls) is None else set()
    )  # None comes with an __eq__
    made: type[Any] = _with_slots(cls)
    fields = dataclasses.fields(made)
    if any(isinstance(one.type, InitVar) for one in made.__dataclass_fields__.values()):
        raise TypeError("with an InitVar use dataclasses.dataclass")
    methods: dict[str, Callable[..., object] | None] = {
        "__init__": _initialising(made, fields, frozen=frozen),
        "__repr__": _printing([one.name for one in fields if one.repr]),
    }
    if eq:
        methods["__eq__"] = _comparing(_reading([one.name for one in fields if one.compare]))
        hashed = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
        methods["__hash__"] = _hashing(_reading(hashed)) if frozen else None
    if frozen:
        methods |= _freezing(made, fields)
    for name, method in methods.items():
        if name not in defined:
            if method is not None:
                method.__qualname__ = f"{made.__qualname__}.{name}"
            setattr(made, name, method)
    return made


def _initialising(cls: type, fields: tuple[Field[Any], ...], *, frozen: bool) -> Callable[..., None]:
    names: dict[str, Any] = {"_MISSING": MISSING}
    positional: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for one in fields:
        default = ""
        value = one.name
        if one.default_factory is not MISSING:
            names[f"_make_{one.name}"] = one.default_factory
            default = "_MISSING"
            value = (
                f"_make_{one.name}() if {one.name} is _MISSING else {one.name}" if one.init else f"_make_{one.name}()"
            )
        elif one.default is not MISSING:
            names[f"_default_{one.name}"] = one.default
            default = f"_default_{one.name}"
            value = one.name if one.init else default
        elif not one.init:
            continue
        if frozen:  # the slot itself sets what nobody else may
            names[f"_set_{one.name}"] = getattr(cls, one.name).__set__
            lines.append(f" _set_{one.name}(self, {value})")
        else:
            lines.append(f" self.{one.name} = {value}")
        if one.init:
            (by_name if one.kw_only else positional).append(f"{one.name}={default}" if default else one.name)
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    if by_name:
        by_name.insert(0, "*")
    head = f"def __init__({', '.join(['self', *positional, *by_name])}):"
    exec("\n".join([head, *(lines or [" pass"])]), names)  # noqa: S102 - of the class's own names, as dataclasses does
    made: Callable[..., None] = names["__init__"]
    made.__annotations__ = {one.name: one.type for one in fields if one.init} | {"return": None}
    return made


def _reading(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """What makes a tuple of these attributes of an object."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _comparing(values: Callable[[object], object]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hashing(values: Callable[[object], object]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:
        return hash(values(self))

    return __hash__


def _printing(names: list[str]) -> Callable[[object], str]:
    @recursive_repr()
    def __repr__(self: object) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _freezing(cls: Any, fields: tuple[Field[Any], ...]) -> dict[str, Callable[..., object]]:
    names = [one.name for one in fields]
    values = _reading(names)
    setters = [getattr(cls, name).__set__ for name in names]

    def __setattr__(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: object, name: str) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    def __getstate__(self: object) -> tuple[object, ...]:
        return values(self)

    def __setstate__(self: object, state: tuple[object, ...]) -> None:
        for set_, value in zip(setters, state, strict=True):
            set_(self, value)

    return {
        "__setattr__": __setattr__,
        "__delattr__": __delattr__,
        "__getstate__": __getstate__,
        "__setstate__": __setstate__,
    }
