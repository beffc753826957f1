"""One setting as a control: its label, how it is edited, and its value as in the settings file.

Which control a setting gets depends on its type in the pydantic model, so a plug-in's settings get a form too. For an
empty control nothing is written, and the default applies.
"""

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from porchlight.comparison import written
from porchlight.language.current import tr

ABSENT = object()
"""Nothing is written for it."""
Choices = Mapping[str, Mapping[str, str]]
"""By the name of a setting, what it may name: ids, with names for people."""


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
        """``choices``: values, with their labels."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for data, text in (choices or {}).items():
            self.addItem(text, data)

    def choose(self, data: object) -> None:
        """Select the one with this data; the first where there is none."""
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

    def __init__(self, choices: Mapping[str, str], default: str | None) -> None:
        """``choices``: labels by values."""
        self._default = default
        self.box = Choice(choices)
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
    """One of the available ones, or none; a missing one stays until another is chosen."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.box = Choice({"": tr("None"), **choices})
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


def show_in(line: QLineEdit, text: str) -> None:
    """Show a text, unless the line has it already: being set, even to nothing, a line announces its cursor to screen
    readers, and the first one of a form may do so only after its focus; see desktop.accessibility."""
    if line.text() != text:
        line.setText(text)


class TextField(Field):
    """A line; its kind determines how the text is read."""

    class Kind(StrEnum):
        """The meaning of the text."""

        TEXT = "text"
        NUMBER = "number"
        DURATION = "duration"
        SCALAR = "scalar"
        LIST = "list"

    def __init__(
        self, kind: "TextField.Kind", placeholder: str = "", completed: Callable[[str], str] = str.strip
    ) -> None:
        """``completed``: what is meant by what was typed, such as an address without its ``https://``."""
        self._kind = kind
        self._completed = completed
        self.line = QLineEdit(placeholderText=placeholder)
        self.line.editingFinished.connect(self._complete)
        super().__init__(self.line)
        self.changed = self.line.textChanged

    def value(self) -> Any:
        """See Field."""
        text = self._completed(self.line.text())
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
            show_in(self.line, "")
        elif isinstance(value, list | tuple):
            self.line.setText(", ".join(map(str, value)))
        elif isinstance(value, bool) or (
            isinstance(value, str) and self._kind is TextField.Kind.SCALAR and _scalar(value) != value
        ):
            self.line.setText(json.dumps(value, ensure_ascii=False))
        else:
            self.line.setText(str(value))

    def _complete(self) -> None:
        """Somebody has left the line: show what was understood."""
        text = self.line.text()
        if text and (meant := self._completed(text)) != text:
            self.line.setText(meant)


class PairsField(Field):
    """Names and values, one pair a line, such as headers."""

    def __init__(self) -> None:
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(tr("Name: value"))
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
    # "1.10" is a version, not the number 1.1: a text counts as a number only if it would be written the same again.
    return value if isinstance(value, int | float) and written(value) == text else text
