"""One question of a block: what, and with which value."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from porchlight.comparison import Operator
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import RemoveButton
from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.fields import ABSENT, Choice, TextField
from porchlight.desktop.windows.settings.rule.blocks import Ask
from porchlight.desktop.windows.settings.rule.condition_texts import ask_label, reason_choice, status_choice
from porchlight.desktop.windows.settings.several import Several
from porchlight.language.current import tr
from porchlight.model.status import Reason, Status

_SPANS = ("response_time_over", "last_success_older_than", "older_than", "slower_than")
_NEW: dict[str, Any] = {
    "status": ["error"],
    "reason": [],
    "reason_not": [],
    "response_time_over": "3s",
    "response_time_over_baseline": 3,
    "measure": "",
    "last_success_older_than": "2h",
    "certificate_days_below": 14,
    "quota_used_above": 80,
    "failures": 2,
    "older_than": "26h",
    "overdue": 1.5,
    "slower_than": "15m",
    "rate_below": 1,
    "rate_below_baseline": 0.5,
}
"""The initial value of each when it is chosen."""
REPORT_PLACES = (
    "status",
    "summary.errors",
    "summary.criticalErrors",
    "summary.degraded",
    "summary.unknown",
    "summary.healthy",
    "summary.total",
)
"""Places of a report that most rules use; components' are added."""


def new_ask(key: str) -> Ask:
    """A newly chosen one."""
    if key == "path":
        return Ask("path", REPORT_PLACES[1], {"operator": Operator.GREATER_THAN.value, "value": 0})
    beside = {"operator": Operator.GREATER_THAN.value, "value": 0} if key == "measure" else {}
    return Ask(key, _NEW[key], beside)


class AskRow(QWidget):
    """``keys``: what may be asked instead; ``known``: the existing measures or places of the report."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, ask: Ask, keys: Collection[str], known: Collection[str]) -> None:
        super().__init__()
        self._theme = theme
        self._ask = ask
        self._known = known
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._values: list[QWidget] = []
        if ask.key != "path":
            self.what = Choice({key: ask_label(key) for key in keys})
            self.what.setAccessibleName(tr("What to check"))
            self.what.choose(ask.key)
            self.what.currentIndexChanged.connect(self._ask_other)
            self._layout.addWidget(self.what)
        self._stretch_at = self._layout.count()
        self._remove = RemoveButton(tr("Remove this check"))
        self._remove.clicked.connect(self.removed)
        self._layout.addStretch(1)
        self._layout.addWidget(self._remove)
        self._build()

    @property
    def ask(self) -> Ask:
        """Its current value."""
        return self._ask

    def let_remove(self, allowed: bool) -> None:
        """Whether it may be removed: not the only one."""
        self._remove.setVisible(allowed)

    # -- inside

    def _ask_other(self) -> None:
        self._ask = new_ask(str(self.what.currentData()))
        self._build()
        self.changed.emit()

    def _build(self) -> None:
        for widget in self._values:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._values = self._controls()
        for place, widget in enumerate(self._values):
            self._layout.insertWidget(self._stretch_at + place, widget)

    def _controls(self) -> list[QWidget]:
        ask = self._ask
        match ask.key:
            case "status":
                return [self._several({one.value: status_choice(one.value) for one in Status})]
            case "reason" | "reason_not":
                return [self._several({one.value: reason_choice(one.value) for one in Reason})]
            case "measure" | "path":
                return [self._place(), self._operator(), self._compared()]
        kind = TextField.Kind.DURATION if ask.key in _SPANS else TextField.Kind.NUMBER
        field = TextField(kind, str(_NEW[ask.key]))
        field.show(ask.value)
        field.line.setAccessibleName(ask_label(ask.key))
        field.line.setMaximumWidth(110)
        field.changed.connect(lambda: self._put(field.value()))
        return [field.line]

    def _several(self, choices: Mapping[str, str]) -> Several:
        button = Several(choices, tr("choose…"))
        value = self._ask.value
        button.choose([value] if isinstance(value, str) else value)
        button.setAccessibleName(ask_label(self._ask.key))
        button.changed.connect(lambda: self._put(button.chosen()))
        return button

    def _place(self) -> QComboBox:
        box = QComboBox(editable=True)
        box.addItems(list(self._known))
        box.setCurrentText(str(self._ask.value))
        box.setMinimumWidth(180)
        box.setAccessibleName(tr("Which value"))
        box.currentTextChanged.connect(self._put)
        return box

    def _operator(self) -> Choice:
        box = Choice({one.value: choice_word(one) for one in Operator})
        box.choose(self._ask.beside.get("operator", Operator.GREATER_THAN.value))
        box.setAccessibleName(tr("Comparison"))
        box.currentIndexChanged.connect(lambda: self._put_beside("operator", box.currentData()))
        return box

    def _compared(self) -> QLineEdit:
        field = TextField(TextField.Kind.SCALAR)
        field.show(self._ask.beside.get("value", ABSENT))
        field.line.setAccessibleName(tr("Compared with"))
        field.line.setMaximumWidth(110)
        field.changed.connect(lambda: self._put_beside("value", field.value()))
        return field.line

    def _put(self, value: Any) -> None:
        self._ask = replace(self._ask, value="" if value is ABSENT else value)
        self.changed.emit()

    def _put_beside(self, key: str, value: Any) -> None:
        beside = {one: held for one, held in self._ask.beside.items() if one != key}
        if value is not ABSENT:
            beside[key] = value
        self._ask = replace(self._ask, beside=beside)
        self.changed.emit()
