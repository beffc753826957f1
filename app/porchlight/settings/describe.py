"""What each setting says of itself: once, beside its type, for forms, documentation and editors."""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """Stands in the ``Annotated`` of a setting's type; the outermost one counts. A ``str`` is for plug-ins: it reads
    so in every language."""

    title: Text | str
    """The label in a form."""
    description: Text | str
    """One or two sentences: what it does, and the default where it is not plain to see."""
    unit: Text | str = ""
    """Of a number; a ``str`` is a symbol that every language writes in the same way."""
    example: Any = None
    """As the settings file would have it."""
    usual: Text | str = ""
    """The default, where it is a word that people read."""

    @property
    def label(self) -> Text | str:
        """The title, with the unit."""
        return msg("{title} ({unit})", title=self.title, unit=self.unit) if self.unit else self.title


@dataclass(frozen=True, slots=True, eq=False)
class OnlyWhere:
    """Stands in the ``Annotated`` of a setting that means something only where another one has a fitting value:
    elsewhere a form does not show it, and writes nothing for it."""

    setting: str
    fits: Callable[[Any], bool]
    """Gets the other's value as the settings file has it, or its default."""


@dataclass(frozen=True, slots=True, eq=False)
class HoldsLogin:
    """Stands in the ``Annotated`` of an address: where a login belongs that people paste with it."""

    credential: str = "credential"
    """The setting that names the password."""
    user: str = ""
    """The setting of the user's name; empty: that stays in the address."""
    also: Mapping[str, str] = field(default_factory=dict)
    """What else is set with it."""


_M = TypeVar("_M")


def declared(info: FieldInfo, kind: type[_M]) -> list[_M]:
    """All that a setting's ``Annotated`` declares of one kind."""
    _, metadata = without_none(info)
    return [one for one in dict.fromkeys((*info.metadata, *metadata)) if isinstance(one, kind)]


def description_of(name: str, info: FieldInfo) -> Described:
    """What a setting says of itself; a plug-in's may do so by pydantic's own title and description, or not at all."""
    _, metadata = without_none(info)
    ours = [one for one in info.metadata if isinstance(one, Described)]
    ours = ours or [one for one in metadata if isinstance(one, Described)]
    if ours:
        return ours[-1]
    title = info.title or name.replace("_", " ").capitalize()
    return Described(title, info.description or "")


def without_none(info: FieldInfo) -> tuple[Any, list[Any]]:
    """The type of a setting without None and without Annotated, and all metadata on the way."""
    annotation, metadata = info.annotation, list(info.metadata)
    while True:
        if get_origin(annotation) in (Union, UnionType):
            parts = [part for part in get_args(annotation) if part is not NoneType]
            if len(parts) != 1:
                return annotation, metadata
            annotation = parts[0]
        elif get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        else:
            return annotation, metadata


def choice_label(choice: StrEnum) -> Text:
    """A choice's label, where its enum declares one: others, such as "GET", read as they are written."""
    label = getattr(choice, "label", None)
    return label if isinstance(label, Text) else Text("{choice}", {"choice": choice.value})
