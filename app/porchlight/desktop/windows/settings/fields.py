"""One setting as a control: what it is called, how it is edited, and its value as the settings file writes it.

Which control a setting gets is told from its type in the pydantic model, so a plug-in's settings get a form too.
An empty control means that nothing is written, and the default holds.
"""

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from porchlight.comparison import written
from porchlight.desktop.alert_words import severity_word
from porchlight.desktop.time_words import span
from porchlight.desktop.words import translate
from porchlight.model.alert import Severity
from porchlight.settings.rules import Weekday
from porchlight.settings.schema import parse_duration

ABSENT = object()
"""Nothing is written for it."""
Choices = Mapping[str, Mapping[str, str]]
"""By the name of a setting what it may name: ids, with what people call them."""


class Field:
    """A control for one setting."""

    def __init__(self, widget: QWidget) -> None:
        self.widget = widget

    @abstractmethod
    def value(self) -> Any:
        """As in the settings file, or ABSENT."""

    @abstractmethod
    def show(self, value: Any) -> None:
        """Show a value of the settings file, or ABSENT."""


class Choice(QComboBox):
    """Not changed by the wheel while a page is scrolled over it."""

    def __init__(self, choices: Mapping[str, str] | None = None) -> None:
        """``choices``: what is written, with the words for it."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for data, text in (choices or {}).items():
            self.addItem(text, data)

    def choose(self, data: object) -> None:
        """The one with this data; the first where there is none."""
        self.setCurrentIndex(max(self.findData(data), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """See QWidget."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class BoolField(Field):
    """A tick."""

    def __init__(self, default: bool) -> None:
        self._default = default
        self.box = QCheckBox()
        super().__init__(self.box)
        self.changed = self.box.toggled

    def value(self) -> Any:
        """See Field."""
        return ABSENT if self.box.isChecked() is self._default else self.box.isChecked()

    def show(self, value: Any) -> None:
        """See Field."""
        self.box.setChecked(self._default if value is ABSENT else value is True)


class ChoiceField(Field):
    """One of a few."""

    def __init__(self, choices: Sequence[str], default: str | None) -> None:
        self._default = default
        self.box = Choice({choice: choice_word(choice) for choice in choices})
        super().__init__(self.box)
        self.changed = self.box.currentIndexChanged

    def value(self) -> Any:
        """See Field."""
        chosen = self.box.currentData()
        return ABSENT if chosen == self._default else chosen

    def show(self, value: Any) -> None:
        """See Field."""
        self.box.choose(self._default if value is ABSENT else value)


class OneOfField(Field):
    """One of those that there are, or none; what is not there any more stays until another is chosen."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.box = Choice({"": translate("Fields", "None"), **choices})
        super().__init__(self.box)
        self.changed = self.box.currentIndexChanged

    def value(self) -> Any:
        """See Field."""
        return self.box.currentData() or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        if isinstance(value, str) and self.box.findData(value) < 0:
            self.box.addItem(value, value)
        self.box.choose("" if value is ABSENT else value)


class TextField(Field):
    """A line; its kind says how the text is read."""

    class Kind(StrEnum):
        """What the text means."""

        TEXT = "text"
        NUMBER = "number"
        DURATION = "duration"
        SCALAR = "scalar"
        LIST = "list"

    def __init__(self, kind: "TextField.Kind", placeholder: str = "") -> None:
        self._kind = kind
        self.line = QLineEdit(placeholderText=placeholder)
        super().__init__(self.line)
        self.changed = self.line.textChanged

    def value(self) -> Any:
        """See Field."""
        text = self.line.text().strip()
        if not text:
            return ABSENT
        match self._kind:
            case TextField.Kind.NUMBER:
                return _number(text)
            case TextField.Kind.SCALAR:
                return _scalar(text)
            case TextField.Kind.LIST:
                return [_number(part.strip()) for part in text.split(",") if part.strip()]
        return text

    def show(self, value: Any) -> None:
        """See Field."""
        if value is ABSENT or value is None:
            self.line.clear()
        elif isinstance(value, list | tuple):
            self.line.setText(", ".join(map(str, value)))
        elif isinstance(value, bool) or (
            isinstance(value, str) and self._kind is TextField.Kind.SCALAR and _scalar(value) != value
        ):
            self.line.setText(json.dumps(value, ensure_ascii=False))
        else:
            self.line.setText(str(value))


class PairsField(Field):
    """Names and values, one pair a line, such as headers."""

    def __init__(self) -> None:
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(translate("Fields", "Name: value"))
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(70)
        super().__init__(self.edit)
        self.changed = self.edit.textChanged

    def value(self) -> Any:
        """See Field."""
        pairs = {}
        for line in self.edit.toPlainText().splitlines():
            name, _, text = line.partition(":")
            if name.strip():
                pairs[name.strip()] = text.strip()
        return pairs or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        pairs = value if isinstance(value, Mapping) else {}
        self.edit.setPlainText("\n".join(f"{name}: {text}" for name, text in pairs.items()))


def field_for(name: str, info: FieldInfo, *, choices: Choices) -> Field:
    """The control of a setting; ``choices`` are those that there are for it."""
    from porchlight.desktop.windows.settings.several import LinesField, SeveralField
    from porchlight.desktop.windows.settings.time_fields import ClockField, MomentField, WeekdaysField

    plain, metadata = without_none(info)
    if name in choices and plain is str:
        return OneOfField(choices[name])
    if name in choices:
        return SeveralField(choices[name], none_word(name), info.default if isinstance(info.default, tuple) else ())
    if name == "program":
        return LinesField(translate("Fields", "The program's whole path, then one argument a line"))
    if plain is time:
        return ClockField(info.default if isinstance(info.default, time) else None)
    if plain == datetime | date:
        return MomentField()
    if get_args(plain)[:1] == (Weekday,):
        return WeekdaysField()
    if any(isinstance(one, BeforeValidator) and one.func is parse_duration for one in metadata):
        return TextField(TextField.Kind.DURATION, _duration_hint(info.default))
    if plain is bool:
        return BoolField(info.default is True)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        default = info.default if isinstance(info.default, StrEnum) else None
        return ChoiceField([one.value for one in plain], default.value if default else None)
    if plain in (int, float):
        return TextField(TextField.Kind.NUMBER, _hint(info.default))
    if plain is str:
        return TextField(TextField.Kind.TEXT, _hint(info.default))
    origin = get_origin(plain)
    if origin is tuple:
        several = info.default if isinstance(info.default, tuple) else ()
        return TextField(TextField.Kind.LIST, _hint(", ".join(map(str, several))))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return PairsField()
    return TextField(TextField.Kind.SCALAR, _hint(info.default))


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


def _hint(default: object) -> str:
    return "" if default is None or type(default).__name__ == "PydanticUndefinedType" else str(default)


def _duration_hint(default: object) -> str:
    if isinstance(default, int | float):
        return span(default) if default else translate("Fields", "at once")
    return translate("Fields", "as for all")


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _scalar(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, bool | str):
        return value
    # "1.10" is a version, not the number 1.1: a number is taken for one only as it would be written again.
    return value if isinstance(value, int | float) and written(value) == text else text


def none_word(name: str) -> str:
    """What it means that none is chosen."""
    return translate("Fields", "All") if name in ("components", "rules") else translate("Fields", "None")


def choice_word(choice: str) -> str:
    """A choice in words; one that we do not know as it is written."""
    match choice:
        case "system":
            return translate("Fields", "As the system")
        case "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun":
            return QLocale().standaloneDayName(list(Weekday).index(Weekday(choice)) + 1)
        case "md":
            return "Markdown"
        case "html":
            return translate("Fields", "Web page (HTML)")
        case "pdf":
            return "PDF"
        case "light":
            return translate("Fields", "Light")
        case "dark":
            return translate("Fields", "Dark")
        case "en":
            return "English"
        case "es":
            return "Español"
        case "datadog":
            return "Datadog"
        case "newrelic":
            return "New Relic"
        case "automatic":
            return translate("Fields", "as the receiver wants")
        case "cumulative":
            return translate("Fields", "all since the start")
        case "delta":
            return translate("Fields", "what is new")
        case "basic":
            return translate("Fields", "User and password")
        case "bearer":
            return translate("Fields", "Token")
        case "header":
            return translate("Fields", "Header")
        case "equals":
            return translate("Fields", "equals")
        case "not_equals":
            return translate("Fields", "does not equal")
        case "greater_than":
            return translate("Fields", "is greater than")
        case "less_than":
            return translate("Fields", "is less than")
        case "greater_equal":
            return translate("Fields", "is at least")
        case "less_equal":
            return translate("Fields", "is at most")
        case "contains":
            return translate("Fields", "contains")
        case "critical" | "high" | "medium" | "low":
            return severity_word(Severity(choice))
        case "starttls":
            return "STARTTLS"
        case "smtp" | "imap" | "pop3":
            return choice.upper()
        case "postgresql":
            return "PostgreSQL"
        case "tls":
            return "TLS"
        case "none":
            return translate("Fields", "none")
        case "error":
            return translate("Fields", "An error")
        case "degraded":
            return translate("Fields", "A warning")
        case "healthy":
            return translate("Fields", "All is well")
        case "as_known":
            return translate("Fields", "As known of this vendor")
        case "service":
            return translate("Fields", "Restart a service")
        case "program":
            return translate("Fields", "Run a program")
        case "webhook":
            return translate("Fields", "Call an address")
        case "regex":
            return translate("Fields", "matches the pattern")
    return choice
