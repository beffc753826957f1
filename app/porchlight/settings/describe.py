"""What each setting says of itself: once, beside its type, for forms, documentation and editors."""

from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

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
