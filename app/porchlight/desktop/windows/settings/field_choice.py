"""Which control a setting gets: by its name and by the type that the settings' model gives it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import get_args, get_origin

from pydantic.fields import FieldInfo

from porchlight.desktop.formatting import span
from porchlight.desktop.windows.settings.choice_texts import choice_word, none_word
from porchlight.desktop.windows.settings.fields import (
    BoolField,
    ChoiceField,
    Choices,
    Field,
    OneOfField,
    PairsField,
    TextField,
)
from porchlight.desktop.windows.settings.several import LinesField, SeveralField
from porchlight.desktop.windows.settings.special_fields import ClockField, DatabaseField, MomentField, WeekdaysField
from porchlight.language.current import rendered, tr
from porchlight.settings.defaults import is_span
from porchlight.settings.describe import description_of, without_none
from porchlight.settings.rules import Weekday
from porchlight.settings.typed import host_name, web_address


def field_for(name: str, info: FieldInfo, *, choices: Choices) -> Field:
    """The control of a setting; ``choices`` are the available ones."""
    plain, _ = without_none(info)
    if name in choices and plain is str:
        return OneOfField(choices[name])
    if name in choices:
        return SeveralField(choices[name], none_word(name), info.default if isinstance(info.default, tuple) else ())
    if name == "program":
        return LinesField(tr("The program's full path, then one argument per line"))
    if plain is time:
        return ClockField(info.default if isinstance(info.default, time) else None)
    if plain == datetime | date:
        return MomentField()
    if get_args(plain)[:1] == (Weekday,):
        return WeekdaysField()
    if is_span(info):
        return TextField(TextField.Kind.DURATION, _duration_hint(info.default))
    if plain is bool:
        return BoolField(info.default is True)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        labels = {one.value: choice_word(one) for one in plain}
        if isinstance(info.default, StrEnum) or info.is_required():
            return ChoiceField(labels, info.default.value if isinstance(info.default, StrEnum) else None)
        return ChoiceField({"": tr("Default"), **labels}, "")
    if plain in (int, float):
        return TextField(TextField.Kind.NUMBER, _hint(info.default))
    if plain is str:
        return _line(name, info)
    origin = get_origin(plain)
    if origin is tuple:
        several = info.default if isinstance(info.default, tuple) else ()
        return TextField(TextField.Kind.LIST, _hint(", ".join(map(str, several))))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return PairsField()
    return TextField(TextField.Kind.SCALAR, _hint(info.default))


def _line(name: str, info: FieldInfo) -> Field:
    """A line, which understands an address without its beginning where the setting's example is an address."""
    described = description_of(name, info)
    hint, example = rendered(described.usual) or _hint(info.default), described.example
    scheme = example.partition("://")[0] if isinstance(example, str) and "://" in example else ""
    if scheme in ("http", "https"):
        return TextField(TextField.Kind.TEXT, hint, web_address)
    if scheme in ("mysql", "postgresql"):
        return DatabaseField(hint or tr("The address of its server, or a SQLite file"))
    if name in ("host", "domain"):
        return TextField(TextField.Kind.TEXT, hint, host_name)
    return TextField(TextField.Kind.TEXT, hint)


def _hint(default: object) -> str:
    return "" if default is None or type(default).__name__ == "PydanticUndefinedType" else str(default)


def _duration_hint(default: object) -> str:
    if isinstance(default, int | float):
        return span(default) if default else tr("immediately")
    return tr("Default")
