"""Changes to rules while a calendar span lasts: one per line, such as "A component has a problem · is off"."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.widgets.basic import RemoveButton
from porchlight.desktop.windows.settings.fields import ABSENT, Choice, Field
from porchlight.desktop.windows.settings.several import Several
from porchlight.language.current import rendered, tr
from porchlight.model.alert import Severity

_SPANS = ("for", "cooldown", "repeat")
_NEW: dict[str, Any] = {
    "enabled": False,
    "severity": Severity.CRITICAL.value,
    "for": "0s",
    "cooldown": "5m",
    "repeat": "15m",
    "channels": ["desktop"],
}


class _Line(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(
        self, rules: Mapping[str, str], channels: Mapping[str, str], rule: str, key: str, value: Any
    ) -> None:
        super().__init__()
        self._channels = channels
        self.held: Any = value
        self.rule = Choice(rules if rule in rules or not rule else {**rules, rule: rule})
        self.rule.setAccessibleName(tr("Rule"))
        self.rule.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rule.setMinimumContentsLength(18)
        self.rule.choose(rule)
        self.key = Choice({one: _key_word(one) for one in _NEW})
        self.key.setAccessibleName(tr("What changes"))
        self.key.choose(key)
        remove = RemoveButton(tr("Remove this line"))
        remove.clicked.connect(self.removed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(6)
        self._value: QWidget = QWidget()
        for widget in (self.rule, self.key, self._value):
            self._line.addWidget(widget)
        self._line.addStretch(1)
        self._line.addWidget(remove)
        self.rule.currentIndexChanged.connect(lambda: self.changed.emit())
        self.key.currentIndexChanged.connect(self._choose_key)
        self._build()

    def _choose_key(self) -> None:
        self.held = _NEW[self.key.currentData()]
        self._build()
        self.changed.emit()

    def _build(self) -> None:
        made = self._control()
        made.setAccessibleName(tr("New value"))
        self._line.replaceWidget(self._value, made)
        self._value.hide()
        self._value.deleteLater()
        self._value = made

    def _control(self) -> QWidget:
        key = str(self.key.currentData())
        if key == "enabled":
            switch = Choice({"": tr("off"), "on": tr("on")})
            switch.choose("on" if self.held else "")
            switch.currentIndexChanged.connect(lambda: self._hold(bool(switch.currentData())))
            return switch
        if key == "severity":
            box = Choice({one.value: rendered(one.label) for one in Severity})
            box.choose(self.held)
            box.currentIndexChanged.connect(lambda: self._hold(box.currentData()))
            return box
        if key == "channels":
            button = Several(self._channels, tr("nobody"))
            button.choose([self.held] if isinstance(self.held, str) else self.held)
            button.changed.connect(lambda: self._hold(button.chosen()))
            return button
        line = QLineEdit(str(self.held))
        line.setMaximumWidth(90)
        line.textChanged.connect(lambda text: self._hold(text.strip()))
        return line

    def _hold(self, value: Any) -> None:
        self.held = value
        self.changed.emit()


class AdjustmentsField(Field):
    """Any number of changes; those of the same rule are merged."""

    def __init__(self, rules: Mapping[str, str], channels: Mapping[str, str]) -> None:
        self._rules, self._channels = rules, channels
        self._list = _List()
        self._list.more.clicked.connect(self._add_new)
        super().__init__(self._list)
        self.changed = self._list.changed

    @property
    def lines(self) -> list[_Line]:
        """The current lines."""
        return self._list.lines

    def value(self) -> Any:
        """See Field."""
        found: dict[str, dict[str, Any]] = {}
        for line in self._list.lines:
            found.setdefault(str(line.rule.currentData()), {})[str(line.key.currentData())] = line.held
        return found or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        self._list.clear()
        for rule, change in (value if isinstance(value, Mapping) else {}).items():
            for key, held in change.items():
                self._add(rule, key, held)

    def _add(self, rule: str, key: str, held: Any) -> None:
        self._list.add(_Line(self._rules, self._channels, rule, key, held))

    def _add_new(self) -> None:
        self._add("", "enabled", _NEW["enabled"])
        self._list.changed.emit()


class _List(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self.more = QPushButton(tr("Adjust a rule for these days"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.more)

    def add(self, line: _Line) -> None:
        line.changed.connect(self.changed)
        line.removed.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._layout.insertWidget(len(self.lines) - 1, line)

    def clear(self) -> None:
        for line in list(self.lines):
            self._take(line)

    def _remove(self, line: _Line) -> None:
        self._take(line)
        self.changed.emit()

    def _take(self, line: _Line) -> None:
        self.lines.remove(line)
        self._layout.removeWidget(line)
        line.hide()
        line.deleteLater()


def _key_word(key: str) -> str:
    match key:
        case "enabled":
            return tr("is")
        case "severity":
            return tr("has the severity")
        case "for":
            return tr("fires after")
        case "cooldown":
            return tr("notifies at most every")
        case "repeat":
            return tr("repeats every")
        case "channels":
            return tr("notifies")
    return key
